"""Moves, blocking points, contacts, splits, groups, legal lines: what the database keeps."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from companies.models import Resource
from synergies.models import Area, BlockingPoint, ContactEntry, Party, StatusChange, Synergy
from synergies.services.blocking import BlockingRefused, lines_of, note_blocking
from synergies.services.contact_log import complete_contact, log_contact, undo_contact
from synergies.services.ladder import Wish
from synergies.services.legal import checklists, checklists_of, tick_line
from synergies.services.moves import MoveRefused, move_synergy, unfinished
from synergies.services.pooling import PoolingRefused, Share, join_group, leave_group, write_shares
from synergies.services.splits import Part, SplitRefused, split_synergy, undo_split
from tests.factories import (
    CompanyFactory,
    ContactEntryFactory,
    PartyFactory,
    ResourceFactory,
    StatusChangeFactory,
    SynergyFactory,
    UserFactory,
    WasteCodeFactory,
)

pytestmark = pytest.mark.django_db
Status = Synergy.Status
TODAY = date(2018, 5, 3)


def wish(synergy, after, **said):
    step = {"next_step": "Call", "next_due_on": TODAY, "today": TODAY}
    return Wish(before=synergy.status, after=after, **{**step, **said})


def move(synergy, after, users=(), **said):
    said.setdefault("user_count", len(users))
    return move_synergy(
        synergy=synergy,
        wish=wish(synergy, after, **said),
        user=UserFactory(),
        users=users,
        now=timezone.now(),
    )


# -- Moves ----------------------------------------------------------------------------------------


def test_a_move_is_written_on_the_synergy_and_in_its_history():
    synergy = SynergyFactory()

    change = move(synergy, Status.STUDY)

    synergy.refresh_from_db()
    assert (synergy.status, synergy.next_step, synergy.next_due_on) == ("study", "Call", TODAY)
    assert synergy.owner == change.changed_by
    assert str(change.before) == "idea"


def test_a_pooled_service_counts_with_two_companies_that_take_part():
    synergy = PartyFactory().synergy
    users = [synergy.parties.get().company, CompanyFactory(initiative=synergy.initiative)]
    said = {"proof": "service", "evidence": "booking list", "happened_on": TODAY}

    with pytest.raises(MoveRefused):
        move(synergy, Status.OPERATIONAL, users=users, **said)
    PartyFactory(synergy=synergy, company=users[1])
    change = move(synergy, Status.OPERATIONAL, users=users, **said)

    synergy.refresh_from_db()
    assert synergy.operational_since == TODAY
    assert set(change.users.all()) == set(users)


def test_what_leaves_operational_keeps_its_proof_in_the_history():
    synergy = SynergyFactory(status=Status.AGREED)
    move(synergy, Status.OPERATIONAL, proof="exchange", evidence="slip 12", happened_on=TODAY)
    synergy.refresh_from_db()

    move(synergy, Status.PARKED, reason="press broken")

    synergy.refresh_from_db()
    assert (synergy.status, synergy.evidence, synergy.operational_since) == ("parked", "", None)
    assert [change.evidence for change in synergy.status_changes.for_timeline()] == ["", "slip 12"]


def test_closing_needs_no_next_step_and_empties_it():
    synergy = SynergyFactory(next_step="Call", next_due_on=TODAY)

    move(synergy, Status.CLOSED, reason="plant closed", next_step="", next_due_on=None)

    synergy.refresh_from_db()
    assert (synergy.next_step, synergy.next_due_on) == ("", None)


@pytest.mark.parametrize(
    "lack",
    [{"proof": ""}, {"evidence": ""}, {"happened_on": None}, {"proof": "service", "user_count": 1}],
)
def test_the_database_refuses_operational_without_proof(lack):
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusChangeFactory(operational=True, **lack)


def test_a_merged_synergy_is_not_moved():
    synergy = SynergyFactory(merged_into=SynergyFactory())

    with pytest.raises(MoveRefused):
        move(synergy, Status.STUDY)


def test_what_nobody_has_written_is_said_until_it_is():
    synergy = SynergyFactory()
    complete = {"next_step": "Call", "next_due_on": TODAY, "last_contact_on": TODAY}

    assert len(unfinished(synergy)) == 4
    assert unfinished(SynergyFactory(owner=UserFactory(), **complete)) == []
    assert unfinished(SynergyFactory(closed=True)) == []
    assert list(Synergy.objects.to_complete()) == [synergy]


# -- Blocking points ------------------------------------------------------------------------------


def note(synergy, state, sentence, day):
    return note_blocking(
        synergy=synergy,
        topic=BlockingPoint.Topic.LEGAL,
        state=state,
        sentence=sentence,
        user=UserFactory(),
        today=day,
    )


def test_since_starts_anew_only_with_the_state():
    synergy = SynergyFactory()
    later = TODAY + timedelta(days=9)

    note(synergy, "open", "no permit", TODAY)
    reworded = note(synergy, "open", "permit asked", later)
    assert reworded.since == TODAY
    assert list(Synergy.objects.blocked()) == [synergy]

    solved = note(synergy, "solved", "permit given", later)
    assert solved.since == later
    assert list(Synergy.objects.blocked()) == []
    assert len(lines_of(synergy)) == 6


def test_an_open_point_says_what_blocks():
    with pytest.raises(BlockingRefused):
        note(SynergyFactory(), "open", " ", TODAY)


# -- The contact log ------------------------------------------------------------------------------


def tap(synergy, day, user, kind="call"):
    return log_contact(
        initiative=synergy.initiative, kind=kind, day=day, user=user, synergies=[synergy]
    )


def last_contact(synergy):
    synergy.refresh_from_db()
    return synergy.last_contact_on


def test_taps_are_undone_in_any_order_and_the_last_contact_follows():
    synergy, user = SynergyFactory(last_contact_on=date(2018, 1, 5)), UserFactory()
    first = tap(synergy, date(2018, 1, 10), user)
    second = tap(synergy, date(2018, 1, 12), user)
    assert last_contact(synergy) == date(2018, 1, 12)

    undo_contact(entry=first, now=timezone.now())
    assert last_contact(synergy) == date(2018, 1, 12)
    undo_contact(entry=second, now=timezone.now())
    assert last_contact(synergy) == date(2018, 1, 5)


def test_a_double_tap_leaves_one_line():
    synergy, user = SynergyFactory(), UserFactory()

    assert tap(synergy, TODAY, user) == tap(synergy, TODAY, user)
    assert tap(synergy, TODAY, user, kind="visit") != tap(synergy, TODAY, UserFactory())
    assert ContactEntry.objects.count() == 3


def test_completing_a_line_moves_the_contact_to_other_synergies():
    before, after = SynergyFactory(), SynergyFactory()
    entry = tap(before, TODAY, UserFactory())

    complete_contact(
        entry=entry, day=TODAY, text="ok", company=None, contact=None, synergies=[after]
    )

    assert (last_contact(before), last_contact(after)) == (None, TODAY)


# -- Splits ---------------------------------------------------------------------------------------


def two_parts(synergy):
    first, second = synergy.parties.order_by("pk")
    return [Part("Small press", [first.pk]), Part("Large press", [second.pk])]


def split(synergy, parts):
    return split_synergy(
        synergy=synergy, parts=parts, reason="two presses", user=UserFactory(), now=timezone.now()
    )


@pytest.fixture
def pair():
    synergy = SynergyFactory(number=7, status=Status.STUDY)
    for _side in range(2):
        company = CompanyFactory(initiative=synergy.initiative)
        PartyFactory(synergy=synergy, company=company, resources=[ResourceFactory(company=company)])
    return synergy


def test_a_split_distributes_the_parties_with_their_resources(pair):
    made = split(pair, two_parts(pair))

    parts = list(made.parts.order_by("number"))
    pair.refresh_from_db()
    assert [(part.number, part.title, part.status) for part in parts] == [
        (8, "Small press", "study"),
        (9, "Large press", "study"),
    ]
    assert [part.parties.get().resources.count() for part in parts] == [1, 1]
    assert pair.status == Status.CLOSED


def test_undoing_a_split_brings_the_synergy_back_and_deletes_untouched_parts(pair):
    made = split(pair, two_parts(pair))

    left = undo_split(split=made, user=UserFactory(), now=timezone.now())

    pair.refresh_from_db()
    assert left == []
    assert (pair.status, pair.status_reason) == ("study", "")
    assert Synergy.objects.count() == 1
    with pytest.raises(SplitRefused):
        undo_split(split=made, user=UserFactory(), now=timezone.now())


def test_undoing_a_split_closes_a_part_somebody_has_worked_on(pair):
    made = split(pair, two_parts(pair))
    worked = made.parts.get(number=8)
    note(worked, "open", "no permit", TODAY)

    left = undo_split(split=made, user=UserFactory(), now=timezone.now())

    assert [(part.number, part.status) for part in left] == [(8, "closed")]


def test_a_split_leaves_no_company_behind(pair):
    first = pair.parties.first()

    with pytest.raises(SplitRefused):
        split(pair, [Part("A", [first.pk]), Part("B", [first.pk])])


# -- Groups ---------------------------------------------------------------------------------------


def percents(synergy, *values):
    parties = synergy.parties.present().order_by("pk")
    return {
        party.pk: Share(percent=Decimal(value))
        for party, value in zip(parties, values, strict=True)
    }


def test_percentages_sum_to_a_hundred(pair):
    lead = pair.parties.first().pk

    with pytest.raises(PoolingRefused):
        write_shares(synergy=pair, lead=lead, shares=percents(pair, "60", "39.99"))
    write_shares(synergy=pair, lead=lead, shares=percents(pair, "60", "40"))

    rows = pair.parties.order_by("pk").values_list("share_percent", "role")
    assert list(rows) == [(60, "lead"), (40, "member")]


def test_leaving_keeps_the_share_and_empties_those_of_the_others(pair):
    write_shares(synergy=pair, lead=None, shares=percents(pair, "60", "40"))
    first, second = pair.parties.order_by("pk")

    leave_group(party=first, day=TODAY, reason="moved away")

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.share_percent, first.left_on) == (60, TODAY)
    assert second.share_percent is None
    assert list(pair.parties.present()) == [second]


def test_who_comes_back_is_the_same_party_with_a_history(pair):
    party = pair.parties.first()
    leave_group(party=party, day=TODAY, reason="moved away")

    again = join_group(synergy=pair, company=party.company, day=TODAY + timedelta(days=30))

    assert again == party
    assert party.history.filter(left_on=TODAY).exists()
    with pytest.raises(PoolingRefused):
        join_group(synergy=pair, company=party.company, day=TODAY)


def test_the_database_knows_one_lead(pair):
    with pytest.raises(IntegrityError), transaction.atomic():
        pair.parties.update(role=Party.Role.LEAD)


# -- Legal lines ----------------------------------------------------------------------------------


def asked(synergy):
    synergy = Synergy.objects.for_detail().get(pk=synergy.pk)
    return {
        one.checklist.code: [line.code for line, _ in one.pairs] for one in checklists_of(synergy)
    }


def with_resources(synergy, *resources):
    for resource in resources:
        PartyFactory(synergy=synergy, company=resource.company, resources=[resource])
    return synergy


def test_each_line_names_its_article_and_where_it_was_read():
    lines = [line for one in checklists() for line in one.lines]

    assert len({line.code for line in lines}) == len(lines)
    assert [line.code for line in lines if not (line.article and line.fr and line.en)] == []
    assert [line.code for line in lines if not line.link.startswith("http")] == []


def test_a_synergy_calls_for_the_checklists_of_its_resources():
    waste = ResourceFactory(waste_code=WasteCodeFactory())
    hazard = ResourceFactory(hazardous=True)
    needs = [ResourceFactory(need=True, family=Resource.Family.ENERGY) for _ in range(2)]

    assert asked(SynergyFactory()) == {}
    assert list(asked(SynergyFactory(area=Area.SKILLS))) == ["loan"]
    assert "waste-slip" not in asked(with_resources(SynergyFactory(), waste))["waste"]
    assert "waste-slip" in asked(with_resources(SynergyFactory(), hazard))["waste"]
    assert list(asked(with_resources(SynergyFactory(), *needs))) == ["purchase"]


def test_a_tick_is_set_once_and_taken_away():
    synergy, user = SynergyFactory(), UserFactory()

    def tick(is_done, line="waste-permit"):
        now = timezone.now()
        return tick_line(synergy=synergy, line=line, is_done=is_done, user=user, now=now)

    assert [tick(True), tick(True), tick(False), tick(False)] == [True, False, True, False]
    with pytest.raises(LookupError):
        tick(True, line="invented")


def test_a_line_of_the_log_undone_is_not_listed():
    entry = ContactEntryFactory()
    undo_contact(entry=entry, now=timezone.now())

    assert list(ContactEntry.objects.for_list()) == []
    assert StatusChange.objects.count() == 0
