"""The figures of a monthly report."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from actions.models import Indicator
from actions.reports.figures import ReportFigures
from actions.services.figures import report_figures
from actions.services.indicators import indicator_progress
from synergies.models import Area
from tests.factories.actions import (
    ActionFactory,
    DecisionFactory,
    IndicatorFactory,
    MeasurementFactory,
    MilestoneFactory,
    ProgrammeAreaFactory,
    ProgrammeFactory,
    TargetFactory,
)
from tests.factories.synergies import SynergyFactory

pytestmark = pytest.mark.django_db

JUNE = date(2019, 6, 1)


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def action(programme):
    area = ProgrammeAreaFactory(programme=programme, kind=Area.RESOURCES)
    return ActionFactory(area=area, status="in_progress", due_on=date(2019, 12, 31))


def test_milestones_are_told_as_they_stood_at_the_end_of_the_month(programme, action):
    def milestone(title, due_on, done_on=None):
        MilestoneFactory(action=action, title=title, due_on=due_on, done_on=done_on)

    milestone("before", date(2019, 5, 3), date(2019, 5, 31))
    milestone("in june", date(2019, 6, 10), date(2019, 6, 14))
    milestone("reached later", date(2019, 6, 20), date(2019, 7, 2))
    milestone("late", date(2019, 6, 25))
    milestone("next", date(2019, 7, 15))
    milestone("far", date(2019, 9, 1))

    figures = report_figures(programme, JUNE)

    assert [(m.title, m.days_late) for m in figures.reached] == [("in june", 4)]
    assert [m.title for m in figures.late] == ["reached later", "late"]
    assert [(m.title, m.days_late) for m in figures.late][1] == ("late", 6)
    assert [m.title for m in figures.coming] == ["next"]
    assert (figures.milestones_done, figures.milestones_total) == (2, 6)


def test_milestones_of_an_abandoned_action_are_not_late(programme, action):
    abandoned = ActionFactory(area=action.area, abandoned=True)
    MilestoneFactory(action=abandoned, due_on=date(2019, 6, 1))

    assert report_figures(programme, JUNE).late == []


def test_what_was_due_on_the_last_day_is_late_when_the_month_is_over(programme, action):
    last_day = date(2019, 6, 30)
    MilestoneFactory(action=action, title="milestone", due_on=last_day)
    ActionFactory(area=action.area, due_on=last_day)
    ActionFactory(area=action.area, due_on=date(2019, 7, 1))

    figures = report_figures(programme, JUNE)

    assert [(m.title, m.days_late) for m in figures.late] == [("milestone", 1)]
    assert figures.actions_late == 1


@pytest.mark.parametrize(
    ("month", "last_day"),
    [(date(2019, 6, 1), date(2019, 7, 31)), (date(2020, 1, 1), date(2020, 2, 29))],
)
def test_next_month_is_the_whole_next_month_and_no_day_more(programme, action, month, last_day):
    MilestoneFactory(action=action, title="in", due_on=last_day)
    MilestoneFactory(action=action, title="out", due_on=last_day + timedelta(days=1))

    assert [m.title for m in report_figures(programme, month).coming] == ["in"]


def test_milestones_of_an_abandoned_action_are_not_awaited(programme, action):
    abandoned = ActionFactory(area=action.area, abandoned=True)
    MilestoneFactory(action=abandoned, due_on=date(2019, 7, 3))

    assert report_figures(programme, JUNE).coming == []


def test_actions_are_counted_by_area(programme, action):
    skills = ProgrammeAreaFactory(programme=programme, kind=Area.SKILLS)
    ActionFactory(area=skills, done=True)
    ActionFactory(area=skills, late=True)
    ActionFactory(area=skills, abandoned=True)

    figures = report_figures(programme, JUNE)

    counts = [(a.code, a.total, a.done, a.running, a.late) for a in figures.areas]
    assert counts == [("B", 1, 0, 1, 0), ("C", 3, 1, 1, 1)]
    assert (figures.actions_total, figures.actions_done, figures.actions_late) == (4, 1, 1)


def test_flow_adds_up_and_level_is_its_last_value(programme, action):
    flow = IndicatorFactory(programme=programme, name="a flow", unit="t")
    level = IndicatorFactory(
        programme=programme, name="b level", unit="m2", aggregation=Indicator.Aggregation.LATEST
    )
    other = ActionFactory(area=action.area)
    TargetFactory(action=action, indicator=flow, value=40)
    for indicator in (flow, level):
        MeasurementFactory(
            action=action, indicator=indicator, period_end=date(2019, 5, 31), value=4
        )
        MeasurementFactory(
            action=action, indicator=indicator, period_end=date(2019, 6, 30), value="6.5"
        )
        MeasurementFactory(action=other, indicator=indicator, period_end=date(2019, 4, 30), value=1)
        MeasurementFactory(action=other, indicator=indicator, period_end=date(2019, 7, 31), value=9)

    figures = report_figures(programme, JUNE)

    told = [(i.name, i.month, i.total, i.target, i.percent) for i in figures.indicators]
    assert told == [
        ("a flow", Decimal("6.5"), Decimal("11.5"), Decimal(40), 29),
        ("b level", Decimal("6.5"), Decimal("7.5"), None, 0),
    ]


def test_decisions_awaited_are_named_and_taken_ones_are_not(programme, action):
    DecisionFactory(programme=programme, question="Buy the baler?")
    DecisionFactory(programme=programme, taken=True)

    (decision,) = report_figures(programme, JUNE).decisions
    assert decision.question == "Buy the baler?"


def test_merged_and_closed_synergies_are_out_of_the_funnel(programme, action):
    kept = SynergyFactory(initiative=programme.initiative)
    SynergyFactory(initiative=programme.initiative, merged_into=kept)
    SynergyFactory(initiative=programme.initiative, status="closed", status_reason="sold")

    figures = report_figures(programme, JUNE)

    assert (figures.synergies_open, figures.synergies_by_status) == (1, {"idea": 1})


def test_figures_survive_the_archive(programme, action):
    MilestoneFactory(action=action, due_on=date(2019, 6, 3), done_on=date(2019, 6, 4))
    MilestoneFactory(action=action, due_on=date(2019, 7, 3))
    MeasurementFactory(action=action, period_end=date(2019, 6, 30), value="1.25")

    figures = report_figures(programme, JUNE)

    assert ReportFigures.from_json(figures.as_json()) == figures


def test_nothing_to_tell_is_no_news(programme, action):
    assert report_figures(programme, JUNE).has_news is False

    MilestoneFactory(action=action, due_on=date(2019, 7, 3))

    assert report_figures(programme, JUNE).has_news is True


@pytest.mark.parametrize("count", [1, 3])
def test_figures_cost_a_constant_number_of_queries(
    programme, action, count, django_assert_num_queries
):
    for _ in range(count):
        more = ActionFactory(area=action.area)
        MilestoneFactory(action=more)
        MeasurementFactory(action=more)
        TargetFactory(action=more)

    with django_assert_num_queries(16):
        report_figures(programme, JUNE)


def test_progress_of_an_action_is_told_by_indicator(action):
    indicator = IndicatorFactory(programme=action.area.programme, name="Bois broyé")
    TargetFactory(action=action, indicator=indicator, value=200)
    MeasurementFactory(action=action, indicator=indicator, period_end=date(2019, 6, 30), value=50)

    (progress,) = indicator_progress(action)

    assert (progress.total, progress.target) == (Decimal(50), Decimal(200))
    assert progress.percent == 25
