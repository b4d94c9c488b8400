"""A worker lives on when a process of it is killed, has no memory left, or meets the unknown."""

import os
import resource
import signal
import time
from contextlib import suppress

import pytest

from tests.faults.heavy_tasks import FOLDER
from tests.faults.site import Site, wait_until

pytestmark = [pytest.mark.fault, pytest.mark.once]

TASKS = 20
KILLS = 4
MOST_BYTES = 4 * 2**30
WITH_HEAVY = ("--include", "tests.faults.heavy_tasks")


def publish(site: Site, *calls: str) -> None:
    """Put tasks in the broker; each call is a line of Python."""
    lines = ["from tests.faults.heavy_tasks import *", "from actions.tasks import tick", *calls]
    site.manage("shell", "-v", "0", script="\n".join(lines))


def done(site: Site) -> set[str]:
    return {path.name for path in (site.folder / FOLDER).glob("[0-9]*")}


def kill_at_work(site: Site, count: int) -> int:
    """Kill the processes of the pool, each in the middle of a task; return how many."""
    killed: set[str] = set()
    ends_at = time.monotonic() + 60
    while len(killed) < count and time.monotonic() < ends_at:
        for busy in (site.folder / FOLDER).glob("busy-*"):
            if busy.name not in killed and len(killed) < count:
                with suppress(ProcessLookupError):
                    os.kill(int(busy.name.removeprefix("busy-")), signal.SIGKILL)
                killed.add(busy.name)
                time.sleep(0.5)
        time.sleep(0.02)
    return len(killed)


@pytest.mark.parametrize("kills", [KILLS, pytest.param(25, marks=pytest.mark.long)])
def test_tasks_of_killed_processes_are_done_by_others(site, kills):
    """F2. Each task is done, though the processes that had them were killed one after the other."""
    publish(site, *[f"note.delay({number})" for number in range(TASKS * max(1, kills // KILLS))])
    site.start_worker(*WITH_HEAVY)

    killed = kill_at_work(site, kills)

    wanted = TASKS * max(1, kills // KILLS)
    wait_until(lambda: len(done(site)) == wanted, "every task is done")
    print(f"{killed} processes killed: {len(done(site))} of {wanted} tasks done")  # noqa: T201


def test_without_giving_tasks_back_those_of_killed_processes_are_lost(site):
    """The control of F2: a task whose process was killed counts as done."""
    site.variables["DJANGO_SETTINGS_MODULE"] = "tests.faults.unprotected.no_reject"
    publish(site, *[f"note.delay({number})" for number in range(TASKS)], "note.delay(999)")
    site.start_worker(*WITH_HEAVY)

    killed = kill_at_work(site, KILLS)

    wait_until(lambda: "999" in done(site), "the last one is done")
    time.sleep(1)
    print(f"control, {killed} killed: {len(done(site))} of {TASKS + 1} tasks done")  # noqa: T201
    assert len(done(site)) < TASKS + 1


def test_a_task_that_eats_all_memory_fails_alone(site, sink):
    """F25. Of 4 GB, a task asks for 8: it fails, the others and the mails go on."""
    site.queue_mails(20)
    publish(site, "eat.delay()", *[f"note.delay({number})" for number in range(6)])
    worker = site.start_worker(*WITH_HEAVY)
    resource.prlimit(worker.pid, resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    site.start_beat()

    wait_until(lambda: len(done(site)) == 6, "the other tasks are done")
    wait_until(lambda: site.statuses() == {"sent": 20}, "every mail is sent")
    wait_until(lambda: "MemoryError" in site.log_of("worker"), "the log says what happened")
    assert sink.duplicates == 0
    assert worker.poll() is None
    site.check_invariants()


def test_memory_errors_let_through_stop_the_worker(site):
    """The control of F25: the framework raises the error again where the worker takes its tasks."""
    site.variables["DJANGO_SETTINGS_MODULE"] = "tests.faults.unprotected.strict_tasks"
    publish(site, "eat.delay()")
    worker = site.start_worker(*WITH_HEAVY)
    resource.prlimit(worker.pid, resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))

    wait_until(lambda: "Process got: " in site.log_of("worker"), "the worker has met it")
    publish(site, *[f"note.delay({number})" for number in range(6)])
    time.sleep(8)
    print("control, memory errors let through: done", done(site))  # noqa: T201
    assert len(done(site)) < 6


def test_a_task_that_is_killed_each_time_keeps_nobody_from_work(site, sink):
    """F25. As the system kills what takes too much: it is tried again, and the others get on."""
    site.queue_mails(20)
    publish(site, "be_killed.delay()", *[f"note.delay({number})" for number in range(6)])
    worker = site.start_worker(*WITH_HEAVY)
    site.start_beat()

    wait_until(lambda: len(done(site)) == 6, "the other tasks are done")
    wait_until(lambda: site.statuses() == {"sent": 20}, "every mail is sent")
    kills = len((site.folder / FOLDER / "kills").read_text())
    print(f"killed {kills} times meanwhile; duplicates {sink.duplicates}")  # noqa: T201
    assert kills >= 1
    assert sink.duplicates == 0
    assert worker.poll() is None
    site.check_invariants()


def test_messages_of_another_version_are_understood_or_left_out(site, sink):
    """F28. An argument or a task of a newer version stops nothing: each mail leaves, once."""
    site.queue_mails(20)
    publish(
        site,
        "tick.app.send_task(tick.name, kwargs={'of_a_newer_version': 1})",
        "note.app.send_task(note.name, [1], {'loudly': True})",
        "tick.app.send_task('actions.tasks.of_a_newer_version')",
    )
    worker = site.start_worker(*WITH_HEAVY)  # no beat: the message is the only tick

    wait_until(lambda: site.statuses() == {"sent": 20}, "every mail is sent")
    wait_until(lambda: done(site) == {"1"}, "the task is done")
    assert sink.duplicates == 0
    assert worker.poll() is None
    site.check_invariants()


def test_tasks_that_know_their_arguments_too_well_lose_messages(site):
    """The control of F28: the framework's own tasks."""
    site.variables["DJANGO_SETTINGS_MODULE"] = "tests.faults.unprotected.strict_tasks"
    publish(site, "note.app.send_task(note.name, [1], {'loudly': True})", "note.delay(2)")
    site.start_worker(*WITH_HEAVY)

    wait_until(lambda: "2" in done(site), "the next task is done")
    time.sleep(1)
    print("control, strict tasks: done", done(site))  # noqa: T201
    assert done(site) == {"2"}
