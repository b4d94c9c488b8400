"""The web server of production on the bench's own database, on a port of loopback."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection

from pompey_ite.bench.load.phone import Phone

WORKERS = 2  # of four threads each, as docs/runbook.md advises for two cores
READY_IN_S = 60
STOPPED_IN_S = 20
ALIVE = 200


@contextmanager
def web_server() -> Iterator[int]:
    """Run gunicorn with the site's own settings until the block ends; give its port."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "python:pompey_ite.gunicorn_conf"]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "error", "pompey_ite.wsgi"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment())
    try:
        _wait(process, Phone(port))
        yield port
    finally:
        process.terminate()
        process.wait(timeout=STOPPED_IN_S)


def environment() -> dict[str, str]:
    """Return the variables of a process that works on the bench's database."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "pompey_ite.settings",
        "DATABASE_URL": _database_url(),
        "POMPEY_DATA_DIR": str(settings.DATA_DIR),
        "WEB_CONCURRENCY": str(WORKERS),
    }


def _wait(process: subprocess.Popen[bytes], phone: Phone) -> None:
    until = time.monotonic() + READY_IN_S
    while phone.get("/health/live").status != ALIVE:
        if process.poll() is not None or time.monotonic() > until:
            raise CommandError("The web server of the bench did not start.")
        time.sleep(0.1)


def _database_url() -> str:
    """Return where the bench's database is, whose name is not that of the site's."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}"))


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
