"""The floor of the bench of mails: a server that takes everything, and smtplib with ready bytes."""

import smtplib
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from time import perf_counter

PIECE = 65_536  # bytes read at a time


@contextmanager
def mail_server() -> Iterator[tuple[str, int]]:
    """Run a server in a process of its own; give its host and port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        process = get_context("fork").Process(target=_take_all, args=(listener,), daemon=True)
        process.start()
        try:
            host, port = listener.getsockname()
            yield host, port
        finally:
            process.terminate()
            process.join()


def _take_all(listener: socket.socket) -> None:
    """Speak just enough SMTP to take every message, one connection after another."""
    while True:
        client, _address = listener.accept()
        with client:
            _converse(client)


def _converse(client: socket.socket) -> None:
    client.sendall(b"220 bench\r\n")
    while (line := client.recv(PIECE)) and not line.upper().startswith(b"QUIT"):
        if line.upper().startswith(b"DATA"):
            client.sendall(b"354 go on\r\n")
            end = b""
            while not end.endswith(b"\r\n.\r\n"):
                end = end[-5:] + client.recv(PIECE)
        client.sendall(b"250 ok\r\n")
    client.sendall(b"221 bye\r\n")


def floor_s(host: str, port: int, messages: Sequence[tuple[str, str, bytes]]) -> float:
    """Return the seconds smtplib takes over one connection for (sender, recipient, bytes)."""
    with smtplib.SMTP(host, port) as connection:
        started = perf_counter()
        for sender, recipient, content in messages:
            connection.sendmail(sender, [recipient], content)
        return perf_counter() - started
