"""A task whose process is killed counts as done."""

from pompey_ite.settings import *  # noqa: F403

CELERY_TASK_REJECT_ON_WORKER_LOST = False
