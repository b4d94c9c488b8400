"""Tasks that a worker of the tests takes beside ours: some note that they are done, some are heavy.

`celery … worker --include tests.faults.heavy_tasks`.
"""

import os
import signal
import time
from pathlib import Path

from celery import shared_task

FOLDER = "done"
TOO_MUCH = 8 * 2**30  # bytes: more than a worker of the tests may have


def folder() -> Path:
    path = Path(os.environ["POMPEY_DATA_DIR"]) / FOLDER
    path.mkdir(exist_ok=True)
    return path


@shared_task
def note(number: int) -> None:
    """Say who works, work for a moment, then leave a file."""
    busy = folder() / f"busy-{os.getpid()}"
    busy.touch()
    time.sleep(0.4)
    (folder() / str(number)).touch()
    busy.unlink()


@shared_task
def eat() -> None:
    """Ask for more memory than there is."""
    bytearray(TOO_MUCH)


@shared_task
def be_killed() -> None:
    """End as the system ends a process that takes too much memory."""
    with (folder() / "kills").open("a") as kills:
        kills.write("x")
    os.kill(os.getpid(), signal.SIGKILL)
