"""The pages about impact."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from actions.models import Conversion, Factor, Measurement
from tests.factories import (
    ActionFactory,
    FactorFactory,
    FundingFactory,
    IndicatorFactory,
    MeasurementFactory,
    PartyFactory,
    SynergyFactory,
)

pytestmark = pytest.mark.django_db
QUERIES = {"year": 13, "area": 15, "company": 21, "funder": 19}


def measured(count: int) -> None:
    indicator = IndicatorFactory()
    for _n in range(count):
        synergy = SynergyFactory()
        PartyFactory(synergy=synergy)
        action = ActionFactory(synergies=[synergy])
        FundingFactory(action=action)
        MeasurementFactory(action=action, indicator=indicator)
        IndicatorFactory()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("by", QUERIES)
def test_overview_in_a_constant_number_of_queries(
    staff_client, django_assert_num_queries, by, count
):
    measured(count)

    with django_assert_num_queries(QUERIES[by]):
        page = staff_client.get(reverse("actions:impact"), {"by": by})

    assert page.context["chosen"].value == 12 * count


def test_overview_without_programme(staff_client):
    assert staff_client.get(reverse("actions:impact")).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_sheet_in_a_constant_number_of_queries(staff_client, django_assert_num_queries, count):
    action = ActionFactory()
    indicator = IndicatorFactory()
    for day in range(count):
        MeasurementFactory(action=action, indicator=indicator, period_end=date(2018, 1, day + 1))

    with django_assert_num_queries(15):
        page = staff_client.get(action.get_absolute_url())

    assert page.content.decode().count("/measurements/") == count


def test_a_measurement_is_entered_with_a_decimal_comma(staff_client):
    action, indicator = ActionFactory(), IndicatorFactory()
    url = reverse("actions:measurement_new", args=[action.pk])
    data = {"indicator": indicator.pk, "period_end": "2018-06-30", "value": "12,5"}

    page = staff_client.post(url, {**data, "proof": "declared", "uncertainty_percent": "10"})

    assert page.status_code == 303
    row = Measurement.objects.get()
    assert (row.value, row.uncertainty_percent) == (Decimal("12.5"), Decimal(10))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("value", "beaucoup"),
        ("period_end", "30 juin"),
        ("uncertainty_percent", "-1"),
        ("proof", "verified"),  # without a source
        ("period_end", "2018-12-31"),  # measured already
        ("indicator", "computed"),
    ],
)
def test_bad_input_is_told_and_nothing_is_written(staff_client, field, value):
    known = MeasurementFactory()
    computed = IndicatorFactory(official_code="eci_18")
    data = {"indicator": known.indicator_id, "period_end": "2018-06-30", "value": "1"}
    data |= {"proof": "declared", field: computed.pk if value == "computed" else value}

    url = reverse("actions:measurement_new", args=[known.action_id])
    page = staff_client.post(url, data)

    assert page.status_code == 200
    assert page.context["form"].errors
    assert Measurement.objects.count() == 1


def test_correcting_says_why_and_closing_says_why(staff_client):
    row = MeasurementFactory(verified=True)
    url = reverse("actions:measurement_correct", args=[row.pk])
    data = {"indicator": row.indicator_id, "period_end": "2018-12-31", "value": "13"}
    data |= {"proof": "verified", "source": "slips"}

    assert "why" in staff_client.post(url, data).context["form"].errors
    staff_client.post(url, {**data, "why": "typing error"})
    page = staff_client.get(row.action.get_absolute_url())
    assert "avant\u00a0: 12" in page.content.decode()

    close = reverse("actions:measurement_close", args=[row.pk])
    assert "reason" in staff_client.post(close, {"reason": ""}).context["form"].errors
    staff_client.post(close, {"reason": "twice"})
    row.refresh_from_db()
    assert (row.value, row.closed_reason) == (Decimal(13), "twice")
    assert staff_client.get(url).status_code == 404


def test_a_factor_is_changed_by_a_new_version(staff_client):
    factor = FactorFactory(code="grid")
    data = {"label": "Grid", "value": "0,06", "unit_from": "MWh", "unit_to": "tCO2e"}
    data |= {"scope": "all", "source": "ADEME", "dated_on": "2024-01-01"}
    url = reverse("actions:factor_version", args=[factor.pk])

    bad = staff_client.post(url, {**data, "valid_from": "2024-01-01", "url": "javascript:x()"})
    staff_client.post(url, {**data, "valid_from": "2024-01-01"})

    assert "url" in bad.context["form"].errors
    assert list(Factor.objects.values_list("code", "version", "value")) == [
        ("grid", 2, Decimal("0.06")),
        ("grid", 1, Decimal("0.048")),
    ]
    page = staff_client.get(reverse("actions:factors"))
    assert [(row.version, len(old)) for row, old in page.context["table"]] == [(2, 1)]
    assert "= 0,06 t CO₂e" in page.content.decode()  # without the zeros of its column


def test_figures_are_worked_out_after_a_preview_that_writes_nothing(staff_client):
    row = MeasurementFactory(indicator=IndicatorFactory(unit="MWh"), action=ActionFactory())
    to = IndicatorFactory(unit="tCO2e")
    url = reverse("actions:factor_use", args=[FactorFactory().pk])
    chosen = {"source": row.indicator_id, "to": to.pk}

    page = staff_client.get(url, chosen)
    assert [one.value for one in page.context["proposals"]] == [Decimal("0.576")]
    assert not Conversion.objects.exists()

    staff_client.post(url, {**chosen, "figures": "1:1:1"})
    assert not Conversion.objects.exists()
    staff_client.post(url, {**chosen, "figures": page.context["proposals"][0].token})
    assert Conversion.objects.get().value == Decimal("0.576")


def test_catalogue_adds_what_is_ticked(staff_client):
    action = ActionFactory()
    url = reverse("actions:impact_catalogue", args=[action.area.programme_id])

    staff_client.post(url, {"codes": ["eci_18", "water_saved", "no such code"]})

    names = action.area.programme.indicators.values_list("catalogue_code", flat=True)
    assert set(names) == {"eci_18", "water_saved"}
    assert staff_client.get(url).status_code == 200


@pytest.mark.parametrize("name", ["impact", "factors", "factor_new"])
def test_pages_are_for_the_staff(client, name):
    assert client.get(reverse(f"actions:{name}")).status_code == 302
