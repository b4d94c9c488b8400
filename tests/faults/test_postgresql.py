"""PostgreSQL stops while people vote: nobody is told something untrue, nobody repairs anything."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.site import wait_until
from tests.faults.voters import open_round

pytestmark = [pytest.mark.fault, pytest.mark.once]

SEED = 20261
UNPROTECTED = "tests.faults.unprotected"
REQUESTS, THREADS = 200, 8
COMPANIES = 8
NOT_RECORDED = "peut ne pas avoir été enregistré"


def statuses_after_a_restart(site, postgresql) -> Counter[int]:
    """Return how requests were answered whose connections a restart of the database has broken."""
    room = open_round(site, companies=1)
    voter = room.voters[0]
    voter.enter()
    path = f"/ballot/{voter.round}/list/"

    def ask(_request: int) -> int:
        return voter.phone.get(path).status

    with ThreadPoolExecutor(THREADS) as pool:
        assert set(pool.map(ask, range(THREADS * 4))) == {200}  # each thread has its connection
        postgresql.stop()
        postgresql.start()
        return Counter(pool.map(ask, range(REQUESTS)))


def test_after_a_restart_of_the_database_nobody_sees_an_error(pg_site, postgresql):
    """F5. Connections that were idle when the server stopped are replaced before they are used."""
    pg_site.start_web()

    statuses = statuses_after_a_restart(pg_site, postgresql)

    print(f"restart, idle connections: {dict(statuses)}")  # noqa: T201 – the figures of the run
    assert statuses == {200: REQUESTS}
    pg_site.check_invariants()


def test_without_a_look_at_the_connection_there_are_errors(pg_site, postgresql):
    """The control of F5: CONN_HEALTH_CHECKS off."""
    pg_site.variables["DJANGO_SETTINGS_MODULE"] = f"{UNPROTECTED}.no_health_checks"
    pg_site.start_web()

    statuses = statuses_after_a_restart(pg_site, postgresql)

    print(f"control, restart: {dict(statuses)}")  # noqa: T201
    assert statuses[503] > 0
    assert set(statuses) == {200, 503}


@pytest.mark.parametrize("stops", [1, pytest.param(6, marks=pytest.mark.long)])
def test_while_the_database_stops_each_voter_is_told_the_truth(pg_site, postgresql, stops):
    """F6. What is told as saved is in the history; every other answer says what to do.

    Nothing is in the history that was neither told nor left open, and voting goes on by itself.
    """
    pg_site.start_web()
    room = open_round(pg_site, companies=COMPANIES)

    with room.voting(SEED):
        for _stop in range(stops):
            wait_for_more(room)
            postgresql.stop()
            time.sleep(2)
            postgresql.start()
            wait_for_more(room)

    room.report(f"PostgreSQL stopped {stops} times during votes")
    assert room.untrue_words() == []
    assert room.unasked_answers() == 0
    assert set(room.statuses) == {200, 503}
    assert all(NOT_RECORDED in reply.body for reply in room.replies)
    pg_site.check_invariants()


def test_without_our_page_voters_are_not_told_what_became_of_their_answer(pg_site, postgresql):
    """The control of F6: the framework's own page of errors."""
    pg_site.variables["DJANGO_SETTINGS_MODULE"] = f"{UNPROTECTED}.plain_errors"
    pg_site.start_web()
    room = open_round(pg_site, companies=2)

    with room.voting(SEED):
        wait_for_more(room)
        postgresql.stop()
        wait_until(lambda: len(room.replies) > 2, "some answers fail")
        postgresql.start()

    room.report("control, the framework's page")
    assert room.statuses[500] > 0
    assert not any(NOT_RECORDED in reply.body for reply in room.replies)


def wait_for_more(room, count: int = 20) -> None:
    """Wait until so many answers more were told as saved."""
    wanted = room.told_count + count
    wait_until(lambda: room.told_count >= wanted, "voting goes on")
