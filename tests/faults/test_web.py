"""The web server's process is killed while people vote: its word is kept, it is replaced."""

import os
import signal
import time
from pathlib import Path
from subprocess import Popen

import pytest

from pompey_ite.bench.load.phone import Phone
from tests.faults.site import Site, wait_until
from tests.faults.voters import Room, open_round

pytestmark = pytest.mark.fault

SEED = 20264
COMPANIES = 4
ANSWERS = 15  # told as saved before each kill, and after it
UNATTENDED_S = 10
BACK_S = 30  # starting takes a busy machine several seconds


def start(site: Site) -> Popen[bytes]:
    """Start the web server as the demo does; return the process that looks after the others."""
    site.start_web()
    return site.processes[-1]


def workers(server: Popen[bytes]) -> set[int]:
    """Return the processes that answer."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
    return set(map(int, children.read_text().split()))


def kill_worker(server: Popen[bytes]) -> set[int]:
    """Kill what answers as the system does when memory is short; return its number."""
    killed = workers(server)
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    return killed


def votes_go_on(room: Room) -> float:
    """Wait until enough answers more were told as saved; return how long the first one took."""
    began, told = time.monotonic(), room.told_count
    wait_until(lambda: room.told_count > told, "voting goes on")
    first_s = time.monotonic() - began
    wait_until(lambda: room.told_count >= told + ANSWERS, "voting goes on")
    return first_s


@pytest.mark.parametrize("kills", [3, pytest.param(12, marks=pytest.mark.long)])
def test_what_a_killed_web_process_told_is_kept_once_and_voting_goes_on(site, kills):
    """F30. Nobody starts anything by hand; who got no answer looks again and sees what is saved."""
    server = start(site)
    room = open_round(site, companies=COMPANIES)
    killed: set[int] = set()
    back_s = 0.0

    with room.voting(SEED):
        for _kill in range(kills):
            votes_go_on(room)
            killed |= kill_worker(server)
            back_s = max(back_s, votes_go_on(room))

    room.report(f"web process killed {len(killed)} times, back after {back_s:.1f} s at most")
    assert len(killed) == kills
    assert server.poll() is None
    assert set(room.statuses) == {0, 200}  # 0: the connection broke
    assert room.untrue_words() == []
    assert room.unasked_answers() == 0
    assert back_s < BACK_S
    site.check_invariants()


def test_without_its_keeper_a_killed_web_process_is_not_replaced(site):
    """The control of F30: the process that looks after it stands still."""
    server = start(site)
    phone = Phone(site.web_port, patience_s=UNATTENDED_S)
    assert phone.get("/health/live").status == 200

    server.send_signal(signal.SIGSTOP)
    kill_worker(server)
    reply = phone.get("/health/live")
    server.send_signal(signal.SIGCONT)

    print(f"control, nobody looks after it: {reply.status}")  # noqa: T201 – the figures of the run
    assert reply.status == 0
    wait_until(lambda: phone.get("/health/live").status == 200, "the site answers again")
