"""The detection workshop: a day on which companies meet around tables."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from companies.models import Initiative


class Workshop(models.Model):
    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="workshops", verbose_name=_("initiative")
    )
    title = models.CharField(_("title"), max_length=150)
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=150, blank=True)
    notes = models.TextField(_("notes"), blank=True)

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
