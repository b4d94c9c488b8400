import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from pompey_ite import supervisor as supervisor_module
from pompey_ite.supervisor import Child, ChildFailedError, Supervisor, describe_end

ROOT = Path(__file__).resolve().parents[2]
SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture(autouse=True)
def signals_as_before() -> Iterator[None]:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


class Stage:
    """A supervisor of children of the test, which a script stops from inside its own loop."""

    def __init__(self, folder: Path, **commands: list[str]) -> None:
        self.said: list[str] = []
        self.children = [
            Child(name, command, folder / f"{name}.log") for name, command in commands.items()
        ]
        self.supervisor = Supervisor(self.children, dict(os.environ), self.hear)
        self.on_news: Callable[[str], None] = lambda _text: None

    def hear(self, text: str) -> None:
        self.said.append(text)
        self.on_news(text)

    def run(
        self,
        announce: Callable[[], None],
        ready: Callable[[], bool] = lambda: True,
        prepare: Callable[[], None] = lambda: None,
        complete: Callable[[], bool] = lambda: True,
    ) -> None:
        self.supervisor.run(prepare, ready, announce, complete)

    def stop(self) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    def pids(self) -> list[int]:
        return [child.process.pid for child in self.children if child.process]


def test_all_run_until_the_signal_and_none_afterwards(tmp_path):
    stage = Stage(tmp_path, web=SLEEP, worker=SLEEP)
    alive: list[bool] = []

    def announce() -> None:
        alive.extend(child.is_alive for child in stage.children)
        stage.stop()

    stage.run(announce)

    assert alive == [True, True]
    assert [child.is_alive for child in stage.children] == [False, False]
    assert stage.said == ["Stopping… (Ctrl-C again: at once)"]


def test_the_others_start_once_the_first_is_ready(tmp_path):
    stage = Stage(tmp_path, web=SLEEP, worker=SLEEP)
    started_before_ready: list[int] = []

    def ready() -> bool:
        started_before_ready.append(len(stage.pids()))
        return len(started_before_ready) == 3

    stage.run(stage.stop, ready)

    assert started_before_ready == [1, 1, 1]
    assert len(stage.pids()) == 2


def test_it_is_announced_once_all_are_complete(tmp_path):
    stage = Stage(tmp_path, web=SLEEP, worker=SLEEP)
    started_before_complete: list[int] = []

    def complete() -> bool:
        started_before_complete.append(len(stage.pids()))
        return len(started_before_complete) == 3

    def announce() -> None:
        assert len(started_before_complete) == 3
        stage.stop()

    stage.run(announce, complete=complete)

    assert started_before_complete == [2, 2, 2]


def test_nothing_is_announced_to_who_stops_it_before(tmp_path):
    stage = Stage(tmp_path, web=SLEEP)

    def complete() -> bool:
        stage.stop()
        return False

    stage.run(lambda: pytest.fail("announced"), complete=complete)

    assert not stage.children[0].is_alive


def test_a_failed_preparation_stops_what_had_started(tmp_path):
    stage = Stage(tmp_path, web=SLEEP, worker=SLEEP)

    def prepare() -> None:
        assert stage.children[0].is_alive
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stage.run(lambda: None, prepare=prepare)

    assert [child.is_alive for child in stage.children] == [False, False]
    assert len(stage.pids()) == 1


def test_children_are_stopped_the_last_one_first(tmp_path):
    note = "import signal, sys, time; signal.signal(15, lambda *_: sys.exit(open({!r}, 'a').write({!r}) and 0)); print(flush=True); time.sleep(60)"  # noqa: E501
    trace = tmp_path / "trace"
    commands = {
        name: [sys.executable, "-c", note.format(str(trace), name)]
        for name in ("web", "worker", "beat")
    }
    stage = Stage(tmp_path, **commands)

    def announce() -> None:
        while not all(child.log.read_text() for child in stage.children):
            time.sleep(0.02)
        stage.stop()

    stage.run(announce)

    assert trace.read_text() == "beatworkerweb"


def test_a_killed_child_is_started_again(tmp_path):
    stage = Stage(tmp_path, web=SLEEP)
    first: list[int] = []

    def announce() -> None:
        first.extend(stage.pids())
        os.kill(first[0], signal.SIGKILL)

    stage.on_news = lambda text: stage.stop() if "starting it again" in text else None
    stage.run(announce)

    assert stage.said[0] == "web was killed by SIGKILL; starting it again (1 of 3)."
    assert stage.pids() != first


def test_a_child_that_cannot_live_ends_everything_with_its_last_words(tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor_module, "POLL_S", 0.02)
    dying = [sys.executable, "-c", "print('no such database'); raise SystemExit(3)"]
    stage = Stage(tmp_path, web=SLEEP, worker=dying)

    with pytest.raises(ChildFailedError, match="worker ended with code 3, 4 times") as failure:
        stage.run(lambda: None)

    assert str(failure.value).endswith("no such database")
    assert not stage.children[0].is_alive


def test_deaths_of_an_hour_ago_do_not_count(tmp_path):
    stage = Stage(tmp_path, web=SLEEP)
    stage.children[0].restarts = [time.monotonic() - 61] * 3

    stage.on_news = lambda text: stage.stop() if "starting it again" in text else None
    stage.run(lambda: os.kill(stage.pids()[0], signal.SIGKILL))

    assert stage.said[0].endswith("(1 of 3).")


def test_only_warnings_and_errors_of_a_child_are_repeated(tmp_path):
    talking = "print('INFO all is well'); print('WARNING disk nearly full'); print('ValueError: x')"
    stage = Stage(tmp_path, web=[sys.executable, "-c", f"{talking}; import time; time.sleep(60)"])

    stage.on_news = lambda text: stage.stop() if "ValueError" in text else None
    stage.run(lambda: None)

    assert stage.said[:2] == ["web: WARNING disk nearly full", "web: ValueError: x"]
    assert "INFO all is well" in stage.children[0].log.read_text()


def test_a_second_signal_does_not_wait_for_a_stubborn_child(tmp_path):
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True)"
    stage = Stage(tmp_path, web=[sys.executable, "-c", f"{deaf}; time.sleep(60)"])

    def announce() -> None:
        while not stage.children[0].log.read_text():
            time.sleep(0.02)
        stage.stop()

    stage.on_news = lambda text: stage.stop() if "Stopping" in text else None
    started = time.monotonic()
    stage.run(announce)

    assert time.monotonic() - started < supervisor_module.PATIENCE_S / 2
    assert not stage.children[0].is_alive


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help exists on Linux only")
def test_a_killed_supervisor_leaves_no_orphan(tmp_path):
    script = f"""
import os
from pathlib import Path
from pompey_ite.supervisor import Child, Supervisor
child = Child("web", {SLEEP!r}, Path({str(tmp_path)!r}) / "web.log")
Supervisor([child], dict(os.environ), print).run(
    lambda: None, lambda: True, lambda: print(child.process.pid, flush=True)
)
"""
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    with parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()

    gone, alive = psutil.wait_procs([child], timeout=3)

    assert (gone, alive) == ([child], [])


@pytest.mark.parametrize(
    ("code", "words"), [(0, "ended with code 0"), (-9, "was killed by SIGKILL")]
)
def test_endings_are_told_in_words(code, words):
    assert describe_end(code) == words
