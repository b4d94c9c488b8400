"""How a synergy moved on its ladder: from where to where, why, with which proof, by whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from synergies.models.synergy import Synergy

FEWEST_USERS = 2  # entities that use a pooled service before it counts (ADEME)


class StatusChangeQuerySet(models.QuerySet["StatusChange"]):
    def for_timeline(self) -> StatusChangeQuerySet:
        """What the sheet shows of the moves, in two queries, the latest first."""
        rows = self.select_related("changed_by").prefetch_related("users")
        return rows.order_by("-changed_at", "-pk")


class StatusChange(models.Model):
    """One move, written once and never changed.

    Its proof is ADEME's definition of an operational synergy: at least one exchange of material
    done, or a pooled service used by at least two entities.
    """

    class Proof(models.TextChoices):
        EXCHANGE = "exchange", _("at least one exchange of material was done")
        SERVICE = "service", _("a pooled service is used by at least two companies")

    synergy = models.ForeignKey(
        Synergy, models.CASCADE, related_name="status_changes", verbose_name=_("synergy")
    )
    before = models.CharField(_("before"), max_length=11, choices=Synergy.Status.choices)
    after = models.CharField(_("after"), max_length=11, choices=Synergy.Status.choices)
    reason = models.CharField(_("because"), max_length=250, blank=True)
    proof = models.CharField(
        _("what is fulfilled"), max_length=8, choices=Proof.choices, blank=True
    )
    evidence = models.TextField(_("evidence"), blank=True)
    happened_on = models.DateField(_("since"), null=True, blank=True)
    users = models.ManyToManyField(
        Company, related_name="+", blank=True, verbose_name=_("companies that use it")
    )
    user_count = models.PositiveSmallIntegerField(_("number of companies that use it"), default=0)
    document = models.FileField(_("document"), upload_to="evidence/%Y", blank=True)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    objects = StatusChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("status change")
        verbose_name_plural = _("status changes")
        ordering = ("-changed_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="statuschange_moves", condition=~Q(before=models.F("after"))
            ),
            models.CheckConstraint(
                name="statuschange_operational_with_proof",
                condition=~Q(after="operational")
                | (
                    ~Q(proof="")
                    & ~Q(evidence="")
                    & Q(happened_on__isnull=False)
                    & (~Q(proof="service") | Q(user_count__gte=FEWEST_USERS))
                ),
            ),
            models.CheckConstraint(
                name="statuschange_parked_or_closed_with_reason",
                condition=~Q(after__in=["parked", "closed"]) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"
