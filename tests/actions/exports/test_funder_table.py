"""The funder's table: what was measured in a period, how surely, for what money."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from actions.models import Funding, Indicator, Measurement
from actions.services.funder_table import funder_table
from actions.services.periods import HALF_YEAR, QUARTER, YEAR, Period, last_whole
from companies.models import Resource
from synergies.models import Synergy
from tests.actions.exports.workbooks import downloaded, rows_of
from tests.factories import (
    ActionFactory,
    CompanyFactory,
    FunderFactory,
    FundingFactory,
    IndicatorFactory,
    MeasurementFactory,
    PartyFactory,
    ProgrammeFactory,
    SynergyFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db
Y2018 = Period(date(2018, 1, 1), date(2018, 12, 31))


@pytest.fixture(autouse=True)
def _in_english(client):
    client.cookies["django_language"] = "en"


@pytest.fixture
def action():
    return ActionFactory(code="B1", title="Pallets")


def table_of(action, period=Y2018):
    return funder_table(action.area.programme, period)


@pytest.mark.parametrize(
    ("months", "today", "starts_on", "ends_on"),
    [
        (QUARTER, date(2018, 5, 14), date(2018, 1, 1), date(2018, 3, 31)),
        (QUARTER, date(2018, 4, 1), date(2018, 1, 1), date(2018, 3, 31)),
        (QUARTER, date(2018, 3, 31), date(2017, 10, 1), date(2017, 12, 31)),
        (HALF_YEAR, date(2018, 7, 1), date(2018, 1, 1), date(2018, 6, 30)),
        (HALF_YEAR, date(2018, 6, 30), date(2017, 7, 1), date(2017, 12, 31)),
        (YEAR, date(2018, 12, 31), date(2017, 1, 1), date(2017, 12, 31)),
    ],
)
def test_the_last_period_is_a_whole_one_that_is_over(months, today, starts_on, ends_on):
    assert last_whole(months, today) == Period(starts_on, ends_on)


def test_a_value_counts_in_the_period_in_which_its_own_ends(action):
    indicator = IndicatorFactory()
    for day, value in (
        (date(2017, 12, 31), 1),
        (date(2018, 1, 1), 10),
        (date(2018, 12, 31), 100),
        (date(2019, 1, 1), 1000),
    ):
        MeasurementFactory(action=action, indicator=indicator, period_end=day, value=value)

    (line,) = table_of(action).measured

    assert (line.in_period, line.so_far) == (110, 111)


def test_a_level_is_its_last_value(action):
    indicator = IndicatorFactory(aggregation=Indicator.Aggregation.LATEST)
    for month, value in ((3, 200), (9, 120)):
        MeasurementFactory(
            action=action, indicator=indicator, period_end=date(2018, month, 1), value=value
        )

    (line,) = table_of(action).measured

    assert (line.in_period, line.so_far) == (120, 120)


def test_each_degree_of_proof_has_its_part(action):
    indicator = IndicatorFactory()
    days = (date(2018, month, 1) for month in (1, 2, 3))
    for day, proof, value in zip(days, Measurement.Proof, (5, 20, 300), strict=True):
        MeasurementFactory(
            action=action,
            indicator=indicator,
            period_end=day,
            proof=proof,
            value=value,
            source="slips",
        )

    (line,) = table_of(action).measured

    assert [value for _proof, value in line.by_proof] == [300, 20, 5]
    assert line.sources == ["slips"]


def test_a_measured_zero_has_its_proof(action):
    MeasurementFactory(action=action, value=0)

    (line,) = table_of(action).measured

    assert (line.in_period, line.proven) == (0, [(Measurement.Proof.DECLARED, 0)])


def test_a_target_without_measurement_is_told(action):
    target = TargetFactory(action=action, value=Decimal(40))

    (line,) = table_of(action).measured

    assert (line.in_period, line.so_far, line.target) == (None, 0, target.value)


def test_money_is_told_by_funder_and_unknown_is_not_zero(action):
    region, ademe = FunderFactory(name="Région"), FunderFactory(name="ADEME")
    for nature, planned in ((Funding.Nature.INVESTMENT, 100), (Funding.Nature.OPERATION, 20)):
        FundingFactory(action=action, funder=region, nature=nature, planned_eur=planned)
    FundingFactory(action=action, funder=ademe, actual_eur=Decimal(0))

    table = table_of(action)

    assert [(row.name, row.planned, row.actual) for row in table.funders] == [
        ("ADEME", None, 0),
        ("Région", 120, None),
    ]
    assert (table.planned, table.actual) == (120, 0)


def test_operational_synergies_and_engaged_companies_follow_the_definition(action):
    shared = CompanyFactory()
    for since in (date(2017, 5, 1), date(2018, 5, 1), date(2019, 5, 1)):
        synergy = SynergyFactory(operational=True)
        Synergy.objects.filter(pk=synergy.pk).update(operational_since=since)
        PartyFactory(synergy=synergy, company=shared)
        PartyFactory(synergy=synergy)
        action.synergies.add(synergy)
    action.synergies.add(SynergyFactory())

    table = table_of(action)

    assert (table.operational, table.newly_operational, table.engaged) == (2, 1, 3)
    assert (len(table.advanced), table.idea_count) == (3, 1)


def test_what_only_the_manager_sees_does_not_leave(staff_client, action):
    hidden = ActionFactory(
        code="B9", title="SECRET", visibility=Resource.Visibility.MANAGER, area=action.area
    )
    MeasurementFactory(action=hidden)
    FundingFactory(action=hidden, planned_eur=5)

    table = table_of(action)

    assert (table.actions, table.measured, table.fundings, table.hidden) == ([action], [], [], 1)
    page = staff_client.get(reverse("actions:export_funder", args=[action.area.programme_id]))
    assert "SECRET" not in page.content.decode()
    assert "1 action is for the project manager alone" in page.content.decode()


def test_page_and_workbook_say_the_same(staff_client, action):
    MeasurementFactory(action=action, indicator__name="Wood", period_end=date(2018, 6, 30))
    query = f"?{Y2018.query}"

    page = staff_client.get(
        reverse("actions:export_funder", args=[action.area.programme_id]) + query
    ).content.decode()
    content = downloaded(
        staff_client,
        reverse("actions:export_funder_file", args=[action.area.programme_id]) + query,
    )

    (row,) = rows_of(content, "Results")
    told = [row[name] for name in ("Code", "Indicator", "In the period", "Of which declared")]
    assert told == ["B1", "Wood", 12, 12]
    assert "Wood" in page
    assert "12 t" in page


@time_machine.travel(datetime(2018, 5, 14, 9, tzinfo=UTC))
def test_the_page_opens_on_the_last_quarter(staff_client, action):
    page = staff_client.get(reverse("actions:export_funder", args=[action.area.programme_id]))

    assert page.context["period"] == Period(date(2018, 1, 1), date(2018, 3, 31))


@pytest.mark.parametrize("query", ["?start=x&end=2018-01-01", "?start=2018-02-01&end=2018-01-01"])
def test_days_that_cannot_be_read_are_said_and_give_no_table(staff_client, action, query):
    pk = action.area.programme_id

    page = staff_client.get(reverse("actions:export_funder", args=[pk]) + query)

    assert (page.status_code, page.context["table"]) == (200, None)
    assert page.context["form"].errors
    file_address = reverse("actions:export_funder_file", args=[pk]) + query
    assert staff_client.get(file_address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_one_action_as_for_three(
    staff_client, count, django_assert_num_queries
):
    programme = ProgrammeFactory()
    for _number in range(count):
        action = ActionFactory(synergies=[SynergyFactory(operational=True)])
        MeasurementFactory(action=action)
        FundingFactory(action=action)

    address = reverse("actions:export_funder", args=[programme.pk]) + f"?{Y2018.query}"

    with django_assert_num_queries(15):  # session, user, programme, initiative; 11 of the table
        staff_client.get(address)
