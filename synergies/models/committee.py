"""What the steering committee decided beside the vote: never instead of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from synergies.models.round import RoundOption
from synergies.models.tally import Tally


class CommitteeDecisionQuerySet(models.QuerySet["CommitteeDecision"]):
    def in_force(self) -> CommitteeDecisionQuerySet:
        return self.filter(withdrawn_at=None)

    def for_list(self) -> CommitteeDecisionQuerySet:
        """What the pages show of a decision, in one query, the first decision first."""
        rows = self.select_related("option", "decided_by", "withdrawn_by")
        return rows.order_by("recorded_at", "pk")


class CommitteeDecision(models.Model):
    """A proposal set aside or added, with the reason; withdrawn with a reason, never deleted."""

    class Kind(models.TextChoices):
        SET_ASIDE = "set_aside", _("set aside")
        ADD = "add", _("added")

    tally = models.ForeignKey(
        Tally, models.PROTECT, related_name="decisions", verbose_name=_("tally")
    )
    option = models.ForeignKey(
        RoundOption, models.PROTECT, related_name="decisions", verbose_name=_("option")
    )
    kind = models.CharField(_("kind"), max_length=9, choices=Kind.choices)
    reason = models.CharField(_("reason"), max_length=250)
    committee = models.CharField(_("who decided"), max_length=150)
    decided_on = models.DateField(_("decided on"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    recorded_at = models.DateTimeField(_("entered"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawal_reason = models.CharField(_("why withdrawn"), max_length=250, blank=True)

    objects = CommitteeDecisionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("decision of the committee")
        verbose_name_plural = _("decisions of the committee")
        ordering = ("-recorded_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["tally", "option"],
                condition=Q(withdrawn_at__isnull=True),
                name="committeedecision_one_in_force",
                violation_error_message=_("The committee has decided about it already."),
            ),
            models.CheckConstraint(
                name="committeedecision_with_reason",
                condition=~Q(reason="") & ~Q(committee=""),
                violation_error_message=_("Say why, and who decided."),
            ),
            models.CheckConstraint(
                name="committeedecision_withdrawn_with_reason",
                condition=Q(
                    withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawal_reason=""
                )
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawal_reason="")
                ),
                violation_error_message=_("Say why the decision is withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.option} · {self.get_kind_display()}"
