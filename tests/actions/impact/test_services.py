"""Measurements, factors and the catalogue: what is past stays what it was."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from actions.impact.units import ratio
from actions.models import Conversion, Factor, FactorIsFixed, Indicator, Measurement
from actions.services.catalogue import add_entries, add_first_factors, entries
from actions.services.factors import ConversionRefused, add_version, proposals, work_out
from actions.services.impact import impact, shares
from actions.services.measurements import close_measurement, earlier_values, save_measurement
from actions.services.official import official_numbers, tracks
from companies.models import User
from tests.factories import (
    ActionFactory,
    CompanyFactory,
    FactorFactory,
    FunderFactory,
    FundingFactory,
    IndicatorFactory,
    MeasurementFactory,
    PartyFactory,
    ProgrammeFactory,
    StatusChangeFactory,
    SynergyFactory,
    ThresholdFactory,
    YearTargetFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 31)


@pytest.fixture
def energy() -> Measurement:
    """10 MWh, known to 3 %, of an action whose programme also follows emissions."""
    indicator = IndicatorFactory(unit="MWh")
    return MeasurementFactory(
        indicator=indicator,
        action=ActionFactory(),
        value=Decimal(10),
        uncertainty_percent=Decimal(3),
    )


@pytest.fixture
def emissions(energy: Measurement) -> Indicator:
    return IndicatorFactory(unit="kgCO2e", programme=energy.indicator.programme)


def convert(energy: Measurement, to: Indicator, factor: Factor, by: User) -> int:
    chosen: dict[str, Any] = {"factor": factor, "source": energy.indicator, "to": to}
    tokens = [one.token for one in proposals(**chosen)]
    return work_out(**chosen, tokens=tokens, by=by, now=timezone.now())


def total(indicator: Indicator) -> Decimal | None:
    lines = impact(indicator.programme, DAY).lines
    return next(line.value for line in lines if line.indicator == indicator)


def test_without_a_factor_there_is_no_number(energy, emissions):
    assert total(emissions) is None


def test_a_new_version_leaves_figures_until_somebody_asks(energy, emissions, staff_user):
    first = FactorFactory(code="grid", value=Decimal("0.050"), uncertainty_percent=Decimal(4))
    convert(energy, emissions, first, staff_user)
    assert total(emissions) == 500

    second = FactorFactory.build(code="grid", value=Decimal("0.040"))
    add_version(factor=second, by=staff_user, now=timezone.now())
    Measurement.objects.filter(pk=energy.pk).update(value=20)
    assert (second.version, total(emissions)) == (2, Decimal(500))

    convert(energy, emissions, second, staff_user)  # the control: now it changes
    assert total(emissions) == 800
    kept = Conversion.objects.exclude(ended_at=None).get()
    assert (kept.factor, kept.measured, kept.value) == (first, Decimal(10), Decimal(500))
    assert kept.uncertainty_percent == 5


def test_a_version_is_written_once():
    factor = FactorFactory()
    factor.value = Decimal(9)

    with pytest.raises(FactorIsFixed):
        factor.save()


def test_nothing_is_worked_out_when_what_was_seen_has_changed(energy, emissions, staff_user):
    factor = FactorFactory()
    chosen = {"factor": factor, "source": energy.indicator, "to": emissions}
    tokens = [one.token for one in proposals(**chosen)]
    Measurement.objects.filter(pk=energy.pk).update(value=11)

    with pytest.raises(ConversionRefused):
        work_out(**chosen, tokens=tokens, by=staff_user, now=timezone.now())
    assert not Conversion.objects.exists()


def test_units_that_do_not_fit_are_refused(energy, emissions):
    with pytest.raises(ConversionRefused):
        proposals(factor=FactorFactory(unit_from="m3"), source=energy.indicator, to=emissions)


def test_what_an_action_measured_itself_is_not_counted_twice(energy, emissions, staff_user):
    convert(energy, emissions, FactorFactory(), staff_user)
    MeasurementFactory(
        action=energy.action,
        indicator=emissions,
        period_end=energy.period_end,
        value=Decimal(7),
    )

    assert total(emissions) == 7


def test_a_correction_keeps_what_was_before_and_a_closed_one_counts_no_more(energy):
    energy.value = Decimal(12)
    save_measurement(measurement=energy, reason="meter read again")
    assert earlier_values([energy])[energy.pk] == [f"10 · {energy.get_proof_display()}"]
    assert energy.history.first().history_change_reason == "meter read again"

    close_measurement(measurement=energy, reason="twice the same meter", now=timezone.now())
    assert total(energy.indicator) is None
    assert Measurement.objects.get(pk=energy.pk).closed_reason == "twice the same meter"


def test_a_closed_period_may_be_measured_again(energy):
    close_measurement(measurement=energy, reason="wrong meter", now=timezone.now())

    again = MeasurementFactory(action=energy.action, indicator=energy.indicator, value=Decimal(4))

    assert total(again.indicator) == 4


def test_shares_by_company_and_funder_make_the_total():
    one, two = CompanyFactory(), CompanyFactory()
    synergy = SynergyFactory()
    PartyFactory(synergy=synergy, company=one, share_percent=Decimal(75))
    PartyFactory(synergy=synergy, company=two, share_percent=Decimal(25))
    action = ActionFactory(synergies=[synergy])
    FundingFactory(action=action, funder=FunderFactory(name="Région"), planned_eur=Decimal(2))
    FundingFactory(action=action, funder=FunderFactory(name="ADEME"), planned_eur=Decimal(1))
    measured = MeasurementFactory(action=action, value=Decimal(10))
    programme, indicator = measured.indicator.programme, measured.indicator

    companies = shares(programme, indicator, "company", DAY)
    funders = shares(programme, indicator, "funder", DAY)

    assert [(row.name, row.value) for row in companies] == [
        (one.name, Decimal("7.5")),
        (two.name, Decimal("2.5")),
    ]
    assert [(row.name, row.value) for row in funders] == [
        ("Région", Decimal("6.667")),
        ("ADEME", Decimal("3.333")),
    ]


def test_official_numbers_follow_the_moves_and_the_label_counts_the_year():
    programme = ProgrammeFactory()
    synergy = SynergyFactory(initiative=programme.initiative)
    PartyFactory(synergy=synergy)
    PartyFactory(synergy=synergy)
    StatusChangeFactory(synergy=synergy, operational=True)
    indicator = IndicatorFactory(programme=programme, official_code="eci_18")
    YearTargetFactory(indicator=indicator, year=2018, value=Decimal(2))
    ThresholdFactory(programme=programme, synergies=1)
    ThresholdFactory(programme=programme, synergies=2)

    moved = tracks(programme.initiative)
    found = impact(programme, DAY)

    assert official_numbers(moved, date(2018, 9, 2)) == {"eci_18": 0, "eci_19": 0, "eci_19.b": 0}
    assert official_numbers(moved, date(2018, 9, 3)) == {"eci_18": 1, "eci_19": 2, "eci_19.b": 1}
    assert [step.is_reached for step in found.steps] == [True, False]
    assert [(year.value, year.target) for year in found.lines[0].years] == [
        (Decimal(1), Decimal(2))
    ]


def test_the_catalogue_is_added_once_with_its_thresholds():
    programme = ProgrammeFactory()
    codes = [one.code for one in entries(programme)]

    assert add_entries(programme=programme, codes=codes) == len(codes)
    assert add_entries(programme=programme, codes=codes) == 0
    assert list(programme.thresholds.values_list("synergies", flat=True)) == [1, 2, 3]
    assert [row.official_code for row in programme.indicators.all() if row.is_computed] != []


def test_the_first_factors_are_added_once_and_name_their_source():
    assert add_first_factors(now=timezone.now()) == 2
    assert add_first_factors(now=timezone.now()) == 0
    assert not Factor.objects.filter(source="").exists()


@pytest.mark.parametrize(
    ("unit", "other", "wanted"),
    [
        ("kWh", "MWh", Decimal("0.001")),
        ("m³", "m3", Decimal(1)),
        ("kgCO2e", "t CO₂e", Decimal("0.001")),
        ("t", "tCO2e", None),
        ("t", "MWh", None),
        ("€", "km", None),
    ],
)
def test_units_compare_when_they_measure_the_same(unit, other, wanted):
    assert ratio(unit, other) == wanted
