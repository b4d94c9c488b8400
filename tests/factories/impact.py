"""Rows of impact: targets by year, thresholds, factors and converted figures."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from actions.models import Conversion, Factor, Threshold, YearTarget
from tests.factories.actions import IndicatorFactory, MeasurementFactory, ProgrammeFactory
from tests.factories.base import LazyFunction, RowFactory, SelfAttribute, Sequence, SubFactory
from tests.factories.companies import UserFactory


class YearTargetFactory(RowFactory):
    class Meta:
        model = YearTarget

    indicator = SubFactory(IndicatorFactory)
    year = 2018
    value = Decimal(3)


class ThresholdFactory(RowFactory):
    class Meta:
        model = Threshold

    programme = SubFactory(ProgrammeFactory)
    synergies = Sequence(lambda n: n + 1)


class FactorFactory(RowFactory):
    """The first version of a factor from MWh to t of CO₂."""

    class Meta:
        model = Factor

    code = Sequence("factor-{:03d}".format)
    label = Sequence("Factor {:03d}".format)
    value = Decimal("0.048")
    unit_from = "MWh"
    unit_to = "tCO2e"
    scope = "whole chain"
    source = "Order of 26 April 2017"
    dated_on = date(2017, 4, 26)
    valid_from = date(2017, 6, 1)
    made_at = LazyFunction(timezone.now)


class ConversionFactory(RowFactory):
    class Meta:
        model = Conversion

    measurement = SubFactory(MeasurementFactory)
    factor = SubFactory(FactorFactory)
    indicator = SubFactory(
        IndicatorFactory, programme=SelfAttribute("..measurement.action.area.programme")
    )
    measured = Decimal(12)
    value = Decimal("0.576")
    made_at = LazyFunction(timezone.now)
    made_by = SubFactory(UserFactory)
