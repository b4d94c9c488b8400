"""Two clocks at once, on PostgreSQL: the constraint keeps one row, and without it there are two."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from actions.models import Reminder
from actions.services.reminders.approval import let_go
from actions.services.reminders.planning import plan
from pompey_ite.outbox.models import Mail
from tests.actions.reminders.conftest import NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time"
    ),
]
INDEX = "reminder_one_pending"
PATIENCE_S = 20.0


@contextmanager
def without_constraint() -> Iterator[None]:
    """Take the protection away, and put it back when the rows it forbids are gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [INDEX])
        (definition,) = cursor.fetchone()
        cursor.execute(f"DROP INDEX {INDEX}")
    try:
        yield
    finally:
        Reminder.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(definition)


def in_thread(work) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def waits_or_is_done(thread: threading.Thread) -> None:
    """Return once the thread waits for a lock of ours, or has finished."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"  # noqa: E501
    end = time.monotonic() + PATIENCE_S
    while thread.is_alive() and time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(query)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)


def overlap(first, second) -> None:
    """Run `second` in a thread while the transaction of `first` is not committed."""
    with transaction.atomic():
        first()
        thread = in_thread(second)
        waits_or_is_done(thread)
    thread.join(PATIENCE_S)


def test_two_ticks_at_once_plan_one_row(contact, synergy):
    initiative = contact.company.initiative

    def tick() -> None:
        plan(initiative=initiative, now=NOW)

    overlap(tick, tick)

    assert Reminder.objects.count() == 1


def test_without_the_constraint_they_plan_two(contact, synergy):
    initiative = contact.company.initiative

    def tick() -> None:
        plan(initiative=initiative, now=NOW)

    with without_constraint():
        overlap(tick, tick)
        found = Reminder.objects.count()

    assert found == 2


def test_two_presses_at_once_queue_one_mail(contact, synergy):
    initiative = contact.company.initiative
    plan(initiative=initiative, now=NOW)
    pks = list(Reminder.objects.values_list("pk", flat=True))

    def press() -> None:
        let_go(initiative=initiative, kind="synergy", pks=pks, by=None, now=NOW)

    overlap(press, press)

    assert Mail.objects.count() == 1
    assert Reminder.objects.get().status == Reminder.Status.APPROVED
