"""An SMTP server on loopback that misbehaves as real ones do, and counts what it took.

It speaks the protocol by hand: a server library is too polite to take a message and say nothing.
"""

import re
import socket
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType

MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass
class Taken:
    """One message the server has taken: for whom, under which Message-ID, and when."""

    recipient: str
    message_id: str
    at: float


@dataclass
class Manners:
    """How the server behaves, which a test may change while it runs.

    at_mail, at_rcpt: what it answers; by recipient in `for_recipient`. after_data: what it answers
    once it has the message: a reply, "close" (hangs up and says nothing) or "hang" (says nothing
    until the other side gives up). A reply of 250 takes the message; so do "close" and "hang".
    """

    delay_s: float = 0.0
    at_mail: str = "250 OK"
    at_rcpt: str = "250 OK"
    after_data: str = "250 OK"
    for_recipient: dict[str, str] = field(default_factory=dict)
    on_recipient: Callable[[int], None] = lambda _count: None
    on_taken: Callable[[int], None] = lambda _count: None


class _Stop:
    """Where a hanging conversation waits until the server ends."""

    def __init__(self) -> None:
        self.event = threading.Event()


class Sink(socketserver.ThreadingTCPServer):
    """The server; `taken` is what it holds, in order, duplicates included."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, manners: Manners) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.manners = manners
        self.taken: list[Taken] = []
        self.recipients_seen = 0
        self.lock = threading.Lock()
        self.stop = _Stop()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def handle_error(self, _request: object, _client_address: object) -> None:
        """Say nothing of a client that was killed in the middle: that is what the tests do."""

    def note_recipient(self) -> None:
        with self.lock:
            self.recipients_seen += 1
            count = self.recipients_seen
        self.manners.on_recipient(count)

    def take(self, recipient: str, content: bytes) -> None:
        found = MESSAGE_ID.search(content)
        with self.lock:
            self.taken.append(
                Taken(recipient, found[1].decode() if found else "", time.monotonic())
            )
            count = len(self.taken)
        self.manners.on_taken(count)

    def by_message_id(self) -> Counter[str]:
        """Return how often each message was taken."""
        with self.lock:
            return Counter(taken.message_id for taken in self.taken)

    @property
    def duplicates(self) -> int:
        return sum(count - 1 for count in self.by_message_id().values())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop.event.set()
        self.shutdown()
        super().__exit__(kind, error, trace)


class _Conversation(socketserver.StreamRequestHandler):
    server: Sink
    recipient = ""

    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb in {b"EHLO", b"HELO"}:
                self._say("250 sink")
            elif verb == b"MAIL":
                self._say(self.server.manners.at_mail)
            elif verb == b"RCPT":
                self._rcpt(line)
            elif verb == b"DATA":
                if not self._data():
                    return
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 OK")

    def _rcpt(self, line: bytes) -> None:
        found = re.search(rb"<([^>]*)>", line)
        self.recipient = found[1].decode() if found else ""
        manners = self.server.manners
        reply = manners.for_recipient.get(self.recipient, manners.at_rcpt)
        self.server.note_recipient()
        self._say(reply)

    def _data(self) -> bool:
        """Read the message and answer; return whether the conversation goes on."""
        manners = self.server.manners
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        if line == b"":
            return False  # the client was killed before the end: nothing was taken
        time.sleep(manners.delay_s)
        if manners.after_data in {"close", "hang"} or manners.after_data.startswith("250"):
            self.server.take(self.recipient, b"".join(lines))
        if manners.after_data == "close":
            self.request.shutdown(socket.SHUT_RDWR)
            return False
        if manners.after_data == "hang":
            self.server.stop.event.wait()
            return False
        self._say(manners.after_data)
        return True

    def _say(self, reply: str) -> None:
        self.wfile.write(f"{reply}\r\n".encode())


@contextmanager
def smtp_sink(manners: Manners | None = None) -> Iterator[Sink]:
    """Run the server for the time of a test."""
    with Sink(manners or Manners()) as sink:
        threading.Thread(
            target=sink.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()
        yield sink
