"""What the programme aims at by year, and how a measurement becomes another figure."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from actions.models.indicator import Indicator, Measurement
from actions.models.programme import Programme
from companies.units import number_text


class YearTarget(models.Model):
    """What the whole programme promised for one year: the funding contract's figure.

    It stands beside the targets of the actions, which are in total, and is not their sum.
    """

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="year_targets", verbose_name=_("indicator")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("target"), max_digits=16, decimal_places=3)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("target of a year")
        verbose_name_plural = _("targets of the years")
        ordering = ("indicator", "year")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year"],
                name="yeartarget_unique_year",
                violation_error_message=_("This year has a target already: change it."),
            ),
            models.CheckConstraint(
                name="yeartarget_positive",
                condition=Q(value__gt=0),
                violation_error_message=_("A target is more than zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year} – {number_text(self.value)}"


class Threshold(models.Model):
    """How many synergies have to start working within a year for one step of the label."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="thresholds", verbose_name=_("programme")
    )
    synergies = models.PositiveSmallIntegerField(_("operational synergies in a year"))
    label = models.CharField(_("what it earns"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("threshold of the label")
        verbose_name_plural = _("thresholds of the label")
        ordering = ("programme", "synergies")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "synergies"], name="threshold_unique_synergies"
            ),
            models.CheckConstraint(name="threshold_positive", condition=Q(synergies__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.programme} – {self.synergies}"


class FactorIsFixed(Exception):
    """A version of a factor is written once: what changes is a new version."""


class FactorQuerySet(models.QuerySet["Factor"]):
    def newest(self) -> FactorQuerySet:
        """The last version of each factor, by code."""
        later = Factor.objects.filter(
            code=models.OuterRef("code"), version__gt=models.OuterRef("version")
        )
        return self.filter(~models.Exists(later)).order_by("code")


class Factor(models.Model):
    """One version of a factor: so many `unit_to` for one `unit_from`. Never changed."""

    code = models.SlugField(_("code"), max_length=60)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    label = models.CharField(_("name"), max_length=150)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=8)
    unit_from = models.CharField(_("from the unit"), max_length=20)
    unit_to = models.CharField(_("to the unit"), max_length=20)
    scope = models.CharField(_("what it covers"), max_length=250)
    source = models.CharField(_("source"), max_length=250)
    url = models.CharField(
        _("address of the source"),
        max_length=300,
        blank=True,
        validators=[URLValidator(schemes=["https", "http"])],
    )
    dated_on = models.DateField(_("date of the source"))
    valid_from = models.DateField(_("applies from"))
    uncertainty_percent = models.DecimalField(
        _("uncertainty (± %)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Empty: the source does not say."),
    )
    made_at = models.DateTimeField(_("entered"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )

    objects = FactorQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversion factor")
        verbose_name_plural = _("conversion factors")
        ordering = ("code", "-version")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="factor_unique_version"),
            models.CheckConstraint(
                name="factor_uncertainty_in_range",
                condition=Q(uncertainty_percent__isnull=True) | Q(uncertainty_percent__gte=0),
                violation_error_message=_("An uncertainty is not negative."),
            ),
            models.CheckConstraint(
                name="factor_with_source",
                condition=~Q(source=""),
                violation_error_message=_("A factor names its source."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} (v{self.version})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FactorIsFixed
        super().save(*args, **kwargs)


class ConversionQuerySet(models.QuerySet["Conversion"]):
    def current(self) -> ConversionQuerySet:
        """Figures that count: neither replaced, nor made from a closed measurement."""
        return self.filter(ended_at=None, measurement__closed_at=None)


class Conversion(models.Model):
    """A figure worked out from a measurement: its numbers are copied and stay what they were."""

    measurement = models.ForeignKey(
        Measurement, models.PROTECT, related_name="conversions", verbose_name=_("measurement")
    )
    factor = models.ForeignKey(
        Factor, models.PROTECT, related_name="conversions", verbose_name=_("conversion factor")
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="conversions", verbose_name=_("indicator")
    )
    measured = models.DecimalField(_("value converted"), max_digits=16, decimal_places=3)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=6)
    uncertainty_percent = models.DecimalField(
        _("uncertainty (± %)"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    made_at = models.DateTimeField(_("worked out"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    ended_at = models.DateTimeField(_("replaced"), null=True, blank=True)
    ended_reason = models.CharField(_("why it was replaced"), max_length=250, blank=True)

    objects = ConversionQuerySet.as_manager()

    class Meta:
        verbose_name = _("converted figure")
        verbose_name_plural = _("converted figures")
        ordering = ("measurement", "-made_at")
        constraints = [
            models.UniqueConstraint(
                fields=["measurement", "indicator"],
                condition=Q(ended_at=None),
                name="conversion_one_current",
                violation_error_message=_("This measurement is converted already."),
            ),
            models.CheckConstraint(
                name="conversion_ended_with_reason",
                condition=Q(ended_at__isnull=True) | ~Q(ended_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measurement} → {number_text(self.value)} {self.factor.unit_to}"
