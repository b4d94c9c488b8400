"""The detection workshop: a day on which companies meet around tables."""

from __future__ import annotations

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from companies.models import Initiative


class WorkshopQuerySet(models.QuerySet["Workshop"]):
    def for_list(self) -> WorkshopQuerySet:
        """The latest first, with `slip_count` and `synergy_count`: what stands, in one query."""
        standing = Q(slips__withdrawn_at=None)
        rows = self.annotate(
            slip_count=Count("slips", filter=standing, distinct=True),
            synergy_count=Count("synergies", distinct=True),
        )
        return rows.order_by("-held_on", "-pk")


class Workshop(models.Model):
    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="workshops", verbose_name=_("initiative")
    )
    title = models.CharField(_("title"), max_length=150)
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=150, blank=True)
    notes = models.TextField(_("notes"), blank=True)

    slip_count: int  # annotated by for_list
    synergy_count: int

    objects = WorkshopQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        ordering = ("-held_on",)
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "held_on", "title"], name="workshop_unique_title_and_day"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("synergies:workshop", args=[self.pk])
