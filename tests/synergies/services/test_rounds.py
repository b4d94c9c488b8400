from datetime import timedelta

import pytest
from django.utils import timezone

from companies.models import PersonalLink
from synergies.models import Party, Round
from synergies.services.rounds import (
    RoundRefused,
    close_early,
    link_purpose,
    open_round,
    parties_text,
    round_of_purpose,
)
from tests.factories import (
    BallotFactory,
    CompanyFactory,
    ContactFactory,
    InitiativeFactory,
    PartyFactory,
    RoundFactory,
    SynergyFactory,
)

pytestmark = pytest.mark.django_db


def open_one(**values):
    now = timezone.now()
    facts = {
        "initiative": InitiativeFactory(),
        "title": "Spring",
        "opens_at": now,
        "closes_at": now + timedelta(days=10),
        "now": now,
    }
    return open_round(**{**facts, **values})


def test_opening_freezes_the_open_synergies_with_their_parties():
    synergy = SynergyFactory(number=70_007, title="Share pallets", area="equipment")
    PartyFactory(synergy=synergy, company__name="Aciérie", position=1)
    PartyFactory(synergy=synergy, company__name="Bois", position=2)
    SynergyFactory(closed=True)
    SynergyFactory(merged_into=synergy)

    round_ = open_one()
    synergy.title = "Another title"
    synergy.save()

    rows = round_.options.values_list("number", "title", "area", "parties_text")
    assert list(rows) == [(70_007, "Share pallets", "equipment", "Aciérie, Bois")]


def test_opening_gives_each_active_company_one_ballot_with_what_names_it():
    party = PartyFactory()
    PartyFactory(company=party.company)
    other = CompanyFactory()
    CompanyFactory(left=True)

    round_ = open_one()

    counts = dict(round_.ballots.values_list("company", "concerned_count"))
    assert counts[party.company.pk] == 2
    assert counts[other.pk] == 0
    assert len(counts) == 2


def test_opening_gives_each_active_contact_a_link_until_two_weeks_after_the_close():
    SynergyFactory()
    contact = ContactFactory()
    ContactFactory(company=contact.company, inactive=True)
    ContactFactory(company__left=True)

    round_ = open_one()

    link = PersonalLink.objects.get()
    assert link.contact == contact
    assert link.purpose == link_purpose(round_)
    assert link.expires_at == round_.closes_at + timedelta(days=14)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (CompanyFactory, "There is no open synergy to ask about."),
        (SynergyFactory, "There is no company to ask."),
    ],
)
def test_a_round_about_nothing_or_for_nobody_is_refused(make, reason, english):
    make()

    with pytest.raises(RoundRefused, match=f"^{reason}$"):
        open_one()

    assert not Round.objects.exists()


def test_a_title_is_used_once():
    PartyFactory()
    open_one()

    with pytest.raises(RoundRefused):
        open_one()


def test_opening_takes_the_same_number_of_queries_for_one_and_three_companies(
    django_assert_num_queries,
):
    initiative = InitiativeFactory()
    for count in (1, 3):
        for _one in range(count):
            ContactFactory(company=PartyFactory().company)
        with django_assert_num_queries(18):
            open_one(initiative=initiative, title=f"Round {count}")


def test_parties_of_a_substitution_are_shown_with_their_direction():
    synergy = SynergyFactory()
    PartyFactory(synergy=synergy, company__name="B", role=Party.Role.RECEIVER, position=1)
    PartyFactory(synergy=synergy, company__name="A", role=Party.Role.PROVIDER, position=2)

    assert parties_text(synergy) == "A → B"


def test_the_purpose_of_a_link_leads_back_to_its_round():
    assert round_of_purpose(link_purpose(Round(pk=12))) == 12
    assert round_of_purpose("report:12") is None
    assert round_of_purpose("round:") is None


def test_closing_early_closes_now_and_keeps_the_reason_in_the_history():
    round_ = RoundFactory()
    BallotFactory(round=round_)
    now = timezone.now()

    closed = close_early(round_=round_, reason=" Everybody has voted ", now=now)

    assert closed.state_at(now) == Round.State.CLOSED
    assert closed.closes_at == now
    assert closed.change_reason == "Everybody has voted"
    assert round_.history.count() == 2


def test_closing_early_needs_a_reason():
    with pytest.raises(RoundRefused):
        close_early(round_=RoundFactory(), reason="  ", now=timezone.now())


@pytest.mark.parametrize("state", ["planned", "closed", "cancelled"])
def test_only_an_open_round_closes_early(state):
    round_ = RoundFactory(**{state: True})

    with pytest.raises(RoundRefused):
        close_early(round_=round_, reason="because", now=timezone.now())
