"""A consumer in a process of its own: `python -m tests.pompey_ite.broker_consumer FOLDER OUT MODE`.

Mode `drain` acknowledges each message and writes its number to OUT until nothing has come for two
seconds; mode `hang` takes one message, writes its number, and never acknowledges it.
"""

import sys
import time
from pathlib import Path
from queue import Empty

from tests.pompey_ite.broker import QUEUE, broker

PATIENCE_S = 2.0


def drain(folder: Path, out: Path) -> None:
    with broker(folder) as connection, out.open("w", encoding="ascii", buffering=1) as file:
        queue = connection.SimpleQueue(QUEUE)
        while True:
            try:
                message = queue.get(timeout=PATIENCE_S)
            except Empty:
                return
            file.write(f"{message.payload}\n")
            message.ack()


def hang(folder: Path, out: Path) -> None:
    with broker(folder) as connection:
        message = connection.SimpleQueue(QUEUE).get(timeout=10)
        draft = out.with_suffix(".draft")
        draft.write_text(f"{message.payload}\n", encoding="ascii")
        draft.rename(out)
        time.sleep(60)


if __name__ == "__main__":
    {"drain": drain, "hang": hang}[sys.argv[3]](Path(sys.argv[1]), Path(sys.argv[2]))
