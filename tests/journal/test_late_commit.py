"""On PostgreSQL a transaction may end after later numbers were sealed: its entry is not lost."""

import pytest
from django.db import connection

from pompey_ite.journal.models import Act, Entry, Seal, SealedEntry
from pompey_ite.journal.noting import note
from pompey_ite.journal.sealing import seal_entries
from pompey_ite.journal.verifying import faults
from tests.overlap import overlap

pytestmark = [
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def late():
    """An entry whose transaction is still open while a later one is written and sealed."""
    kept = []

    def others_go_on():
        note(Act.BACKED_UP, rows=2)
        seal_entries()

    overlap(lambda: kept.append(note(Act.BACKED_UP, rows=1)), others_go_on)
    return kept[0]


def test_it_goes_into_the_next_seal(late):
    assert seal_entries() == 1

    members = SealedEntry.objects.order_by("seal_id").values_list("seal_id", "entry_id")
    assert list(members) == [(1, late.pk + 1), (2, late.pk)]
    assert list(faults()) == []


def test_a_seal_by_last_number_would_have_lost_it(late):
    """The control: who asks for what is above the last sealed number never meets it."""
    last = Seal.objects.latest("number").last_entry

    assert late.pk < last
    assert not Entry.objects.filter(pk__gt=last).exists()
    assert connection.vendor == "postgresql"


def test_two_ticks_at_once_write_one_seal():
    note(Act.BACKED_UP, rows=1)

    overlap(seal_entries, seal_entries)

    assert SealedEntry.objects.count() == Entry.objects.count() == 1
    assert Seal.objects.count() == 1
    assert list(faults()) == []
