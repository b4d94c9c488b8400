"""Lines of the legal checklists that somebody has ticked for a synergy."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from synergies.models.synergy import Synergy


class LegalTick(models.Model):
    """A line that is settled; the lines themselves are in `synergies/data/legal.csv`."""

    synergy = models.ForeignKey(
        Synergy, models.CASCADE, related_name="legal_ticks", verbose_name=_("synergy")
    )
    line = models.SlugField(_("line"), max_length=40)
    ticked_at = models.DateTimeField(_("ticked"))
    ticked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("legal line ticked")
        verbose_name_plural = _("legal lines ticked")
        ordering = ("synergy", "line")
        constraints = [
            models.UniqueConstraint(fields=["synergy", "line"], name="legaltick_unique_line")
        ]

    def __str__(self) -> str:
        return self.line
