"""Splits: one synergy that became several; reversible like a merge."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from synergies.models.synergy import Synergy


class SplitQuerySet(models.QuerySet["Split"]):
    def standing(self) -> SplitQuerySet:
        return self.filter(undone_at=None)

    def for_detail(self) -> SplitQuerySet:
        """What the sheet shows of a split, in two queries."""
        return self.standing().select_related("made_by").prefetch_related("parts")


class Split(models.Model):
    """One split: out of which synergy, why, by whom; its parts point to it.

    While it stands its source is closed. Undone, the source is again what it was.
    """

    source = models.ForeignKey(
        Synergy, models.PROTECT, related_name="splits", verbose_name=_("synergy split")
    )
    reason = models.CharField(_("because"), max_length=250)
    status_before = models.CharField(
        _("status before"), max_length=11, choices=Synergy.Status.choices
    )
    reason_before = models.CharField(_("reason of the status before"), max_length=250, blank=True)
    parts = models.ManyToManyField(
        Synergy, related_name="split_from", blank=True, verbose_name=_("parts")
    )
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )

    objects = SplitQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("split")
        verbose_name_plural = _("splits")
        ordering = ("-made_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(undone_at=None), name="split_one_standing"
            ),
            models.CheckConstraint(name="split_with_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="split_undone_by_somebody",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.source)
