"""The Celery application: `celery -A pompey_ite worker` and `celery -A pompey_ite beat`."""

import inspect
import os
from typing import Any

from celery import Celery, Task
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pompey_ite.settings")


class TaskTooHeavyError(RuntimeError):
    """A task asked for more memory than there is."""


class PatientTask(Task[..., Any]):
    """A task that leaves out arguments it does not know, and fails alone without memory.

    While a new version is installed, its messages reach workers of the old one: a task that did
    not run because of an argument that means nothing yet would be lost. And Celery raises a
    MemoryError of a task again in the worker itself, which then takes no more tasks.
    """

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        known = inspect.signature(self.run).parameters
        understood = {key: kwargs[key] for key in kwargs if key in known}
        try:
            return super().__call__(*args, **understood)
        except MemoryError as error:
            raise TaskTooHeavyError(self.name) from error


app = Celery("pompey_ite", task_cls=PatientTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def recover_messages_of_dead_workers(**_kwargs: Any) -> None:
    """Put back what a killed worker had taken from the embedded broker and never acknowledged."""
    if app.conf.broker_url.startswith("embedded"):
        from pompey_ite.embedded_broker import recover  # noqa: PLC0415 – unused with Redis

        recover(app.conf.broker_transport_options)
