"""A pair proposed by detection, until a person keeps or rejects it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from companies.models import Company, Initiative, Resource
from synergies.models.synergy import Synergy


class MatchQuerySet(models.QuerySet["Match"]):
    def suggested(self) -> MatchQuerySet:
        return self.filter(status=Match.Status.SUGGESTED)

    def of_initiative(self, initiative: Initiative) -> MatchQuerySet:
        return self.filter(resource_a__company__initiative=initiative)

    def joining(self, resource: Resource, company: Company) -> MatchQuerySet:
        """Pairs of a resource with one of the company's that became a synergy and stand."""
        one = Q(resource_a=resource, resource_b__company=company)
        other = Q(resource_b=resource, resource_a__company=company)
        kept = self.filter(one | other, status=Match.Status.KEPT)
        return kept.exclude(synergy__status=Synergy.Status.CLOSED)

    def for_list(self) -> MatchQuerySet:
        rows = self.select_related("resource_a__company", "resource_b__company", "synergy")
        return rows.order_by("tier_order", "-kind", "pk")  # substitutions first


class Match(models.Model):
    class Tier(models.TextChoices):
        SURE = "sure", _("sure")
        PROBABLE = "probable", _("probable")
        LEAD = "lead", _("lead")

    class Status(models.TextChoices):
        SUGGESTED = "suggested", _("suggested")
        KEPT = "kept", _("kept")
        REJECTED = "rejected", _("rejected")

    resource_a = models.ForeignKey(
        Resource, models.CASCADE, related_name="matches_as_a", verbose_name=_("one resource")
    )
    resource_b = models.ForeignKey(
        Resource, models.CASCADE, related_name="matches_as_b", verbose_name=_("other resource")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Synergy.Kind.choices)
    tier = models.CharField(_("tier"), max_length=8, choices=Tier.choices)
    tier_order = models.PositiveSmallIntegerField(
        _("order of the tier"), help_text=_("1 sure, 2 probable, 3 lead")
    )
    concept = models.CharField(_("concept"), max_length=80, blank=True)
    reasons = models.JSONField(_("reasons"), default=list)
    status = models.CharField(
        _("status"), max_length=9, choices=Status.choices, default=Status.SUGGESTED
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decision_reason = models.CharField(_("because"), max_length=250, blank=True)
    synergy = models.ForeignKey(
        Synergy,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="matches",
        verbose_name=_("synergy"),
    )

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ("tier_order", "pk")
        constraints = [
            models.UniqueConstraint(fields=["resource_a", "resource_b"], name="match_unique_pair"),
            models.CheckConstraint(
                name="match_pair_in_order", condition=Q(resource_a__lt=F("resource_b"))
            ),
            models.CheckConstraint(
                name="match_rejected_with_reason",
                condition=~Q(status="rejected") | ~Q(decision_reason=""),
                violation_error_message=_("Say why it is not a match."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_a} ↔ {self.resource_b}"
