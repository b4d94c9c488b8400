"""Wake the worker for something that should not wait for the next tick."""

import logging

from celery import Task
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def wake(task: Task[..., None], *args: int) -> bool:
    """Hand a task to the worker; return whether the broker took it.

    Call it after the commit: a worker may be faster than the transaction. A broker that does not
    answer is no error here, because what is due stays due: the database knows it.
    """
    try:
        task.apply_async(args, retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("the broker did not take %s: %s", task.name, error)
        return False
    return True
