"""Connections to an embedded broker in a folder of the test, and to kombu's own for comparison."""

from pathlib import Path
from typing import Any

import kombu.transport
from kombu import Connection

QUEUE = "work"

kombu.transport.TRANSPORT_ALIASES["embedded"] = "pompey_ite.embedded_broker:Transport"


def options(folder: Path) -> dict[str, object]:
    return {
        "data_folder_in": str(folder / "ready"),
        "data_folder_out": str(folder / "ready"),
        "processed_folder": str(folder / "running"),
        "control_folder": str(folder / "control"),
        "store_processed": True,
    }


def broker(folder: Path) -> Connection:
    return Connection("embedded://", transport_options=options(folder))


def stock_broker(folder: Path) -> Connection:
    """kombu's own filesystem transport, on the same folders."""
    for name in ("ready", "running", "control"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return Connection("filesystem://", transport_options=options(folder))


def publish(connection: Connection, *numbers: int) -> None:
    queue = connection.SimpleQueue(QUEUE)
    for number in numbers:
        queue.put(number)
    queue.close()


def channel_of(connection: Connection) -> Any:
    """A channel with the methods of its transport, which the stubs do not know."""
    return connection.channel()
