import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import timezone

from pompey_ite.demo.seed import Seeded
from pompey_ite.management.commands import demo
from pompey_ite.outbox.services import beat

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 360  # a cold start and its first tick on a busy machine


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((demo.HOST, 0))
        return int(probe.getsockname()[1])


class Demo:
    """A real `manage.py demo` in a data folder of the test, and what it printed so far."""

    def __init__(self, data_dir: Path, port: int, name: str = "first") -> None:
        environment = {**os.environ, "POMPEY_DATA_DIR": str(data_dir), "PORT": str(port)}
        self.data_dir = data_dir
        self.printed = data_dir.with_name(f"{name}.out")
        with self.printed.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "demo"],
                cwd=ROOT,
                env={**environment, "DATABASE_URL": "", "REDIS_URL": "", "POMPEY_DEMO": "0"},
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def wait_for(self, text: str) -> str:
        end = time.monotonic() + PATIENCE_S
        while text not in self.output():
            assert self.process.poll() is None, self.output()
            assert time.monotonic() < end, self.output()
            time.sleep(0.1)
        return self.output()

    def output(self) -> str:
        return self.printed.read_text(encoding="utf-8")

    def children(self) -> list[psutil.Process]:
        return list(psutil.Process(self.process.pid).children(recursive=True))


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Demo]:
    started = Demo(tmp_path / "data", free_port())
    yield started
    if started.process.poll() is None:
        started.process.kill()
        started.process.wait()


@pytest.mark.fault
def test_demo_runs_repairs_itself_refuses_a_second_one_and_leaves_nothing(running):
    text = running.wait_for("Ctrl-C ends everything")
    url = next(word for word in text.split() if word.startswith("http://"))
    assert "The clock has not ticked" not in text
    with urllib.request.urlopen(f"{url}health/ready", timeout=60) as response:  # noqa: S310
        assert response.status == 200  # the clock has ticked

    second = Demo(running.data_dir, free_port(), "second")
    assert second.process.wait(timeout=PATIENCE_S) == 1
    assert "A demo already runs on" in second.output()

    worker = next(child for child in running.children() if "worker" in child.cmdline())
    worker.kill()
    assert "worker was killed by SIGKILL" in running.wait_for("starting it again")

    children = running.children()
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(timeout=60) == 0
    assert psutil.wait_procs(children, timeout=5)[1] == []


def test_a_busy_port_is_refused_with_another_to_try():
    with socket.socket() as busy:
        busy.bind((demo.HOST, 0))
        busy.listen()
        port = busy.getsockname()[1]

        with pytest.raises(CommandError, match=rf"Port {port} is busy.*\nPORT=\d+ python3"):
            demo.refuse_busy_port(port)


def test_a_port_that_was_just_used_is_not_busy():
    demo.refuse_busy_port(free_port())


def test_a_database_that_the_demo_did_not_make_is_left_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "")
    (tmp_path / "pompey.sqlite3").touch()

    with pytest.raises(CommandError, match="was not made by the demo"):
        demo.refuse_other_data(tmp_path, reset=True)

    (tmp_path / demo.MARKER).touch()
    demo.refuse_other_data(tmp_path, reset=True)


def test_reset_refuses_a_database_given_by_its_address(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://pompey@127.0.0.1/pompey")

    with pytest.raises(CommandError, match="DATABASE_URL is set"):
        demo.refuse_other_data(tmp_path, reset=True)
    demo.refuse_other_data(tmp_path, reset=False)


def test_reset_deletes_what_the_demo_made_and_nothing_else(tmp_path):
    for name in ("pompey.sqlite3", "pompey.sqlite3-wal", "beat-schedule.dat", demo.MARKER):
        (tmp_path / name).touch()
    for name in ("queue", "mailbox", "files", "logs", "static", "my-notes"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").touch()
    (tmp_path / "secret_key").touch()

    demo.delete_demo_data(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["my-notes", "secret_key", "static"]


def test_a_second_demo_on_the_same_folder_names_the_first(tmp_path, settings):
    settings.SITE_URL = "http://127.0.0.1:8123"
    with (
        demo.alone_in(tmp_path),
        pytest.raises(
            CommandError, match=r"already runs on .*: http://127\.0\.0\.1:8123 \(process"
        ),
        demo.alone_in(tmp_path),
    ):
        pytest.fail("two demos on one folder")

    with demo.alone_in(tmp_path):
        assert (tmp_path / demo.LOCK).exists()


def test_the_command_alone_does_not_turn_a_real_site_into_a_demo():
    with pytest.raises(CommandError, match=r"python3 manage\.py demo"):
        call_command("demo")


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.mark.django_db
def test_the_wait_is_over_with_the_first_tick(said, tmp_path):
    first_tick = demo.FirstTick(tmp_path, said.append)

    before = [first_tick.is_over(), first_tick.is_over()]
    beat(name="tick", now=timezone.now())

    assert (before, first_tick.is_over()) == ([False, False], True)
    assert said == ["Waiting for the first tick of the clock …"]


@pytest.mark.django_db
def test_a_clock_that_ticked_just_now_is_not_waited_for(said, tmp_path):
    beat(name="tick", now=timezone.now())

    assert demo.FirstTick(tmp_path, said.append).is_over()
    assert said == []


@pytest.mark.django_db
def test_the_tick_of_yesterday_does_not_count(said, tmp_path):
    beat(name="tick", now=timezone.now() - timedelta(days=1))

    assert not demo.FirstTick(tmp_path, said.append).is_over()


@pytest.mark.django_db
def test_a_clock_that_does_not_come_is_told_with_its_logs(said, tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "CLOCK_PATIENCE_S", 0.0)

    assert demo.FirstTick(tmp_path, said.append).is_over()
    assert said[-1] == (
        "The clock has not ticked within 0 seconds: until it does, no mail leaves.\n"
        f"Why is written in {tmp_path}/worker.log and {tmp_path}/beat.log."
    )


@pytest.mark.django_db
def test_a_database_that_is_busy_for_a_moment_is_asked_again(said, tmp_path, monkeypatch):
    def busy() -> int:
        raise DatabaseError("database is locked")

    monkeypatch.setattr(demo, "tick_age_s", busy)

    assert not demo.FirstTick(tmp_path, said.append).is_over()


def test_the_welcome_tells_every_address(settings):
    settings.DATA_DIR = Path("/srv/pompey")
    seeded = Seeded(
        login="pilote", password="p", links=[("Fonderie", "http://127.0.0.1:8000/vote/x/")]
    )

    assert demo.welcome("http://127.0.0.1:8000", seeded).splitlines() == [
        "",
        "Pompey ITE is ready.",
        "",
        "  Home page   http://127.0.0.1:8000/",
        "  Cockpit     http://127.0.0.1:8000/admin/",
        "              login pilote   password p",
        "  Fonderie    http://127.0.0.1:8000/vote/x/",
        "  Mail-box    http://127.0.0.1:8000/mailbox/",
        "",
        "Data: /srv/pompey   Ctrl-C ends everything.",
    ]
