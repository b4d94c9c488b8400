"""The database refuses to change the journal; whoever gets round that is found out."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from pompey_ite.invariants import violations
from pompey_ite.journal import protection, sealing
from pompey_ite.journal.models import Act, Entry, Purge, Seal, SealedEntry
from pompey_ite.journal.noting import note
from pompey_ite.journal.purging import KEPT_AT_LEAST, over_entries, purge_entries
from pompey_ite.journal.sealing import seal_entries
from pompey_ite.journal.verifying import chain, faults

pytestmark = pytest.mark.django_db


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def sealed():
    """Two seals of two entries each."""
    for _seal in range(2):
        note(Act.EXPORTED, page="actions:export")
        note(Act.BACKED_UP, rows=3)
        seal_entries()
    return list(Seal.objects.order_by("number"))


@pytest.fixture
def unprotected():
    """As if somebody with every right on the database had dropped the triggers."""
    protection.remove(connection)
    yield
    protection.install(connection)


REFUSED = (
    "UPDATE journal_entry SET act = 'signed_in'",
    "DELETE FROM journal_entry",
    "UPDATE journal_seal SET count = 1",
    "DELETE FROM journal_seal",
    "UPDATE journal_sealedentry SET seal_id = 1",
    "DELETE FROM journal_sealedentry",
)


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses_to_change_or_delete(sealed, statement):
    with pytest.raises(DatabaseError, match="append-only"):
        sql(statement)

    assert list(faults()) == []


def test_the_orm_and_the_admin_get_no_further(sealed):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.update(act=Act.ERASED)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.latest("pk").save()


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_replacing_a_row_is_refused_too_on_sqlite(sealed):
    columns = "id, at, who, who_number, object_kind, object_number, request_number, facts, act"
    row = f"SELECT {columns.removesuffix('act')} 'erased'"
    with pytest.raises(DatabaseError, match="append-only"):
        sql(f"INSERT OR REPLACE INTO journal_entry ({columns}) {row} FROM journal_entry LIMIT 1")


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_truncating_is_refused_too_on_postgresql(sealed):
    connection.check_constraints()  # what is still to be checked would refuse it, too
    with pytest.raises(DatabaseError, match="append-only"):
        sql("TRUNCATE journal_entry CASCADE")


def test_a_sound_chain_says_since_when_and_its_head(sealed):
    state = chain()

    assert (state.entries, state.seals, state.faults) == (4, 2, [])
    assert state.head == sealed[-1].hash
    assert sealed[1].previous == sealed[0].hash
    assert state.since == Entry.objects.earliest("at").at


ALTERATIONS = {
    "an act is another": "UPDATE journal_entry SET act = 'signed_in' WHERE act = 'backed_up'",
    "somebody else did it": "UPDATE journal_entry SET who_number = 7",
    "a fact is another": "UPDATE journal_entry SET facts = '{\"rows\": 4}' WHERE act = 'backed_up'",
    "the hash of the entries is made to fit": "UPDATE journal_seal SET content = 'aaaa'",
    "a seal is another": "UPDATE journal_seal SET hash = 'bbbb' WHERE number = 1",
}


@pytest.mark.parametrize("statement", ALTERATIONS.values(), ids=ALTERATIONS.keys())
def test_without_triggers_an_alteration_is_found(sealed, unprotected, statement):
    """The control of the triggers: these very statements pass without them, and are seen."""
    sql(statement)

    assert list(faults()) != []
    assert [line for line in violations(now=timezone.now()) if line.startswith("journal:")] != []


def test_without_triggers_a_missing_entry_and_a_missing_seal_are_found(sealed, unprotected):
    with transaction.atomic():
        last = Entry.objects.latest("pk")
        SealedEntry.objects.filter(entry=last).delete()
        Entry.objects.filter(pk=last.pk).delete()
    assert list(faults()) == ["journal: the entries of seal 2 are not those that were sealed"]

    SealedEntry.objects.all().delete()
    Seal.objects.filter(number=1).delete()
    assert "one before is missing" in next(faults())


def test_a_chain_made_anew_does_not_hold_the_hash_that_was_noted(sealed, unprotected):
    noted = sealed[-1].hash
    out = StringIO()
    call_command("journal", "--noted", noted, stdout=out)
    assert noted in out.getvalue()

    SealedEntry.objects.all().delete()
    Seal.objects.all().delete()
    Entry.objects.update(who_number=7)
    seal_entries()

    assert list(faults()) == []  # it is whole: only the note tells it from the first one
    with pytest.raises(CommandError, match=r"noted|notée"):
        call_command("journal", "--noted", noted)


def test_a_second_seal_of_the_same_number_is_given_up(sealed, monkeypatch):
    """Two ticks at once read the same last seal; the second one is refused, and nothing is lost."""
    note(Act.BACKED_UP, rows=1)
    monkeypatch.setattr(sealing, "_last_seal", lambda: sealed[0])

    assert seal_entries() == 0
    assert Entry.objects.unsealed().count() == 1

    monkeypatch.undo()
    assert seal_entries() == 1
    assert list(faults()) == []


def test_large_arrears_are_sealed_in_several_seals(monkeypatch):
    monkeypatch.setattr(sealing, "MOST_AT_ONCE", 2)
    for number in range(5):
        note(Act.BACKED_UP, rows=number)

    assert seal_entries() == 5
    assert list(Seal.objects.order_by("number").values_list("count", flat=True)) == [2, 2, 1]
    assert list(faults()) == []


class TestPurge:
    """Whole batches go after their time; the chain holds, and says that they went."""

    @pytest.fixture
    def old(self):
        with time_machine.travel(timezone.now() - timedelta(days=400)):
            note(Act.EXPORTED, page="actions:export")
            note(Act.BACKED_UP, rows=3)
            seal_entries()
        note(Act.BACKED_UP, rows=4)
        seal_entries()

    def test_what_is_over_goes_and_the_rest_stays(self, old):
        now = timezone.now()

        assert over_entries(now) == 2
        assert purge_entries(now=now) == 2
        assert purge_entries(now=now) == 0

        seal_entries()
        assert [entry.act for entry in Entry.objects.order_by("pk")] == [
            Act.BACKED_UP,
            Act.JOURNAL_PURGED,
        ]
        assert Seal.objects.count() == 3
        assert list(faults()) == []

    def test_a_clock_that_plays_another_day_deletes_nothing(self, sealed):
        assert purge_entries(now=timezone.now() + timedelta(days=999)) == 0

    def test_a_setting_that_is_too_short_is_not_followed(self, settings):
        settings.JOURNAL_DAYS = 1
        with time_machine.travel(timezone.now() - timedelta(days=100)):
            note(Act.BACKED_UP, rows=3)
            seal_entries()

        assert over_entries(timezone.now()) == 0

    def test_the_seals_never_go(self, old):
        purge_entries(now=timezone.now())

        for table in ("journal_seal", "journal_purge"):
            with pytest.raises(DatabaseError, match="append-only"):
                sql(f"DELETE FROM {table}")  # noqa: S608

    def test_a_purge_before_its_time_opens_the_way_but_is_found(self, sealed):
        Purge.objects.create(last_seal=sealed[0], purged_at=timezone.now())

        assert timedelta(0) < KEPT_AT_LEAST
        assert list(faults()) != []
        assert "before its time" in next(faults())

    def test_only_what_was_purged_may_go(self, old):
        purge_entries(now=timezone.now())

        with pytest.raises(DatabaseError, match="append-only"):
            sql("DELETE FROM journal_entry")
