"""An empty platform for the tour: its own data folder, real web server, worker and clock."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pompey_ite.management.commands.demo import HOST, answers, children
from pompey_ite.supervisor import Child
from pompey_ite.translations import compile_catalogs

PROJECT = Path(__file__).resolve().parents[2]
LOGIN, PASSWORD, ADDRESS = "pilote", "tour-eiffel-1889", "mission-eit@pompey.example"
READY_IN_S = 60.0
STOPPED_IN_S = 15.0
POLL_S = 0.2


class TourFailed(Exception):
    """The tour cannot go on; the text says where it stopped and why."""


@dataclass(frozen=True)
class Site:
    """Where the platform answers, where it keeps its things, and how its commands are called."""

    url: str
    data_dir: Path
    environment: dict[str, str]

    def command(self, *words: str, **variables: str) -> str:
        """Return what `manage.py WORDS` prints; TourFailed when it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=PROJECT,
            env={**self.environment, **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise TourFailed(f"manage.py {' '.join(words)}: {done.stderr or done.stdout}")
        return done.stdout

    def tick_at(self, instant: datetime) -> str:
        """Do what the clock would do at `instant`; return what it says it did."""
        return self.command("tick", "--at", instant.isoformat())

    @property
    def mails(self) -> list[Path]:
        """Return the files of the mails that left so far, the oldest first."""
        return sorted((self.data_dir / "mailbox").glob("*.eml"))


@contextmanager
def empty_site(data_dir: Path) -> Iterator[Site]:
    """Start a platform that knows nobody but its project manager; stop it in the end.

    data_dir: an empty folder. It is a demo in one respect only: no mail leaves this machine.
    """
    port = _free_port()
    site = Site(f"http://{HOST}:{port}", data_dir, _environment(data_dir, port))
    compile_catalogs(PROJECT / "locale")
    site.command("migrate", "--verbosity", "0", "--no-input", "--skip-checks")
    account = {"USERNAME": LOGIN, "PASSWORD": PASSWORD, "EMAIL": ADDRESS}
    variables = {f"DJANGO_SUPERUSER_{name}": value for name, value in account.items()}
    site.command("createsuperuser", "--no-input", "--skip-checks", **variables)
    (data_dir / "logs").mkdir(exist_ok=True)
    running = children(port, data_dir / "logs")
    try:
        for child in running:
            child.start(site.environment)
        _wait(site, running)
        yield site
    finally:
        _stop(running)


@dataclass(frozen=True)
class Demo:
    """A running demo: where it answers, and the ways in that it printed."""

    url: str
    mailbox: Path
    login: str
    password: str
    ballot_link: str


@contextmanager
def demo_site(data_dir: Path) -> Iterator[Demo]:
    """Run `manage.py demo` in an empty folder until the block ends.

    Raises TourFailed when it ends before it is ready.
    """
    environment = {
        **os.environ,
        "PORT": str(_free_port()),
        "POMPEY_DATA_DIR": str(data_dir),
        # Whatever site this machine serves: its database and its queue are not looked at.
        "DATABASE_URL": f"sqlite:///{data_dir}/pompey.sqlite3",
        "REDIS_URL": "",
        "DEBUG": "0",
        "DJANGO_SETTINGS_MODULE": "pompey_ite.settings",
    }
    process = subprocess.Popen(
        [sys.executable, "manage.py", "demo"],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield _read_demo(process, data_dir)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=STOPPED_IN_S * 3)


def _read_demo(process: subprocess.Popen[str], data_dir: Path) -> Demo:
    printed = ""
    for line in process.stdout or ():
        printed += line
        if line.startswith("Data:"):
            break
    else:
        raise TourFailed(f"The demo did not start:\n{printed}")
    entry = re.search(r"(http\S+)/admin/\s+login (\S+)\s+password (\S+)", printed)
    ballot = re.search(r"\S+/vote/\S+", printed)
    if entry is None or ballot is None:
        raise TourFailed(f"The demo did not say how to come in:\n{printed}")
    return Demo(entry[1], data_dir / "mailbox", entry[2], entry[3], ballot[0])


def _environment(data_dir: Path, port: int) -> dict[str, str]:
    ours = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    return {
        **ours,
        "DJANGO_SETTINGS_MODULE": "pompey_ite.settings",
        "POMPEY_DATA_DIR": str(data_dir),
        "POMPEY_DEMO": "1",
        "SITE_URL": f"http://{HOST}:{port}",
        "EMAIL_URL": "",
        "MAIL_QUIET_HOURS": "0",  # the walk is the same at night and on a Sunday
        "TICK_INTERVAL_S": "2",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait(site: Site, running: list[Child]) -> None:
    deadline = time.monotonic() + READY_IN_S
    while not answers(f"{site.url}/health/live"):
        for child in running:
            if not child.is_alive:
                raise TourFailed(f"{child.name} ended:\n{child.last_lines()}")
        if time.monotonic() > deadline:
            raise TourFailed(f"{site.url} does not answer.")
        time.sleep(POLL_S)


def _stop(running: list[Child]) -> None:

    for child in reversed(running):
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + STOPPED_IN_S
    for child in reversed(running):
        while child.is_alive and time.monotonic() < deadline:
            time.sleep(POLL_S)
        child.signal(signal.SIGKILL, everybody=True)
        if child.process is not None:
            child.process.wait()
