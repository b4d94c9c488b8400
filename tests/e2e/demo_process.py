"""`python3 manage.py demo` as a child process: web server, worker and beat, all real."""

import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
READY_IN_S = 120
STOPPED_IN_S = 30
TICK_S = 2  # nobody waits long for a mail
QUIET_TICK_S = 10  # where nobody waits for one: each tick takes the processor from the browsers


@dataclass
class RunningDemo:
    """Where the demo answers, and what it printed when it was ready."""

    url: str
    process: subprocess.Popen[str]
    data_dir: Path
    printed: list[str] = field(default_factory=list)

    @property
    def login(self) -> tuple[str, str]:
        found = re.search(r"login (\S+)\s+password (\S+)", "\n".join(self.printed))
        assert found, self.printed
        return found[1], found[2]

    @property
    def ballot_links(self) -> list[str]:
        return re.findall(r"\S+/vote/\S+", "\n".join(self.printed))


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fill(data_dir: Path, shared: Path) -> None:
    """Make `data_dir` the folder of a demo that has just been filled.

    One demo fills a folder below `shared`, once for all processes of the run, which wait for it:
    that takes a minute of processor time. All others begin with a copy.
    """
    filled = shared / "filled-demo"
    with (shared / "filled-demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not filled.is_dir():
            filling = shared / "filling-demo"
            filling.mkdir(exist_ok=True)
            with running_demo(filling) as demo:
                assert demo.ballot_links
            filling.rename(filled)
    shutil.copytree(filled, data_dir, dirs_exist_ok=True)


@contextmanager
def running_demo(data_dir: Path, *, tick_s: int = TICK_S) -> Iterator[RunningDemo]:
    """Start the demo in this data folder, wait until it says it is ready, end it by Ctrl-C."""
    port = free_port()
    environment = {
        **{k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}},
        "PORT": str(port),
        "POMPEY_DATA_DIR": str(data_dir),
        "TICK_INTERVAL_S": str(tick_s),
        "MAIL_QUIET_HOURS": "0",  # tests run at night and on Sundays too
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
    demo = RunningDemo(f"http://127.0.0.1:{port}", process, data_dir)
    try:
        _read_until_ready(demo)
        yield demo
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=STOPPED_IN_S)
    assert process.returncode == 0


def _read_until_ready(demo: RunningDemo) -> None:
    assert demo.process.stdout is not None
    for line in demo.process.stdout:
        demo.printed.append(line.rstrip())
        if "Ctrl-C" in line:
            return
    raise AssertionError("the demo ended before it was ready:\n" + "\n".join(demo.printed))
