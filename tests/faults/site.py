"""A whole site for one test: its own database, its own broker, real workers and beats.

Its processes know nothing of the test. On PostgreSQL and Redis the broker is a redis-server of the
test's own, on a port of its own: the one of the machine is never stopped.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest

from pompey_ite.management.commands.demo import answers, children
from pompey_ite.services_check import database_url_of_tests
from tests.e2e.demo_process import free_port

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE_S = 90
COMMAND_PATIENCE_S = 300  # making all tables takes a busy machine more than a minute
SQLITE = "pompey.sqlite3"


class Site:
    """The settings of a site and the processes that serve it.

    server_url: a database of the PostgreSQL beside which the site makes its own.
    """

    def __init__(
        self, folder: Path, *, on_services: bool, smtp_url: str = "", server_url: str = ""
    ) -> None:
        self.folder = folder
        self.on_services = on_services
        self.server_url = server_url or database_url_of_tests()
        self.processes: list[subprocess.Popen[bytes]] = []
        self.redis: subprocess.Popen[bytes] | None = None
        self.redis_port = free_port()
        self.database_url = f"sqlite:///{folder}/{SQLITE}"
        if on_services:
            name = f"pompey_faults_{os.getpid()}_{self.redis_port}"
            self.database_url = _beside(self.server_url, name)
        self.smtp_url = smtp_url
        self.web_port = 0
        self.logs = folder
        self.variables: dict[str, str] = {}

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "pompey_ite.settings",
            "POMPEY_DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0" if self.on_services else "",
            "EMAIL_URL": self.smtp_url,
            "TICK_INTERVAL_S": "1",
            "MAIL_LEASE_S": "3",
            **self.variables,
        }

    # -- Setting up -----------------------------------------------------------------------------

    def make_tables(self) -> None:
        """Make the database and its tables."""
        if self.on_services:
            administer(self.server_url, f'CREATE DATABASE "{_name(self.database_url)}"')
        self.manage("migrate", "-v", "0")

    def copy_tables(self, model: "Site") -> None:
        """Take the database of a site that nobody uses: a second, where making it takes twenty."""
        if self.on_services:
            names = _name(self.database_url), _name(model.database_url)
            administer(self.server_url, 'CREATE DATABASE "{}" TEMPLATE "{}"'.format(*names))
        else:
            shutil.copy(model.folder / SQLITE, self.folder / SQLITE)

    def remove(self) -> None:
        """End every process and drop the database."""
        for process in self.processes:
            kill(process)
        self.stop_redis(signal.SIGKILL)
        if self.on_services:
            administer(
                self.server_url,
                f'DROP DATABASE IF EXISTS "{_name(self.database_url)}" WITH (FORCE)',
            )

    def manage(self, *arguments: str, script: str | None = None) -> str:
        """Run a management command to its end; return what it printed."""
        done = self.attempt("manage.py", *arguments, script=script)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def attempt(
        self, *arguments: str, script: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run Python with the settings of the site to its end, good or bad."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=PROJECT,
            env=self.environment,
            input=script,
            capture_output=True,
            text=True,
            check=False,
            timeout=COMMAND_PATIENCE_S,
        )

    def check_invariants(self) -> None:
        """Fail unless everything that must always be true of the data is."""
        self.manage("check_invariants")

    def queue_mails(self, count: int) -> None:
        """Put mails to as many people in the outbox: of a kind that leaves at any hour."""
        self.manage("shell", "-v", "0", script=QUEUE_MAILS.format(count=count))

    # -- Processes ------------------------------------------------------------------------------

    def start_worker(self, *more: str) -> subprocess.Popen[bytes]:
        """Start a worker with two children, as in production."""
        usual = ("--concurrency", "2", "--without-gossip", "--without-mingle")
        return self._celery("worker", *usual, *more)

    def start_beat(self) -> subprocess.Popen[bytes]:
        """Start one more clock."""
        name = f"beat-{len(self.processes)}"
        return self._celery("beat", "--schedule", str(self.folder / name), "--pidfile", "")

    def start_web(self) -> None:
        """Start the web server as the demo does, and wait until it answers."""
        self.web_port = free_port()
        (command,) = [
            child.command for child in children(self.web_port, self.folder) if child.name == "web"
        ]
        self.start("web", *command)
        wait_until(lambda: answers(f"{self.url}/health/live"), "the web server answers")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.web_port}"

    def _celery(self, *arguments: str) -> subprocess.Popen[bytes]:
        celery = (sys.executable, "-m", "celery", "-A", "pompey_ite")
        return self.start(arguments[0], *celery, *arguments, "-l", "warning")

    def start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        """Start a process of the site; what it prints is in its log."""
        with (self.logs / f"{name}-{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                command,
                cwd=PROJECT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # so that a kill reaches its children as well
            )
        self.processes.append(process)
        return process

    def start_redis(self, *, keeps: bool = False) -> None:
        """Start a broker; unless it `keeps` each command, what it held is lost when it stops."""
        self.redis = subprocess.Popen(
            [
                "redis-server",
                *("--port", str(self.redis_port), "--bind", "127.0.0.1"),
                *("--save", "", "--dir", str(self.folder)),
                *("--appendonly", "yes" if keeps else "no", "--appendfsync", "always"),
            ],
            stdout=subprocess.DEVNULL,
        )
        wait_until(self.redis_answers, "the broker answers")

    def stop_redis(self, how: signal.Signals) -> None:
        if self.redis:
            self.redis.send_signal(how)
            self.redis.wait(timeout=PATIENCE_S)
            self.redis = None

    def redis_answers(self) -> bool:
        return self.redis_cli("ping") == "PONG"

    def redis_cli(self, *arguments: str) -> str:
        done = subprocess.run(
            ["redis-cli", "-p", str(self.redis_port), *arguments],
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.strip()

    # -- What its database says -----------------------------------------------------------------

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query, asked beside the ORM of the site."""
        if self.on_services:
            with psycopg2.connect(self.database_url) as connection, connection.cursor() as cursor:
                cursor.execute(sql)
                return list(cursor.fetchall())
        path = self.folder / SQLITE
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20) as connection:
            return list(connection.execute(sql))

    def statuses(self) -> dict[str, int]:
        """Return how many mails are in which status."""
        return dict(self.rows("SELECT status, count(*) FROM outbox_mail GROUP BY status"))

    def log_of(self, kind: str) -> str:
        return "\n".join(path.read_text() for path in sorted(self.logs.glob(f"{kind}-*.log")))


# Receipts leave at any hour, so that the tests do too.
QUEUE_MAILS = """
from django.db import transaction
from django.utils import timezone
from pompey_ite.outbox.rendering import Draft
from pompey_ite.outbox.services import queue_mail

DRAFT = Draft("Reçu", "Bonjour", "<p>Bonjour</p>")
with transaction.atomic():
    for number in range({count}):
        queue_mail(
            kind="ballot_receipt", recipient=f"person{{number}}@example.org", object_key="fault",
            draft=DRAFT, language="fr", now=timezone.now(),
        )
"""


@contextmanager
def model_site(folder: Path, *, on_services: bool) -> Iterator[Site]:
    """Give a site that has its tables and does nothing: the others take their copy of it."""
    site = Site(folder, on_services=on_services)
    with ExitStack() as stack:
        stack.callback(site.remove)
        site.make_tables()
        yield site


@contextmanager
def running(site: Site, *, model: Site) -> Iterator[None]:
    """Give a site its tables and its broker; end all of it after the test."""
    if site.on_services and not shutil.which("redis-server"):
        pytest.skip("no redis-server here: the broker of the test cannot be started")
    with ExitStack() as stack:
        stack.callback(site.remove)
        site.copy_tables(model)
        if site.on_services:
            site.start_redis()
        yield


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and its children as a power cut does, wherever they are."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=PATIENCE_S)


def wait_until(holds: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
    """Wait until something holds; fail with its name when it does not in time."""
    ends_at = time.monotonic() + patience_s
    while time.monotonic() < ends_at:
        if holds():
            return
        time.sleep(0.1)
    pytest.fail(f"waited {patience_s} s in vain: {what}")


def _beside(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _name(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")


def administer(server_url: str, sql: str) -> None:
    """Run one statement that makes or drops a database of a server."""
    connection = psycopg2.connect(server_url)
    connection.autocommit = True  # a database is not made inside a transaction
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
    finally:
        connection.close()
