"""The initiative itself: one row in most installations, a key of everything else."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def current(self) -> Initiative | None:
        """Return the initiative shown on the public pages: the oldest one, or None."""
        return self.order_by("pk").first()


class Initiative(models.Model):
    name = models.CharField(_("name"), max_length=150, unique=True)
    territory = models.CharField(_("territory"), max_length=150)
    association = models.CharField(_("association of companies"), max_length=150, blank=True)
    presentation = models.TextField(_("presentation"), blank=True)
    started_on = models.DateField(_("started on"))
    contact_name = models.CharField(_("who answers"), max_length=150, blank=True)
    contact_email = models.EmailField(_("contact address"))
    contact_phone = models.CharField(_("contact phone"), max_length=30, blank=True)
    hosting = models.CharField(
        _("host of the site"),
        max_length=250,
        blank=True,
        help_text=_("Name, address and phone; the law wants them on the legal page."),
    )
    municipality_count = models.PositiveSmallIntegerField(_("municipalities"), default=1)

    objects = InitiativeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name
