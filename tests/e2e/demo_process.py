"""`python3 manage.py demo` as a child process: web server, worker and beat, all real."""

import os
import re
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


@contextmanager
def running_demo(data_dir: Path) -> Iterator[RunningDemo]:
    """Start the demo in an empty data folder, wait until it says it is ready, end it by Ctrl-C."""
    port = free_port()
    environment = {
        **{k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}},
        "PORT": str(port),
        "POMPEY_DATA_DIR": str(data_dir),
        "TICK_INTERVAL_S": "2",
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
