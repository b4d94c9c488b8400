"""Two clocks at once, on PostgreSQL: the constraint keeps one row, and without it there are two."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from actions.models import Reminder
from actions.services.reminders.approval import let_go
from actions.services.reminders.planning import plan
from pompey_ite.outbox.models import Mail
from tests.actions.reminders.conftest import NOW
from tests.overlap import overlap

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time"
    ),
]
INDEX = "reminder_one_pending"


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
