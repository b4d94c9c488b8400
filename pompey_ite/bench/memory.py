"""`manage.py bench memory`: what an installation at rest holds, to know how many fit."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from pompey_ite.bench.load.server import WORKERS, environment, free_port
from pompey_ite.management.commands.demo import children
from pompey_ite.supervisor import Child

PROC = Path("/proc")
SETTLED_S = 20  # all are up, and the clock has ticked
STOPPED_IN_S = 20
KB_PER_MB = 1024


def bench_memory(*, size: int, say: Callable[[str], None]) -> Iterator[tuple[str, str]]:
    """Yield (process, MB) of the web server, the worker and the beat of an installation at rest.

    MB: what is a process's own, and its part of what it shares with others (PSS). `size` changes
    nothing here. Raises CommandError where there is no /proc.
    """
    if not PROC.joinpath("self", "smaps_rollup").exists():
        raise CommandError("Only Linux says how much memory a process holds.")
    running = children(free_port(), settings.DATA_DIR)
    try:
        for child in running:
            child.start(environment())
        say("letting them settle")
        time.sleep(SETTLED_S)
        held = {child.name: sum(map(_pss_kb, _tree(child))) / KB_PER_MB for child in running}
    finally:
        for child in running:
            _stop(child)
    for name, megabytes in held.items():
        what = f"{name}, {WORKERS} processes" if name == "web" else name
        yield f"  {what}", f"{megabytes:.0f} MB"
    yield "one installation at rest", f"{sum(held.values()):.0f} MB"


def _tree(child: Child) -> list[int]:
    """Return a child and all below it; each is the leader of a session of its own."""
    leader = child.process.pid if child.process else 0
    return [int(path.name) for path in PROC.glob("[0-9]*") if _session_of(path) == leader]


def _session_of(path: Path) -> int:
    with suppress(OSError):  # it has ended meanwhile
        return int(path.joinpath("stat").read_text().rpartition(")")[2].split()[3])
    return -1


def _pss_kb(pid: int) -> int:
    with suppress(OSError):
        lines = PROC.joinpath(str(pid), "smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return 0


def _stop(child: Child) -> None:
    child.signal(signal.SIGTERM)
    if child.process:
        child.process.wait(timeout=STOPPED_IN_S)
