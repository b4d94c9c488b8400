"""Indicators, what an action aims at, and what was measured."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from actions.models.action import SHEET_ORDER, Action
from actions.models.programme import Programme
from companies.units import number_text, unit_text

COMPUTED = ("eci_18", "eci_19", "eci_19.b")


class Indicator(models.Model):
    class Aggregation(models.TextChoices):
        SUM = "sum", _("adds up")
        LATEST = "latest", _("last value counts")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="indicators", verbose_name=_("programme")
    )
    name = models.CharField(_("name"), max_length=150)
    unit = models.CharField(_("unit"), max_length=20)
    official_code = models.CharField(
        _("official code"), max_length=20, blank=True, help_text="eci_18"
    )
    aggregation = models.CharField(
        _("over time"),
        max_length=6,
        choices=Aggregation.choices,
        default=Aggregation.SUM,
        help_text=_("A flow adds up over its periods; a level (m², FTE) is its last value."),
    )

    catalogue_code = models.CharField(_("code of the catalogue"), max_length=40, blank=True)
    definition = models.TextField(_("definition"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"],
                name="indicator_unique_name",
                violation_error_message=_("An indicator of this name exists already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({unit_text(self.unit)})"

    @property
    def is_computed(self) -> bool:
        """Whether it is counted from the synergies, so that nobody types it."""
        return self.official_code in COMPUTED

    @property
    def is_flow(self) -> bool:
        return self.aggregation == self.Aggregation.SUM


class Target(models.Model):
    """What one action aims at for one indicator, in total, by the action's due date."""

    action = models.ForeignKey(
        Action, models.CASCADE, related_name="targets", verbose_name=_("action")
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="targets", verbose_name=_("indicator")
    )
    value = models.DecimalField(_("target"), max_digits=16, decimal_places=3)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ("action", "indicator")
        constraints = [
            models.UniqueConstraint(fields=["action", "indicator"], name="target_unique_indicator"),
            models.CheckConstraint(
                name="target_positive",
                condition=Q(value__gt=0),
                violation_error_message=_("A target is more than zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} – {number_text(self.value)}"


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def counted(self) -> MeasurementQuerySet:
        """Measurements that stand: what was closed is kept, with its reason, and not counted."""
        return self.filter(closed_at=None)

    def for_export(self) -> MeasurementQuerySet:
        """Every measurement in the order of the actions, then by indicator and period."""
        rows = self.select_related("action__area__programme", "indicator")
        order = (f"action__{name}" for name in SHEET_ORDER)
        return rows.order_by(*order, "indicator__name", "period_end", "pk")


class Measurement(models.Model):
    class Proof(models.TextChoices):
        ESTIMATED = "estimated", _("estimated")
        DECLARED = "declared", _("declared")
        VERIFIED = "verified", _("verified")

    action = models.ForeignKey(
        Action, models.PROTECT, related_name="measurements", verbose_name=_("action")
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="measurements", verbose_name=_("indicator")
    )
    period_end = models.DateField(
        _("end of the period"), help_text=_("The value is of the period that ends on this day.")
    )
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=3)
    proof = models.CharField(
        _("proof"), max_length=9, choices=Proof.choices, default=Proof.DECLARED
    )
    source = models.CharField(_("source"), max_length=250, blank=True)
    uncertainty_percent = models.DecimalField(
        _("uncertainty (± %)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Empty: not known."),
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    closed_reason = models.CharField(
        _("why it does not count"), max_length=250, blank=True, editable=False
    )

    before: list[str]  # what it was before its corrections, set by indicator_progress

    objects = MeasurementQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ("period_end", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["action", "indicator", "period_end"],
                condition=Q(closed_at=None),
                name="measurement_unique_period",
                violation_error_message=_("This period has been measured already."),
            ),
            models.CheckConstraint(
                name="measurement_verified_with_source",
                condition=~Q(proof="verified") | ~Q(source=""),
                violation_error_message=_("A verified value names its source."),
            ),
            models.CheckConstraint(
                name="measurement_uncertainty_in_range",
                condition=Q(uncertainty_percent__isnull=True) | Q(uncertainty_percent__gte=0),
                violation_error_message=_("An uncertainty is not negative."),
            ),
            models.CheckConstraint(
                name="measurement_closed_with_reason",
                condition=Q(closed_at__isnull=True) | ~Q(closed_reason=""),
                violation_error_message=_("Say why the measurement does not count."),
            ),
        ]

    def __str__(self) -> str:
        day = date_format(self.period_end, "SHORT_DATE_FORMAT")
        return f"{self.indicator} – {day} – {number_text(self.value)}"
