"""From a counted round to a programme."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from actions.models import Action, Programme
from actions.services.programme import (
    ProgrammeExists,
    ProgrammeRefused,
    create_programme_from_round,
    difference_of,
    programme_selection,
)
from synergies.models import Answer, Area, CommitteeDecision, Round, TallyLine
from tests.factories.actions import ActionFactory, MilestoneFactory
from tests.factories.companies import UserFactory
from tests.factories.synergies import (
    CommitteeDecisionFactory,
    RoundFactory,
    RoundOptionFactory,
    TallyFactory,
    TallyLineFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2018, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def counted():
    """A counted round with two retained options in skills, one in equipment, one left out."""
    tally = TallyFactory(round=RoundFactory(closed=True))
    areas = [Area.SKILLS, Area.EQUIPMENT, Area.SKILLS, Area.RESOURCES]
    for number, area in enumerate(areas, start=1):
        option = RoundOptionFactory(round=tally.round, number=number, area=area)
        is_retained = area != Area.RESOURCES
        TallyLineFactory(
            tally=tally,
            option=option,
            band="solid" if is_retained else "outside",
            retained_rank=number if is_retained else None,
        )
        VoteFactory(ballot__round=tally.round, option=option, answer=Answer.YES)
        VoteFactory(ballot__round=tally.round, option=option, answer=Answer.PRIORITY)
        VoteFactory(ballot__round=tally.round, option=option, answer=Answer.NO)
    return tally.round


def test_each_retained_synergy_becomes_an_action_of_its_area(counted):
    programme = create_programme_from_round(round_=counted, now=NOW)

    actions = Action.objects.of(programme).order_by("area__code", "position")
    assert [(a.code, [s.number for s in a.synergies.all()]) for a in actions] == [
        ("A1", [counted.options.get(number=2).synergy.number]),
        ("C1", [counted.options.get(number=1).synergy.number]),
        ("C2", [counted.options.get(number=3).synergy.number]),
    ]
    assert [area.code for area in programme.areas.order_by("code")] == ["A", "B", "C"]
    assert (programme.starts_on.isoformat(), programme.ends_on.isoformat()) == (
        "2018-06-01",
        "2021-06-01",
    )


def test_interested_companies_become_partners(counted):
    create_programme_from_round(round_=counted, now=NOW)

    option = counted.options.get(number=2)
    interested = {vote.ballot.company for vote in option.votes.exclude(answer=Answer.NO)}
    assert set(Action.objects.get(code="A1").partners.all()) == interested
    assert len(interested) == 2


def test_round_gives_one_programme_only(counted):
    create_programme_from_round(round_=counted, now=NOW)

    with pytest.raises(ProgrammeExists) as refusal:
        create_programme_from_round(round_=counted, now=NOW)
    assert refusal.value.programme == Programme.objects.get()
    assert Action.objects.count() == 3


def test_round_that_is_not_counted_gives_none():
    with pytest.raises(ProgrammeRefused):
        create_programme_from_round(round_=RoundFactory(closed=True), now=NOW)
    assert Programme.objects.count() == 0


def test_button_makes_the_programme_and_leads_to_it(counted, client):
    client.force_login(UserFactory(superuser=True))

    response = client.post(reverse("actions:create_from_round", args=[counted.pk]))

    assert response["Location"] == Programme.objects.get().get_absolute_url()


def decide(round_, number, kind=CommitteeDecision.Kind.ADD, **facts):
    option = round_.options.get(number=number)
    return CommitteeDecisionFactory(tally=round_.tallies.get(), option=option, kind=kind, **facts)


def set_aside(round_, number):
    return decide(round_, number, CommitteeDecision.Kind.SET_ASIDE)


def test_the_committee_has_the_last_word(counted):
    set_aside(counted, 1)
    decide(counted, 4)

    programme = create_programme_from_round(round_=counted, now=NOW)

    actions = Action.objects.of(programme).order_by("area__code", "position")
    assert [(a.code, a.synergies.get().options.get().number) for a in actions] == [
        ("A1", 2),
        ("B1", 4),
        ("C1", 3),
    ]
    assert Action.objects.get(code="B1").partners.count() == 2


def test_a_withdrawn_decision_counts_no_more(counted):
    decide(
        counted,
        4,
        withdrawn_at=NOW,
        withdrawn_by=UserFactory(),
        withdrawal_reason="entered by mistake",
    )

    assert len(programme_selection(round_=counted).lines) == 3


def test_a_sheet_says_what_it_is_and_where_it_comes_from(counted):
    TallyLine.objects.update(yes_count=1, priority_count=1)
    counted.options.filter(number=2).update(
        comment="A crane nobody uses on Fridays.", parties_text="Bois → Zinc"
    )
    decide(
        counted, 4, committee="Comité de pilotage", decided_on=NOW.date(), reason="Half is paid."
    )

    with translation.override("en"):
        create_programme_from_round(round_=counted, now=NOW)

    assert Action.objects.get(code="A1").description == (
        "A crane nobody uses on Fridays.\n\nWho with whom: Bois → Zinc\n\n"
        f"Retained by the vote “{counted.title}”: 2 companies want it."
    )
    assert Action.objects.get(code="B1").description == (
        "Added by “Comité de pilotage” on 1 June 2018, beside the vote (2 companies want it): "
        "Half is paid."
    )


def test_what_is_decided_later_changes_no_sheet_and_is_told(counted):
    programme = create_programme_from_round(round_=counted, now=NOW)
    before = list(Action.objects.order_by("pk").values())
    ActionFactory(area=programme.areas.get(code="B"))  # written by hand
    assert not difference_of(programme, programme_selection(round_=counted))

    set_aside(counted, 2)
    decide(counted, 4)

    found = difference_of(programme, programme_selection(round_=counted))
    assert [line.option.number for line in found.missing] == [4]
    assert [action.code for action in found.extra] == ["A1"]
    assert list(Action.objects.filter(synergies__isnull=False).order_by("pk").values()) == before


def test_nothing_retained_makes_no_programme():
    round_ = TallyFactory(round=RoundFactory(closed=True)).round

    with pytest.raises(ProgrammeRefused):
        create_programme_from_round(round_=round_, now=NOW)
    assert not Programme.objects.exists()


def test_the_page_says_how_many_sheets_each_area_gets_and_makes_none(counted, client):
    client.force_login(UserFactory(superuser=True))

    response = client.get(reverse("actions:create_from_round", args=[counted.pk]))

    assert [len(area["lines"]) for area in response.context["areas"]] == [1, 0, 2]
    assert not Programme.objects.exists()


def test_pressing_the_button_twice_leads_to_the_same_programme(counted, client):
    client.force_login(UserFactory(superuser=True))
    address = reverse("actions:create_from_round", args=[counted.pk])

    first, second = client.post(address), client.post(address)

    assert first["Location"] == second["Location"] == Programme.objects.get().get_absolute_url()
    assert Action.objects.count() == 3


def test_once_made_the_page_says_what_differs(counted, client):
    client.force_login(UserFactory(superuser=True))
    address = reverse("actions:create_from_round", args=[counted.pk])
    client.post(address)
    assert not client.get(address).context["difference"]

    set_aside(counted, 2)

    response = client.get(address)
    assert response.context["difference"].extra == [Action.objects.get(code="A1")]
    assert b'<form method="post">' not in response.content


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_before_the_programme_costs_a_constant_number_of_queries(
    client, count, django_assert_num_queries
):
    client.force_login(UserFactory(superuser=True))
    tally = TallyFactory(round=RoundFactory(closed=True))
    TallyLineFactory.create_batch(count, tally=tally, retained_rank=1)
    address = reverse("actions:create_from_round", args=[tally.round_id])

    with django_assert_num_queries(7):  # session, user, round, tally, lines, decisions, initiative
        response = client.get(address)
    assert len(response.context["selection"].lines) == count

    client.post(address)
    with django_assert_num_queries(9):  # and actions with their synergies
        client.get(address)


@pytest.mark.parametrize("count", [1, 3])
def test_programme_page_costs_a_constant_number_of_queries(
    client, count, django_assert_num_queries
):
    client.force_login(UserFactory(superuser=True))
    for action in ActionFactory.create_batch(count, late=True):
        MilestoneFactory.create_batch(2, action=action)

    with django_assert_num_queries(8):
        response = client.get(reverse("actions:programme"))

    assert (len(response.context["actions"]), response.context["late_count"]) == (count, count)


@pytest.mark.parametrize("count", [1, 3])
def test_action_sheet_costs_a_constant_number_of_queries(client, count, django_assert_num_queries):
    client.force_login(UserFactory(superuser=True))
    action = ActionFactory()
    MilestoneFactory.create_batch(count, action=action)

    with django_assert_num_queries(14):
        response = client.get(action.get_absolute_url())

    assert len(response.context["action"].milestones.all()) == count


def test_action_without_due_date_is_never_late(client):
    client.force_login(UserFactory(superuser=True))
    ActionFactory(due_on=None)

    response = client.get(reverse("actions:programme"))

    assert response.context["late_count"] == 0


def test_a_finished_action_has_no_late_milestone_in_the_list():
    MilestoneFactory(action=ActionFactory(done=True), due_on=NOW.date())

    rows = Action.objects.for_list(NOW.date() + timedelta(days=1))

    assert [vars(row)["milestone_late_count"] for row in rows] == [0]


def test_a_long_title_of_a_round_is_cut_to_fit(counted):
    Round.objects.update(title="x" * 150)
    counted.refresh_from_db()

    programme = create_programme_from_round(round_=counted, now=NOW)

    programme.full_clean(exclude=["round"])
    assert len(programme.title) == 150


def test_the_history_of_a_sheet_begins_with_the_round_it_comes_from(counted):
    with translation.override("en"):
        create_programme_from_round(round_=counted, now=NOW)

    first = [action.history.get() for action in Action.objects.all()]
    assert {(row.history_type, row.history_change_reason) for row in first} == {
        ("+", f"From the round “{counted.title}”")
    }
