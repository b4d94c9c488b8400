"""The embedded broker: Celery messages as files, for one machine and a few workers.

kombu's own filesystem transport loses messages in two ways, both measured: a reader may see a file
before its content (the worker dies of it), and a message taken by a worker that is then killed
exists nowhere any more. Here

- a message appears in `data_folder_in` complete, by a rename, or not at all;
- a consumer moves it into `processed_folder`, under its own name, until it is acknowledged;
- each consumer holds a lock on a file there: the system frees it whatever kills the process, so
  that `recover` knows the dead from the living without trusting process ids, which are reused.

The database says what is due (docs/architecture.md); this is only the alarm clock.
"""

import contextlib
import fcntl
import logging
import os
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem, virtual
from kombu.transport.filesystem import exchange_queue_t
from kombu.utils.json import dumps, loads

RECOVERY_INTERVAL_S = 10.0
FOLDERS = ("data_folder_in", "data_folder_out", "processed_folder", "control_folder")

logger = logging.getLogger(__name__)


def recover(transport_options: dict[str, Any]) -> int:
    """Put back the messages that dead consumers had taken; return how many.

    Safe to call at any time and from several processes: a message is moved by one rename, and the
    messages of a living consumer are left alone. OSError when the folders cannot be read.
    """
    running = Path(transport_options["processed_folder"])
    ready = Path(transport_options["data_folder_in"])
    restored = 0
    for taken in sorted(running.glob("*.msg")):  # before the locks: each message is younger
        owner, _, name = taken.name.partition("_")
        if not _is_held(running / f"{owner}.lock"):
            with contextlib.suppress(FileNotFoundError):  # another process was faster
                taken.rename(ready / name)
                restored += 1
    for lock in running.glob("*.lock"):
        if not _is_held(lock):
            lock.unlink(missing_ok=True)
    if restored:
        logger.warning("%d message(s) of a dead worker put back", restored)
    return restored


def _is_held(lock: Path) -> bool:
    """Return whether a living process holds `lock` (a shared test: two tests never collide)."""
    try:
        with lock.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def _write(path: Path, content: Any) -> None:
    """Write `content` as JSON so that a reader of `path` sees all of it or nothing."""
    draft = path.with_name(f".{uuid.uuid4().hex}.draft")
    try:
        draft.write_text(dumps(content), encoding="utf-8")
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)  # a full disk must not keep half a message
        raise


class _Owner:
    """The proof that a consumer lives: a locked file, freed by the system with the process."""

    def __init__(self, folder: Path) -> None:
        self.name = uuid.uuid4().hex
        self.path = folder / f"{self.name}.lock"
        draft = folder / f".{self.name}.draft"
        self._file = draft.open("wb")
        fcntl.flock(self._file, fcntl.LOCK_EX)
        draft.rename(self.path)  # visible only once it is held

    def release(self) -> None:
        self.path.unlink(missing_ok=True)
        self._file.close()


class QoS(virtual.QoS):
    """Forget the file of a message when it is settled, and not before."""

    channel: "Channel"

    def ack(self, delivery_tag: str) -> None:
        super().ack(delivery_tag)
        self.channel.forget(delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        super().reject(delivery_tag, requeue=requeue)  # requeued: the file is back already
        self.channel.forget(delivery_tag)


class Channel(filesystem.Channel):
    QoS = QoS

    def __init__(self, connection: Any, **kwargs: Any) -> None:
        super().__init__(connection, **kwargs)
        for folder in FOLDERS:
            Path(self.transport_options[folder]).mkdir(parents=True, exist_ok=True)
        self._ready = Path(self.data_folder_in)
        self._running = Path(self.processed_folder)
        self._taken: dict[str, Path] = {}  # delivery tag → file
        self._queues_without_ack: set[str] = set()
        self._owner: _Owner | None = None
        self._recovered_at = time.monotonic()

    def close(self) -> None:
        super().close()  # puts back what is not acknowledged
        if self._owner is not None:
            self._owner.release()
            self._owner = None

    # -- Publishing -----------------------------------------------------------------------------

    # kombu's two base classes name the message differently
    def _put(  # type: ignore[override]
        self, queue: str, payload: dict[str, Any], **_kwargs: Any
    ) -> None:
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex}.{queue}.msg"
        _write(Path(self.data_folder_out) / name, payload)

    # -- Consuming ------------------------------------------------------------------------------

    def basic_consume(
        self,
        queue: str,
        no_ack: bool,
        callback: Callable[..., Any] | None,
        consumer_tag: str | None,
        **kwargs: Any,
    ) -> Any:
        if no_ack:
            self._queues_without_ack.add(queue)
        return super().basic_consume(queue, no_ack, callback, consumer_tag, **kwargs)

    def basic_get(self, queue: str, no_ack: bool = False, **kwargs: Any) -> Any:
        message = super().basic_get(queue, no_ack=no_ack, **kwargs)
        if message is not None and no_ack:
            self.forget(message.delivery_tag)
        return message

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        """Take the oldest message of `queue`; raise Empty when there is none."""
        suffix = f"{queue}.msg"
        for name in sorted(os.listdir(self._ready)):
            if name.partition(".")[2] == suffix and (taken := self._take(name)):
                payload = _read(taken)
                if payload is not None:
                    self._keep_until_settled(queue, payload, taken)
                    return payload
        self._recover_sometimes()
        raise Empty

    def _take(self, name: str) -> Path | None:
        """Move one message to this consumer; return its new place, None when another was first."""
        if self._owner is None:
            self._owner = _Owner(self._running)
        taken = self._running / f"{self._owner.name}_{name}"
        try:
            (self._ready / name).rename(taken)
        except FileNotFoundError:
            return None
        return taken

    def _keep_until_settled(self, queue: str, payload: dict[str, Any], taken: Path) -> None:
        if queue in self._queues_without_ack:
            taken.unlink()
        else:
            self._taken[payload["properties"]["delivery_tag"]] = taken

    def _recover_sometimes(self) -> None:
        """Look after the dead while there is nothing else to do."""
        now = time.monotonic()
        if now - self._recovered_at >= RECOVERY_INTERVAL_S:
            self._recovered_at = now
            recover(self.transport_options)

    def forget(self, delivery_tag: str | None) -> None:
        """Delete the file of a message that is done; a message already settled is no error."""
        if taken := self._taken.pop(delivery_tag or "", None):
            taken.unlink(missing_ok=True)

    def _restore(self, message: Any) -> None:
        """Give an unacknowledged message back, at its old place in the queue."""
        taken = self._taken.pop(message.delivery_tag, None)
        if taken is None:
            super()._restore(message)
            return
        with contextlib.suppress(FileNotFoundError):
            taken.rename(self._ready / taken.name.partition("_")[2])

    # -- Routing table: kombu's own rewrites it in place, and a reader may see it empty ---------

    def get_table(self, exchange: str) -> list[Any]:
        try:
            content = self._table_file(exchange).read_text(encoding="utf-8")
        except FileNotFoundError:
            return []
        return [exchange_queue_t(*row) for row in loads(content)]

    def _table_file(self, exchange: str) -> Path:
        file: Path = self._exchange_file(exchange)  # type: ignore[attr-defined]  # not in the stubs
        return file

    def _queue_bind(
        self, exchange: str, routing_key: str | None, pattern: str | None, queue: str
    ) -> None:
        row = exchange_queue_t(routing_key or "", pattern or "", queue or "")
        self._change_table(exchange, lambda rows: rows if row in rows else [row, *rows])

    def _delete(
        self, queue: str, exchange: str, routing_key: str, pattern: str, *_args: Any, **_kw: Any
    ) -> None:
        self._purge(queue)
        gone = exchange_queue_t(routing_key or "", pattern or "", queue or "")
        self._change_table(exchange, lambda rows: [row for row in rows if row != gone])

    def _change_table(self, exchange: str, change: Callable[[list[Any]], list[Any]]) -> None:
        with (self.control_folder / ".lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            before = self.get_table(exchange)
            after = change(before)
            if after != before:
                _write(self._table_file(exchange), after)


def _read(taken: Path) -> dict[str, Any] | None:
    """Return the message in a file; None for a damaged one, which is set aside and told about."""
    try:
        payload: dict[str, Any] = loads(taken.read_text(encoding="utf-8"))
    except ValueError:
        aside = taken.with_suffix(".broken")
        taken.rename(aside)
        logger.exception("a damaged message was set aside: %s", aside)
        return None
    return payload


class Transport(filesystem.Transport):
    """What `embedded://` means, with the four folders of `FOLDERS` as transport options."""

    Channel = Channel
    driver_type = driver_name = "embedded"
    polling_interval = 0.1
    default_connection_params: dict[str, Any] = {}  # there is no host to warn about

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        self.state = virtual.BrokerState()  # bindings are in files; kombu shares one state for all
