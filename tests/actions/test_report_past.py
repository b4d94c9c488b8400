"""A report tells how things stood when its month ended, whatever happened since."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine

from actions.services.figures import report_figures
from synergies.models import Area
from tests.factories import (
    ActionFactory,
    CompanyFactory,
    DecisionFactory,
    FunderFactory,
    FundingFactory,
    MatchFactory,
    MeasurementFactory,
    MilestoneFactory,
    NoteFactory,
    ProgrammeAreaFactory,
    ProgrammeFactory,
    SynergyFactory,
)

pytestmark = pytest.mark.django_db

MARCH, APRIL = date(2019, 3, 1), date(2019, 4, 1)


def at(month, day, hour=12):
    return time_machine.travel(datetime(2019, month, day, hour, tzinfo=UTC), tick=False)


@pytest.fixture
def action():
    with at(1, 10):
        area = ProgrammeAreaFactory(programme=ProgrammeFactory(), kind=Area.RESOURCES)
        return ActionFactory(area=area, status="to_come", due_on=date(2019, 3, 15))


@pytest.fixture
def programme(action):
    return action.area.programme


def change(row, month, day, **values):
    with at(month, day):
        for name, value in values.items():
            setattr(row, name, value)
        row.save()


def statuses(figures):
    return [(row.status, row.is_late) for row in figures.actions]


def test_status_is_the_one_of_the_months_end(action, programme):
    change(action, 3, 20, status="in_progress")
    change(action, 4, 2, status="done")

    assert statuses(report_figures(programme, date(2019, 2, 1))) == [("to_come", False)]
    assert statuses(report_figures(programme, MARCH)) == [("in_progress", True)]
    assert statuses(report_figures(programme, APRIL)) == [("done", False)]
    assert report_figures(programme, MARCH).statuses_undated == 0


def test_month_ends_at_midnight_in_paris(action, programme):
    with at(3, 31, 21):  # 23 h in Paris, summer time
        action.status = "blocked"
        action.save()
    with at(3, 31, 22):  # midnight in Paris: April has begun
        action.status = "done"
        action.save()

    assert statuses(report_figures(programme, MARCH)) == [("blocked", True)]


def test_a_date_put_off_later_was_late_all_the_same(action, programme):
    with at(1, 10):
        milestone = MilestoneFactory(action=action, title="M", due_on=date(2019, 3, 20))
    change(action, 4, 5, due_on=date(2019, 9, 1))
    change(milestone, 4, 5, due_on=date(2019, 9, 1))

    march, april = report_figures(programme, MARCH), report_figures(programme, APRIL)

    assert (march.actions_late, [row.title for row in march.late]) == (1, ["M"])
    assert (april.actions_late, april.late) == (0, [])


def test_what_was_entered_later_was_not_there(action, programme):
    with at(4, 10):
        ActionFactory(area=action.area, title="later")

    assert report_figures(programme, MARCH).actions_total == 1
    assert report_figures(programme, APRIL).actions_total == 2


def test_before_anything_was_recorded_dates_put_the_statuses_back(action):
    with at(12, 1):  # a workbook imported at the end of the year
        area = ProgrammeAreaFactory(programme=ProgrammeFactory(title="Imported"))
        ended = ActionFactory(area=area, code="X1", position=1, done=True)
        MilestoneFactory(action=ended, due_on=date(2019, 5, 1), done_on=date(2019, 5, 2))
        ActionFactory(area=area, code="X2", position=2, done=True)
        ActionFactory(
            area=area, code="X3", position=3, status="in_progress", starts_on=date(2019, 6, 1)
        )

    figures = report_figures(area.programme, MARCH)

    told = [(row.code, row.status) for row in figures.actions]
    assert told == [("X1", "in_progress"), ("X2", "done"), ("X3", "to_come")]
    assert figures.statuses_undated == 3


def test_what_moved_is_read_from_the_history_of_the_month(action, programme):
    change(action, 2, 20, status="in_progress")
    change(action, 3, 5, status="on_hold", status_reason="waits for the permit")
    change(action, 3, 6, title="another title")
    change(action, 4, 1, status="done")
    NoteFactory(action=action, written_on=date(2019, 3, 31), text="Called.")
    DecisionFactory(
        programme=programme, taken_on=date(2019, 3, 4), outcome="Yes.", asked_on=date(2019, 1, 1)
    )

    moved = report_figures(programme, MARCH).moved

    told = [(row.on.day, row.kind, row.before, row.after, row.visibility) for row in moved]
    assert told == [
        (4, "decision", "", "", "parties"),
        (5, "action", "in_progress", "on_hold", "participants"),
        (31, "note", "", "", "manager"),
    ]
    assert moved[1].reason == "waits for the permit"


def test_funnel_counts_how_far_synergies_had_come(programme):
    with at(1, 5):
        rows = SynergyFactory.create_batch(3, initiative=programme.initiative, is_public=True)
        merged = SynergyFactory(initiative=programme.initiative)
        MatchFactory(resource_a__company__initiative=programme.initiative)
    change(rows[0], 3, 3, status="study")
    change(rows[1], 3, 30, status="discussion")
    change(rows[0], 4, 20, status="closed", status_reason="too dear")
    change(merged, 4, 20, merged_into=rows[1])

    march, april = report_figures(programme, MARCH), report_figures(programme, APRIL)

    assert [(step.key, step.count) for step in march.funnel] == [
        *(("suggested", 1), ("kept", 4), ("discussion", 2), ("study", 1)),
        *(("agreed", 0), ("operational", 0)),
    ]
    assert [step.count for step in april.funnel] == [1, 2, 1, 0, 0, 0]
    assert [(row.kind, row.after, row.visibility) for row in march.moved] == [
        ("synergy", "study", "public"),
        ("synergy", "discussion", "public"),
    ]


def test_movement_of_a_synergy_that_is_not_public_concerns_its_parties(programme):
    with at(1, 5):
        synergy = SynergyFactory(initiative=programme.initiative)
    change(synergy, 3, 3, status="study")

    assert [row.visibility for row in report_figures(programme, MARCH).moved] == ["parties"]


def test_stage_follows_from_what_there_is(action, programme):
    assert report_figures(programme, MARCH).stage == 2
    with at(1, 5):
        synergy = SynergyFactory(initiative=programme.initiative)
    change(
        synergy, 3, 3, status="operational", evidence="slip 12", operational_since=date(2019, 3, 1)
    )

    figures = report_figures(programme, MARCH)

    assert (figures.stage, figures.operational) == (3, 1)


def test_amounts_are_those_known_at_the_months_end(action, programme):
    funder = FunderFactory(initiative=programme.initiative, name="ADEME")
    with at(2, 1):
        funding = FundingFactory(action=action, funder=funder, planned_eur=Decimal(1000))
    change(funding, 3, 20, actual_eur=Decimal(400))
    change(funding, 4, 20, actual_eur=Decimal(1000))

    def paid(month):
        figures = report_figures(programme, month)
        return [(row.name, row.planned_eur, row.actual_eur) for row in figures.funders]

    assert paid(date(2019, 2, 1)) == [("ADEME", Decimal(1000), None)]
    assert paid(MARCH) == [("ADEME", Decimal(1000), Decimal(400))]
    assert paid(APRIL) == [("ADEME", Decimal(1000), Decimal(1000))]


def test_funder_who_has_not_said_how_much_is_not_a_zero(action, programme):
    FundingFactory(action=action, funder=FunderFactory(initiative=programme.initiative))

    figures = report_figures(programme, MARCH)

    assert (figures.planned_eur, figures.actual_eur) == (None, None)


def test_degree_of_proof_parts_add_up_to_the_total(action):
    measured = MeasurementFactory(action=action, period_end=date(2019, 1, 31), value=5)
    for day, proof in ((28, "estimated"), (27, "verified")):
        MeasurementFactory(
            action=action,
            indicator=measured.indicator,
            period_end=date(2019, 2, day),
            value=day,
            proof=proof,
            source="slips",
        )

    (indicator,) = report_figures(action.area.programme, MARCH).indicators

    assert indicator.proven == [
        ("verified", Decimal(27)),
        ("declared", Decimal(5)),
        ("estimated", Decimal(28)),
    ]
    assert sum(value for _proof, value in indicator.proven) == indicator.total == Decimal(60)


def test_companies_engaged_are_those_of_actions_that_have_begun(action, programme):
    pilot, partner, idle = CompanyFactory.create_batch(3, initiative=programme.initiative)
    action.partners.add(partner, pilot)
    change(action, 3, 2, status="in_progress", pilot_company=pilot)
    with at(1, 10):
        ActionFactory(area=action.area, status="to_come", partners=[idle])

    assert report_figures(programme, date(2019, 2, 1)).companies_engaged == 0
    march = report_figures(programme, MARCH)
    assert (march.companies_engaged, march.companies_total) == (2, 3)


def test_decision_asked_later_or_taken_before_is_not_awaited(programme):
    DecisionFactory(programme=programme, question="now", asked_on=date(2019, 3, 31))
    DecisionFactory(programme=programme, question="later", asked_on=date(2019, 4, 1))
    DecisionFactory(
        programme=programme,
        question="taken in April",
        asked_on=date(2019, 2, 1),
        taken_on=date(2019, 4, 1),
        outcome="Yes.",
    )

    figures = report_figures(programme, MARCH)

    assert [str(decision) for decision in figures.decisions] == ["taken in April", "now"]


@pytest.mark.parametrize("count", [1, 3])
def test_figures_cost_a_constant_number_of_queries(
    action, programme, count, django_assert_num_queries
):
    for _ in range(count):
        more = ActionFactory(area=action.area, partners=[CompanyFactory()], status="in_progress")
        MilestoneFactory(action=more)
        MeasurementFactory(action=more)
        NoteFactory(action=more, written_on=date(2019, 3, 3))
        FundingFactory(action=more)
        DecisionFactory(programme=programme, action=more, asked_on=date(2019, 3, 3))
        SynergyFactory(initiative=programme.initiative)

    with django_assert_num_queries(17):
        report_figures(programme, MARCH)
