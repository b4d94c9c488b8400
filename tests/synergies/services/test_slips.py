"""Slips become synergies at once, once only, from all tables at the same time."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from companies.models import Company, Initiative
from synergies.models import Party, Slip, Synergy
from synergies.services import slips as service
from synergies.services.slips import SlipRefused, Words, record_slip, withdraw_slip
from synergies.services.tables import TablesRefused, close_tables, open_tables
from tests.factories import CompanyFactory, SynergyFactory, TableAccessFactory, WorkshopFactory
from tests.synergies.services.test_races import at_once

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef"


@pytest.fixture
def access():
    access = TableAccessFactory(table_number=4)
    CompanyFactory(initiative=access.workshop.initiative, name="Fonderie Grandjean SAS")
    CompanyFactory(initiative=access.workshop.initiative, name="Brasserie de l’Île")
    return access


def written(access, key=KEY, **words: Any) -> Slip:
    usual = {"offers": "fonderie grandjean", "wants": "Brasserie de l'Ile", "what": "palettes"}
    return record_slip(
        access=access, words=Words(**(usual | words)), client_key=key, now=timezone.now()
    )


def test_a_slip_is_a_synergy_of_the_workshop_under_the_next_number(access):
    SynergyFactory(initiative=access.workshop.initiative, number=299)

    slip = written(access, note="three a week")

    synergy = Synergy.objects.get(pk=slip.synergy_id)
    assert (synergy.number, synergy.title, synergy.comment) == (300, "palettes", "three a week")
    assert (synergy.origin, synergy.workshop, synergy.table_number) == (
        Synergy.Origin.WORKSHOP,
        access.workshop,
        4,
    )
    assert [(p.company.name, p.role) for p in synergy.parties.order_by("position")] == [
        ("Fonderie Grandjean SAS", Party.Role.PROVIDER),
        ("Brasserie de l’Île", Party.Role.RECEIVER),
    ]
    assert slip.concept


def test_together_makes_two_members(access):
    slip = written(access, kind=Synergy.Kind.POOLING)

    assert slip.synergy.kind == Synergy.Kind.POOLING
    assert {party.role for party in slip.synergy.parties.all()} == {Party.Role.MEMBER}


def test_the_same_key_twice_is_one_slip(access):
    first = written(access)
    second = written(access)

    assert first == second
    assert (Slip.objects.count(), Synergy.objects.count()) == (1, 1)


def test_the_key_of_another_workshop_is_refused(access):
    written(access)

    with pytest.raises(SlipRefused):
        written(TableAccessFactory(workshop=WorkshopFactory()))


def test_a_name_nobody_has_asks_whether_it_is_misspelt(access, english):
    with pytest.raises(SlipRefused, match="is it “Fonderie Grandjean SAS”"):
        written(access, offers="Fonderie Granjean")

    assert not Slip.objects.exists()


def test_a_company_met_today_is_added_to_be_completed(access, english):
    slip = written(access, wants="Scierie Neuve", adds_companies=True)

    assert slip.wants.name == "Scierie Neuve"
    assert slip.wants.notes == "Met at the workshop: its sheet is to be completed."
    assert slip.wants.joined_on is not None


def test_a_company_does_not_trade_with_itself(access):
    with pytest.raises(SlipRefused):
        written(access, wants="Fonderie Grandjean SAS")


def test_withdrawing_closes_the_synergy_and_deletes_nothing(access):
    slip = withdraw_slip(slip=written(access), reason=" typed twice ", now=timezone.now())

    synergy = Synergy.objects.get()
    assert (synergy.status, synergy.status_reason) == (Synergy.Status.CLOSED, "typed twice")
    assert slip.withdrawn_reason == "typed twice"


@pytest.mark.parametrize("reason", ["", "  "])
def test_withdrawing_needs_a_reason(access, reason):
    slip = written(access)

    with pytest.raises(SlipRefused):
        withdraw_slip(slip=slip, reason=reason, now=timezone.now())


def test_what_has_gone_on_since_is_not_withdrawn(access):
    slip = written(access)
    Synergy.objects.update(status=Synergy.Status.STUDY)

    with pytest.raises(SlipRefused):
        withdraw_slip(slip=slip, reason="typed twice", now=timezone.now())


def test_six_tables_and_the_companies_get_a_code_once():
    workshop, now = WorkshopFactory(), timezone.now()
    day = timezone.localdate()

    made = [open_tables(workshop=workshop, day=day, tables=6, now=now) for _ in range(2)]

    assert made == [7, 0]
    assert close_tables(workshop=workshop, now=now) == 7


@pytest.mark.parametrize(("days", "tables"), [(-1, 6), (0, 0), (0, 31)])
def test_a_day_that_is_over_and_odd_numbers_of_tables_are_refused(days, tables):
    day = timezone.localdate() + timedelta(days=days)

    with pytest.raises(TablesRefused):
        open_tables(workshop=WorkshopFactory(), day=day, tables=tables, now=timezone.now())


# -- 25 phones and 6 tables at once ---------------------------------------------------------------
SENDERS, EACH = 31, 3
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="races of slips need PostgreSQL (TEST_ON_SERVICES=1): SQLite has one writer",
)


def room_full_of_people() -> list[Any]:
    """Send EACH slips from SENDERS devices, each of them twice; return what went wrong."""
    workshop = WorkshopFactory()
    for name in ("Fonderie Grandjean SAS", "Brasserie de l’Île"):
        CompanyFactory(initiative=workshop.initiative, name=name)
    phones = TableAccessFactory(workshop=workshop, table_number=0)
    tables = TableAccessFactory.create_batch(6, workshop=workshop)
    accesses = tables + [phones] * (SENDERS - len(tables))

    def device(number, access):
        def send():
            wrong = []
            for turn in range(EACH):
                for _again in range(2):
                    try:
                        written(access, f"device-{number:04d}-slip-{turn:04d}")
                    except (IntegrityError, Synergy.DoesNotExist) as error:
                        wrong.append(error)
            return wrong

        return send

    told = at_once([device(number, access) for number, access in enumerate(accesses)])
    return [error for errors in told for error in errors]


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_25_phones_and_6_tables_lose_nothing_double_nothing_and_number_without_gaps():
    assert room_full_of_people() == []

    numbers = Counter(Synergy.objects.values_list("number", flat=True))
    assert sorted(numbers) == list(range(1, SENDERS * EACH + 1))
    assert set(numbers.values()) == {1}
    assert Slip.objects.count() == SENDERS * EACH
    assert Company.objects.count() == 2


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_same_room_finds_the_fault(monkeypatch):
    def unlocked(workshop):
        return Initiative.objects.get(pk=workshop.initiative_id)

    monkeypatch.setattr(service, "lock", unlocked)

    assert room_full_of_people() != []
