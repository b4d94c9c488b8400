"""PostgreSQL keeps people waiting: a page says so within its limit, and all is as it was after."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
import pytest

from tests.faults.site import Site
from tests.faults.voters import Room, history_of, open_round

pytestmark = [pytest.mark.fault, pytest.mark.once]

PATIENCE_S = 2  # of a page for a lock; twice as much for a statement
STATEMENT_S = 2 * PATIENCE_S
HELD_UP_S = 15
BUSY_S = 10  # what a busy machine adds
NOT_RECORDED = "peut ne pas avoir été enregistré"

SLOW_TO_WRITE = f"""
CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_sleep({HELD_UP_S}); RETURN NEW; END $$;
CREATE TRIGGER slow BEFORE INSERT ON synergies_votechange
FOR EACH ROW EXECUTE FUNCTION slow();
"""
QUICK_AGAIN = "DROP FUNCTION slow CASCADE"
LOCK_BALLOTS = "SELECT id FROM synergies_ballot FOR UPDATE"
LOCK_PROPOSALS = "LOCK TABLE synergies_roundoption IN ACCESS EXCLUSIVE MODE"


@contextmanager
def locked(site: Site, sql: str = LOCK_BALLOTS) -> Iterator[None]:
    """Hold what a statement locks, as a transaction does that somebody forgot."""
    connection = psycopg2.connect(site.database_url)
    try:
        connection.cursor().execute(sql)
        yield
    finally:
        connection.close()


@contextmanager
def slow(site: Site) -> Iterator[None]:
    """Let each line of the history take longer to write than a page waits."""
    with psycopg2.connect(site.database_url) as connection:
        connection.cursor().execute(SLOW_TO_WRITE)
    connection.close()
    yield
    with psycopg2.connect(site.database_url) as connection:
        connection.cursor().execute(QUICK_AGAIN)
    connection.close()


def room_of_two(site: Site, patience_s: int) -> Room:
    """Start a site whose pages wait so long; return two companies that may vote."""
    site.variables["WEB_PATIENCE_S"] = str(patience_s)
    site.start_web()
    room = open_round(site, companies=2)
    for voter in room.voters:
        voter.enter()
    return room


@pytest.mark.parametrize(("held_up", "limit_s"), [(locked, PATIENCE_S), (slow, STATEMENT_S)])
def test_an_answer_that_the_database_holds_up_is_left_and_said_to(pg_site, held_up, limit_s):
    """F29. Nothing of it is written; the same answer is saved once the database is itself again."""
    room = room_of_two(pg_site, PATIENCE_S)
    voter = room.voters[0]
    number = voter.options[0]

    with held_up(pg_site):
        reply = voter.answer(number, "yes")
        waited_s = voter.slowest_s
        written = history_of(pg_site)

    assert voter.answer(number, "yes").status == 200
    room.report(f"{held_up.__name__}: left after {waited_s:.1f} s, limit {limit_s} s")
    assert (reply.status, written) == (503, {})
    assert NOT_RECORDED in reply.body
    assert limit_s <= waited_s < limit_s + BUSY_S
    assert history_of(pg_site) == {(voter.ballot, number): ["yes"]}
    pg_site.check_invariants()


def test_a_page_that_waits_for_a_locked_table_says_so(pg_site):
    """F29. Reading too: nobody looks at an empty window for ever."""
    voter = room_of_two(pg_site, PATIENCE_S).voters[0]
    path = f"/ballot/{voter.round}/list/"

    with locked(pg_site, LOCK_PROPOSALS):
        reply = voter.phone.get(path)

    assert reply.status == 503
    assert NOT_RECORDED in reply.body
    assert voter.phone.get(path).status == 200


def test_commands_wait_as_long_as_it_takes(pg_site):
    """F29. What migrates, restores or counts is not cut by the patience of pages."""
    pg_site.variables["WEB_PATIENCE_S"] = str(PATIENCE_S)
    ask = "from django.db import connection; c = connection.cursor()\n"
    limits = [
        pg_site.manage(
            "shell", "-v", "0", script=f"{ask}c.execute('SHOW {name}'); print(*c.fetchone())"
        ).strip()
        for name in ("lock_timeout", "statement_timeout")
    ]

    assert limits == ["0", "0"]


@pytest.mark.parametrize("held_up", [locked, slow])
def test_without_a_limit_an_answer_waits_as_long_as_the_database_likes(pg_site, held_up):
    """The control of F29: pages that wait without end."""
    room = room_of_two(pg_site, 0)
    voter = room.voters[0]
    voter.phone.patience_s = STATEMENT_S + 3

    with held_up(pg_site):
        reply = voter.answer(voter.options[0], "yes")

    room.report(f"control, no limit, {held_up.__name__}")
    assert reply.status == 0
