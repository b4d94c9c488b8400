"""The Celery application: `celery -A pompey_ite worker` and `celery -A pompey_ite beat`."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pompey_ite.settings")

app = Celery("pompey_ite")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def recover_messages_of_dead_workers(**_kwargs: Any) -> None:
    """Put back what a killed worker had taken from the embedded broker and never acknowledged."""
    if app.conf.broker_url.startswith("embedded"):
        from pompey_ite.embedded_broker import recover  # noqa: PLC0415 – unused with Redis

        recover(app.conf.broker_transport_options)
