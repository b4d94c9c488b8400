"""`python3 manage.py demo`: the whole platform with its demo data, on this machine alone.

bootstrap.py has made `.venv` before and said in the environment that this is the demo.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.urls import reverse
from django.utils.translation.reloader import translation_file_changed

from pompey_ite.bootstrap import DEFAULT_PORT, progress
from pompey_ite.pages.health import is_tick_late, tick_age_s
from pompey_ite.supervisor import Child, ChildFailedError, Say, Supervisor
from pompey_ite.translations import compile_catalogs

if TYPE_CHECKING:
    from pompey_ite.demo.seed import Seeded

HOST = "127.0.0.1"
MARKER = "this-is-the-demo"  # in the data folder: nothing in it is anybody's real work
LOCK = "demo.lock"
DATABASE = "pompey.sqlite3"
CLOCK_PATIENCE_S = 180.0  # the first tick comes in three seconds; on a busy machine, in a minute
OWN_FILES = (f"{DATABASE}*", "beat-schedule*", MARKER)  # patterns: databases have companions
OWN_FOLDERS = ("queue", "mailbox", "files", "logs")


class Command(BaseCommand):
    help = "Start the platform with demo data; PORT=… chooses the port, Ctrl-C ends everything."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="throw the demo data away first")

    def handle(self, *, reset: bool, **_options: Any) -> None:
        """Prepare the data, then run web server, worker and beat until Ctrl-C.

        CommandError: it already runs, the port is busy, the data folder holds something else than
        a demo, or a process of the platform cannot be kept alive.
        """
        if not settings.IS_DEMO:
            raise CommandError("Start it this way: python3 manage.py demo")
        port = int(os.environ.get("PORT", DEFAULT_PORT))
        with alone_in(settings.DATA_DIR):
            refuse_busy_port(port)
            refuse_other_data(settings.DATA_DIR, reset=reset)
            if reset:
                delete_demo_data(settings.DATA_DIR)
            try:
                self._run(port)
            except KeyboardInterrupt as interruption:
                raise CommandError("Interrupted; the next start goes on.") from interruption
            except ChildFailedError as failure:
                raise CommandError(str(failure)) from failure
        self._say("Stopped. The data are kept for the next time.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()  # also when somebody reads it through a pipe

    def _run(self, port: int) -> None:
        """Bring translations, database and demo data up to date while the web server starts."""
        logs = settings.DATA_DIR / "logs"
        logs.mkdir(exist_ok=True)
        for made in compile_catalogs(Path(settings.LOCALE_PATHS[0])):
            translation_file_changed(None, made)  # what was read before it was made is English
        told: list[Seeded] = []

        def prepare() -> None:
            from pompey_ite.demo.seed import seed_demo  # noqa: PLC0415 – the server starts first

            with progress("Preparing the database"):
                call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
            told.append(seed_demo(site_url=settings.SITE_URL, say=self._say))

        (settings.DATA_DIR / MARKER).touch()
        Supervisor(children(port, logs), dict(os.environ), self._say).run(
            prepare=prepare,
            ready=lambda: answers(f"{settings.SITE_URL}{reverse('pages:health_live')}"),
            announce=lambda: self._say(welcome(settings.SITE_URL, told[0])),
            complete=FirstTick(logs, self._say).is_over,
        )


class FirstTick:
    """The wait for beat and worker: before their first tick the cockpit says the clock stands."""

    def __init__(self, logs: Path, say: Say) -> None:
        self.logs = logs
        self.say = say
        self.deadline: float | None = None

    def is_over(self) -> bool:
        """Return whether the clock ticks, or was waited for long enough, which is then said."""
        if self._is_seen():
            return True
        if self.deadline is None:
            self.deadline = time.monotonic() + CLOCK_PATIENCE_S
            self.say("Waiting for the first tick of the clock …")
        if time.monotonic() < self.deadline:
            return False
        self.say(
            f"The clock has not ticked within {CLOCK_PATIENCE_S:.0f} seconds: until it does, no "
            f"mail leaves.\nWhy is written in {self.logs / 'worker.log'} and "
            f"{self.logs / 'beat.log'}."
        )
        return True

    def _is_seen(self) -> bool:
        try:
            return not is_tick_late(tick_age_s())
        except DatabaseError:  # the worker writes just now, or PostgreSQL is away for a moment
            return False


def children(port: int, logs: Path) -> list[Child]:
    """Return the three processes of the platform, in the order in which they are started."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--quiet", "--skip-checks", "-A", "pompey_ite"]
    level = ["--loglevel", "WARNING"]
    worker = ["worker", "--pool", "threads", "--concurrency", "2", "--without-gossip"]
    web = ["gunicorn", "--config", "python:pompey_ite.gunicorn_conf", "--bind", f"{HOST}:{port}"]
    commands = {
        "web": [*python, *web, "--log-level", "warning", "pompey_ite.wsgi"],
        "worker": [*celery, *worker, "--without-mingle", *level],
        "beat": [*celery, "beat", "--pidfile=", *level],
    }
    return [Child(name, command, logs / f"{name}.log") for name, command in commands.items()]


@contextmanager
def alone_in(data_dir: Path) -> Iterator[None]:
    """Hold the data folder for this demo; CommandError when another one runs on it."""
    with (data_dir / LOCK).open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise CommandError(
                f"A demo already runs on {data_dir}: {lock.read().strip()}\n"
                "Stop it with Ctrl-C in its window, or start this one on another folder and port:\n"
                f"PORT={DEFAULT_PORT + 1} POMPEY_DATA_DIR=… python3 manage.py demo"
            ) from error
        lock.truncate(0)
        lock.write(f"{settings.SITE_URL} (process {os.getpid()})\n")
        lock.flush()
        yield


def refuse_busy_port(port: int) -> None:
    """Raise CommandError, with a free port to try, when something listens on `port`."""
    if not is_free(port):
        other = next((p for p in range(port + 1, port + 100) if is_free(p)), 0)
        raise CommandError(
            f"Port {port} is busy: another program answers there. Choose another one:\n"
            f"PORT={other or '…'} python3 manage.py demo"
        )


def is_free(port: int) -> bool:
    """Return whether this machine lets us listen on `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError):
            return False
    return True


def refuse_other_data(data_dir: Path, *, reset: bool) -> None:
    """Raise CommandError when a demo here could touch data that are somebody's real work."""
    if os.environ.get("DATABASE_URL"):
        if reset:
            raise CommandError(
                "--reset deletes the demo's own SQLite database only, and DATABASE_URL is set.\n"
                "Empty that database yourself if you are sure, or unset DATABASE_URL."
            )
    elif (data_dir / DATABASE).exists() and not (data_dir / MARKER).exists():
        raise CommandError(
            f"{data_dir / DATABASE} was not made by the demo; it is left alone.\n"
            "Run the demo in another folder: POMPEY_DATA_DIR=… python3 manage.py demo"
        )


def delete_demo_data(data_dir: Path) -> None:
    """Delete what the demo has made in its data folder, and nothing else that may be there."""
    for pattern in OWN_FILES:
        for path in data_dir.glob(pattern):
            path.unlink()
    for name in OWN_FOLDERS:
        if (data_dir / name).exists():
            shutil.rmtree(data_dir / name)


def answers(url: str) -> bool:
    """Return whether the site answers 200 at `url`; no proxy, one second of patience."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=1) as response:
            return bool(response.status == 200)  # noqa: PLR2004 – HTTP's own number
    except (urllib.error.URLError, OSError):
        return False


def welcome(site_url: str, seeded: Seeded) -> str:
    """Return what is printed once the site answers: every address a visitor needs."""
    rows = [
        ("Home page", f"{site_url}{reverse('pages:home')}"),
        ("Cockpit", f"{site_url}{reverse('admin:index')}"),
        ("", f"login {seeded.login}   password {seeded.password}"),
        *((name, url) for name, url in seeded.links),
        ("Mail-box", f"{site_url}{reverse('pages:mailbox')}"),
    ]
    width = max(len(name) for name, _ in rows)
    lines = [f"  {name.ljust(width)}   {text}" for name, text in rows]
    ending = f"Data: {settings.DATA_DIR}   Ctrl-C ends everything."
    return "\n".join(["", "Pompey ITE is ready.", "", *lines, "", ending])
