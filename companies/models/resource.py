"""What a company offers, needs, or would share."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from companies.models.company import Company
from companies.models.waste_code import WasteCode
from companies.photos import kept_under

CONFIRMED_FOR = timedelta(days=365)  # then the company is asked whether it is still true


class ResourceQuerySet(models.QuerySet["Resource"]):
    def open(self) -> ResourceQuerySet:
        return self.filter(closed_at=None, company__left_on=None)

    def with_last_word(self) -> ResourceQuerySet:
        """With `told_on`: the day it was last said to be true, else the day of its last change."""
        changes = self.model.history.filter(id=OuterRef("pk")).order_by().values("id")
        latest = changes.annotate(at=Max("history_date")).values("at")
        return self.annotate(told_on=Coalesce("confirmed_on", TruncDate(Subquery(latest))))

    def to_confirm(self, today: date) -> ResourceQuerySet:
        """Open resources nobody has spoken of for a year, the oldest first."""
        rows = self.open().with_last_word()
        old = rows.filter(told_on__lte=today - CONFIRMED_FOR)  # type: ignore[misc]  # annotated
        return old.order_by("told_on", "title", "pk")  # type: ignore[misc]

    def not_told_since(self, day: date) -> ResourceQuerySet:
        """Open resources nobody has spoken of since this day."""
        return self.open().with_last_word().filter(told_on__lt=day)  # type: ignore[misc]

    def for_detection(self) -> ResourceQuerySet:
        return self.open().select_related("company", "waste_code").order_by("pk")

    def for_export(self) -> ResourceQuerySet:
        """Every resource by company and reference, in one query."""
        rows = self.select_related("company", "waste_code")
        return rows.order_by("company__name", "reference", "pk")


class Resource(models.Model):
    class Direction(models.TextChoices):
        OFFER = "offer", _("offer")
        NEED = "need", _("need")
        SHARE = "share", _("share")

    class Family(models.TextChoices):
        MATERIAL = "material", _("material")
        WASTE = "waste", _("waste")
        ENERGY = "energy", _("energy")
        WATER = "water", _("water")
        EQUIPMENT = "equipment", pgettext_lazy("family", "equipment")
        SPACE = "space", _("space")
        LOGISTICS = "logistics", _("logistics")
        SERVICE = "service", _("service")
        SKILL = "skill", _("skill")

    class Period(models.TextChoices):
        YEAR = "year", _("per year")
        QUARTER = "quarter", _("per quarter")
        MONTH = "month", _("per month")
        WEEK = "week", _("per week")
        DAY = "day", _("per day")
        ONCE = "once", _("once")
        PERMANENT = "permanent", _("permanently")

    class Confidence(models.TextChoices):
        ESTIMATED = "estimated", _("estimated")
        MEASURED = "measured", _("measured")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("everybody")
        PARTICIPANTS = "participants", _("the participants")
        PARTIES = "parties", _("the parties of a synergy")
        MANAGER = "manager", _("the project manager")

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="resources", verbose_name=_("company")
    )
    reference = models.CharField(_("reference"), max_length=20, blank=True)
    direction = models.CharField(_("direction"), max_length=5, choices=Direction.choices)
    family = models.CharField(_("family"), max_length=9, choices=Family.choices)
    title = models.CharField(_("title"), max_length=150)
    description = models.TextField(_("description"), blank=True)
    quantity = models.DecimalField(
        _("quantity"), max_digits=16, decimal_places=3, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    period = models.CharField(_("period"), max_length=9, choices=Period.choices, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=9, choices=Confidence.choices, default=Confidence.ESTIMATED
    )
    available_from = models.DateField(_("available from"), null=True, blank=True)
    available_to = models.DateField(_("available until"), null=True, blank=True)
    waste_code = models.ForeignKey(
        WasteCode,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resources",
        verbose_name=_("waste code"),
    )
    concept = models.CharField(
        _("concept"),
        max_length=80,
        blank=True,
        help_text=_("Confirmed by a person: detection then relies on it."),
    )
    site = models.CharField(
        _("site"), max_length=200, blank=True, help_text=_("If not at the company’s address.")
    )
    packaging = models.CharField(_("packaging and quality"), max_length=200, blank=True)
    outlet = models.CharField(
        _("current outlet"), max_length=200, blank=True, help_text=_("Private.")
    )
    outlet_cost_eur_per_year = models.DecimalField(
        _("cost of the current outlet (€ per year)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Private."),
    )
    photo = models.FileField(
        _("photo"), upload_to=kept_under, max_length=120, blank=True, editable=False
    )
    visibility = models.CharField(
        _("seen by"), max_length=12, choices=Visibility.choices, default=Visibility.PARTICIPANTS
    )
    confirmed_on = models.DateField(
        _("last confirmed"),
        null=True,
        blank=True,
        help_text=_("The day somebody last said that it is true."),
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_reason = models.CharField(_("why it was closed"), max_length=250, blank=True)

    told_on: date  # annotated by with_last_word

    objects = ResourceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ("company", "reference", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "reference"],
                condition=~Q(reference=""),
                name="resource_unique_reference",
                violation_error_message=_("This company already has a resource of this reference."),
            ),
            models.CheckConstraint(
                name="resource_quantity_not_negative",
                condition=Q(quantity__isnull=True) | Q(quantity__gte=0),
                violation_error_message=_("A quantity is not negative."),
            ),
            models.CheckConstraint(
                name="resource_dates_in_order",
                condition=Q(available_from__isnull=True)
                | Q(available_to__isnull=True)
                | Q(available_to__gte=F("available_from")),
                violation_error_message=_("It ends before it begins."),
            ),
            models.CheckConstraint(
                name="resource_closed_with_reason",
                condition=Q(closed_at__isnull=True) | ~Q(closed_reason=""),
                violation_error_message=_("Say why the resource is closed."),
            ),
        ]
        indexes = [models.Index(fields=["family", "direction"], name="resource_family_direction")]

    def __str__(self) -> str:
        return self.title
