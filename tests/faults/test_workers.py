"""Workers killed, clocks doubled, the broker lost: no mail is missed, none is doubled unseen.

Each test ends with its figures in the report of pytest (`-rP`, or `-s`).
"""

import signal
import threading

import pytest

from tests import environment
from tests.faults.site import Site, kill, wait_until
from tests.faults.smtp_sink import Sink

pytestmark = pytest.mark.fault

MAILS = 500
KILLED_AT = [60, 200, 340]
needs_a_server = pytest.mark.skipif(  # before a site is made, which takes 20 s
    not environment.ON_SERVICES, reason="the embedded broker is a folder: no server to stop"
)


def all_sent(site: Site) -> bool:
    return site.statuses() == {"sent": MAILS}


def taken_and_not_marked(site: Site, sink: Sink) -> int:
    """Return for how many mails the kill fell between the server's 250 and our commit."""
    rows = site.rows("SELECT message_id FROM outbox_mail WHERE status = 'sending'")
    return len({message_id for (message_id,) in rows} & set(sink.by_message_id()))


def report(title: str, site: Site, sink: Sink) -> None:
    distinct = len(sink.by_message_id())
    print(  # noqa: T201 – the figures of the run
        f"{title}: wanted {MAILS}, distinct {distinct}, lost {MAILS - distinct},"
        f" duplicates {sink.duplicates}, {site.statuses()}"
    )


def kill_at(sink: Sink, counts: list[int], *, before_taken: bool) -> list[threading.Event]:
    """Return an event for each count: set while the server holds the conversation of that mail."""
    events = [threading.Event() for _count in counts]

    def hold(count: int) -> None:
        if count in counts:
            events[counts.index(count)].set()
            threading.Event().wait(1.5)  # the worker is killed while it waits for the answer

    if before_taken:
        sink.manners.on_recipient = hold
    else:
        sink.manners.on_taken = hold
    return events


@pytest.mark.parametrize("before_taken", [True, False], ids=["before", "after"])
def test_a_worker_killed_in_the_middle_loses_nothing(site, sink, before_taken):
    """At most one duplicate for each mail that the server had and the database did not know of."""
    site.queue_mails(MAILS)
    events = kill_at(sink, KILLED_AT, before_taken=before_taken)
    site.start_beat()
    in_between = 0
    for event in events:
        worker = site.start_worker()
        assert event.wait(60), site.log_of("worker")
        kill(worker)
        in_between += taken_and_not_marked(site, sink)
    site.start_worker()

    wait_until(lambda: all_sent(site), "every mail is sent")

    moment = "before" if before_taken else "after"
    report(f"killed {moment} the server took it, {in_between} in between", site, sink)
    assert len(sink.by_message_id()) == MAILS
    assert sink.duplicates <= in_between
    assert before_taken or in_between >= len(KILLED_AT)
    site.check_invariants()


def test_without_a_lease_that_ends_a_killed_worker_takes_its_mail_with_it(site, sink):
    """The control: the same kill with a lease longer than the test."""
    site.variables["MAIL_LEASE_S"] = "3600"
    site.queue_mails(MAILS)
    (event,) = kill_at(sink, [60], before_taken=True)
    site.start_beat()
    worker = site.start_worker()
    assert event.wait(60), site.log_of("worker")
    kill(worker)
    site.start_worker()

    wait_until(lambda: site.statuses().get("sent") == MAILS - 1, "all others are sent")

    report("lease that never ends", site, sink)
    assert site.statuses() == {"sent": MAILS - 1, "sending": 1}
    assert len(sink.by_message_id()) == MAILS - 1


def test_two_clocks_and_four_workers_send_each_mail_once(site, sink):
    site.queue_mails(MAILS)
    for _clock in range(2):
        site.start_beat()
    for _worker in range(4):
        site.start_worker()

    wait_until(lambda: all_sent(site), "every mail is sent")

    report("two clocks, four workers", site, sink)
    assert len(sink.taken) == MAILS
    assert sink.duplicates == 0
    site.check_invariants()


@needs_a_server
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_a_broker_that_forgets_everything_delays_and_loses_nothing(site, sink, how):
    sink.manners.delay_s = 0.01
    site.queue_mails(MAILS)
    site.start_beat()
    site.start_worker()
    wait_until(lambda: len(sink.taken) > MAILS // 5, "sending has begun")

    site.stop_redis(how)
    threading.Event().wait(2)
    site.start_redis()

    wait_until(lambda: all_sent(site), "every mail is sent")
    report(f"broker {how.name}", site, sink)
    assert len(sink.by_message_id()) == MAILS
    assert sink.duplicates == 0
    site.check_invariants()


@needs_a_server
def test_the_broker_of_these_tests_does_forget(site):
    """The control: a task that waits in the broker is gone after a restart."""
    site.manage("shell", "-v", "0", script="from actions.tasks import tick; tick.delay()")
    assert site.redis_cli("llen", "celery") == "1"

    site.stop_redis(signal.SIGKILL)
    site.start_redis()

    assert site.redis_cli("llen", "celery") == "0"
