"""What is written down while an action lives: notes, decisions, and who pays."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from actions.models.action import SHEET_ORDER, Action, Milestone
from actions.models.committee import Meeting
from actions.models.programme import Programme
from companies.models import Initiative
from synergies.models import Synergy


class Funder(models.Model):
    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="funders", verbose_name=_("initiative")
    )
    name = models.CharField(_("name"), max_length=150)

    class Meta:
        verbose_name = _("funder")
        verbose_name_plural = _("funders")
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=["initiative", "name"], name="funder_unique_name")
        ]

    def __str__(self) -> str:
        return self.name


class FundingQuerySet(models.QuerySet["Funding"]):
    def for_export(self) -> FundingQuerySet:
        """Every funding in the order of the actions, in one query."""
        rows = self.select_related("action__area__programme", "funder")
        return rows.order_by(*(f"action__{name}" for name in SHEET_ORDER), "funder__name", "pk")


class Funding(models.Model):
    class Nature(models.TextChoices):
        INVESTMENT = "investment", _("investment")
        OPERATION = "operation", _("operation")

    action = models.ForeignKey(
        Action, models.CASCADE, related_name="fundings", verbose_name=_("action")
    )
    funder = models.ForeignKey(
        Funder, models.PROTECT, related_name="fundings", verbose_name=_("funder")
    )
    nature = models.CharField(
        _("nature"), max_length=10, choices=Nature.choices, default=Nature.OPERATION
    )
    planned_eur = models.DecimalField(
        _("planned (€ before tax)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    actual_eur = models.DecimalField(
        _("actual (€ before tax)"), max_digits=12, decimal_places=2, null=True, blank=True
    )

    objects = FundingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("funding")
        verbose_name_plural = _("fundings")
        ordering = ("action", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["action", "funder", "nature"], name="funding_unique_funder_and_nature"
            ),
            models.CheckConstraint(
                name="funding_not_negative",
                condition=(Q(planned_eur__isnull=True) | Q(planned_eur__gte=0))
                & (Q(actual_eur__isnull=True) | Q(actual_eur__gte=0)),
                violation_error_message=_("An amount is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.funder} · {self.action.code}"


class Note(models.Model):
    action = models.ForeignKey(
        Action, models.PROTECT, related_name="notes", verbose_name=_("action")
    )
    written_on = models.DateField(_("date"))
    text = models.TextField(_("text"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("follow-up note")
        verbose_name_plural = _("follow-up notes")
        ordering = ("-written_on", "-pk")

    def __str__(self) -> str:
        return self.text[:80]


class Decision(models.Model):
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="decisions", verbose_name=_("programme")
    )
    action = models.ForeignKey(
        Action,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("action"),
    )
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("meeting"),
    )
    asked_on = models.DateField(_("asked on"))
    question = models.CharField(_("what is to be decided"), max_length=250)
    body = models.CharField(_("who decides"), max_length=150, blank=True)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    outcome = models.TextField(_("decision"), blank=True)
    follow_up = models.CharField(_("what follows"), max_length=250, blank=True)
    milestone = models.ForeignKey(
        Milestone,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("milestone that follows"),
    )
    synergy = models.ForeignKey(
        Synergy,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("synergy whose next step follows"),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("-asked_on", "-pk")
        constraints = [
            models.CheckConstraint(
                name="decision_taken_with_outcome",
                condition=Q(taken_on__isnull=True) | ~Q(outcome=""),
                violation_error_message=_("Write what was decided."),
            )
        ]

    def __str__(self) -> str:
        return self.question
