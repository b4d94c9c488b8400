"""From a counted round to a programme."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from actions.models import Action, Programme
from actions.services.programme import ProgrammeRefused, create_programme_from_round
from synergies.models import Answer, Area, Round
from tests.factories.actions import ActionFactory, MilestoneFactory
from tests.factories.companies import UserFactory
from tests.factories.synergies import (
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

    with pytest.raises(ProgrammeRefused):
        create_programme_from_round(round_=counted, now=NOW)
    assert Programme.objects.count() == 1


def test_round_that_is_not_counted_gives_none():
    with pytest.raises(ProgrammeRefused):
        create_programme_from_round(round_=RoundFactory(closed=True), now=NOW)
    assert Programme.objects.count() == 0


def test_button_makes_the_programme_and_leads_to_it(counted, client):
    client.force_login(UserFactory(staff=True))

    response = client.post(reverse("actions:create_from_round", args=[counted.pk]))

    assert response["Location"] == Programme.objects.get().get_absolute_url()


@pytest.mark.parametrize("count", [1, 3])
def test_programme_page_costs_a_constant_number_of_queries(
    client, count, django_assert_num_queries
):
    client.force_login(UserFactory(staff=True))
    for action in ActionFactory.create_batch(count, late=True):
        MilestoneFactory.create_batch(2, action=action)

    with django_assert_num_queries(6):
        response = client.get(reverse("actions:programme"))

    assert (len(response.context["actions"]), response.context["late_count"]) == (count, count)


@pytest.mark.parametrize("count", [1, 3])
def test_action_sheet_costs_a_constant_number_of_queries(client, count, django_assert_num_queries):
    client.force_login(UserFactory(staff=True))
    action = ActionFactory()
    MilestoneFactory.create_batch(count, action=action)

    with django_assert_num_queries(12):
        response = client.get(action.get_absolute_url())

    assert len(response.context["action"].milestones.all()) == count


def test_action_without_due_date_is_never_late(client):
    client.force_login(UserFactory(staff=True))
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
