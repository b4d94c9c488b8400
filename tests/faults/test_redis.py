"""Redis goes, or never was: people vote, mails leave, the health page says what is wrong."""

import json
import signal
import time

import pytest

from pompey_ite.bench.load.phone import Phone
from tests.faults.site import Site, wait_until
from tests.faults.voters import Room, open_round

pytestmark = [pytest.mark.fault, pytest.mark.once]

MAILS = 60
TASKS = 200
SEED = 20263
DOWN_S = 4


@pytest.fixture
def redis_site(site: Site) -> Site:
    """A site with a Redis of its own, which the test may stop."""
    if not site.on_services:
        pytest.skip("on SQLite the broker is a folder: no server to stop")
    return site


def ready(site: Site) -> tuple[int, dict]:
    """Return what the health page answers, and says."""
    reply = Phone(site.web_port).get("/health/ready")
    return reply.status, json.loads(reply.body)


def votes_while(room: Room, wanted: int = 15) -> None:
    """Wait until so many answers more are told as saved."""
    told = room.told_count
    wait_until(lambda: room.told_count > told + wanted, "people vote")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
@pytest.mark.parametrize(
    "keeps", [False, pytest.param(True, marks=pytest.mark.long)], ids=["forgetful", "aof"]
)
def test_while_redis_is_away_people_vote_and_afterwards_every_mail_leaves(
    redis_site, sink, how, keeps
):
    """F3. No answer is refused, no mail lost or doubled; the worker is back within 30 seconds."""
    site = redis_site
    site.stop_redis(signal.SIGKILL)
    site.start_redis(keeps=keeps)
    site.manage(
        "shell",
        "-v",
        "0",
        script=f"from actions.tasks import tick\nfor _n in range({TASKS}): tick.delay()",
    )
    site.start_web()
    room = open_round(site, companies=3)
    with room.voting(SEED):
        site.start_beat()
        site.start_worker()
        wait_until(lambda: ready(site)[0] == 200, "everything is ready")
        site.stop_redis(how)
        votes_while(room)
        status, said = ready(site)
        assert (status, said["broker"], said["database"]) == (503, "down", "ok")
        time.sleep(DOWN_S)
        site.queue_mails(MAILS)
        votes_while(room)
        site.start_redis(keeps=keeps)
        back = time.monotonic()
        wait_until(lambda: site.statuses().get("sent") == MAILS, "every mail is sent")
        took = time.monotonic() - back

    room.report(f"Redis {how.name}, keeps {keeps}: mails left {took:.0f} s after it was back")
    assert took < 30
    assert set(room.statuses) == {200}
    assert room.untrue_words() == []
    assert len(sink.taken) == len(sink.by_message_id()) == MAILS
    site.check_invariants()


def test_a_redis_that_never_answers_stops_neither_votes_nor_mails(redis_site, sink):
    """F4. What the worker does, `manage.py tick` does by hand."""
    site = redis_site
    site.stop_redis(signal.SIGKILL)
    site.queue_mails(MAILS)
    site.start_web()
    room = open_round(site, companies=2)

    with room.voting(SEED):
        votes_while(room)
        site.manage("tick")

    room.report("no Redis at all")
    assert set(room.statuses) == {200}
    assert len(sink.by_message_id()) == MAILS
    assert ready(site)[1]["broker"] == "down"
    site.check_invariants()


def test_a_count_that_needs_redis_would_close_the_door_to_voters(redis_site):
    """The control of F3 and F4: slowing down that insists on being counted."""
    site = redis_site
    site.variables["DJANGO_SETTINGS_MODULE"] = "tests.faults.unprotected.redis_must_answer"
    site.start_web()
    phone = Phone(site.web_port)
    assert phone.get("/vote/not-a-link/").status == 404
    site.stop_redis(signal.SIGKILL)

    reply = phone.get("/vote/not-a-link/")

    print(f"control, Redis must answer: {reply.status}")  # noqa: T201 – the figures of the run
    assert reply.status == 500
