"""Merges: synergies voted on as one, and those a person said are not the same."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from companies.models import Initiative
from synergies.models.synergy import Synergy


class MergeQuerySet(models.QuerySet["Merge"]):
    def for_list(self) -> MergeQuerySet:
        """What the page of merges shows, in two queries, the latest first."""
        rows = self.select_related("synergy", "made_by", "undone_by")
        members = Prefetch("members", Synergy.objects.order_by("number"))
        return rows.prefetch_related(members).order_by("-made_at", "-pk")


class Merge(models.Model):
    """One merge: the synergy it made, out of which others, by whom, why; undone or not.

    While it stands, its members point to the synergy (`merged_into`). Undone, they come back; the
    row stays, with the number and the title the synergy had.
    """

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="merges", verbose_name=_("initiative")
    )
    synergy = models.OneToOneField(
        Synergy,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merge",
        verbose_name=_("synergy made"),
    )
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    members = models.ManyToManyField(Synergy, related_name="merges", verbose_name=_("members"))
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
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

    objects = MergeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ("-made_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="merge_undone_by_somebody",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
            models.CheckConstraint(
                name="merge_standing_has_synergy",
                condition=Q(undone_at__isnull=False) | Q(synergy__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.title}"


class MergeRefusalQuerySet(models.QuerySet["MergeRefusal"]):
    def for_list(self) -> MergeRefusalQuerySet:
        """What the page of merges shows, in two queries, the latest first."""
        synergies = Prefetch("synergies", Synergy.objects.order_by("number"))
        rows = self.select_related("decided_by").prefetch_related(synergies)
        return rows.order_by("-decided_at", "-pk")


class MergeRefusal(models.Model):
    """Synergies that a person said are not the same: no two of them are proposed together."""

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="merge_refusals", verbose_name=_("initiative")
    )
    synergies = models.ManyToManyField(
        Synergy, related_name="merge_refusals", verbose_name=_("synergies")
    )
    key = models.CharField(_("key"), max_length=250, help_text=_("Which synergies, as one text."))
    reason = models.CharField(_("because"), max_length=250)
    decided_at = models.DateTimeField(_("decided"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decided by")
    )

    objects = MergeRefusalQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("merge refused")
        verbose_name_plural = _("merges refused")
        ordering = ("-decided_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["initiative", "key"], name="mergerefusal_unique_set"),
            models.CheckConstraint(
                name="mergerefusal_with_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why they are not the same."),
            ),
        ]

    def __str__(self) -> str:
        return self.reason
