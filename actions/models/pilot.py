"""Who leads an action beside its first pilot."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from actions.models.action import Action
from companies.models import Company


class CoPilot(models.Model):
    """One more pilot: a company of the initiative, or a person or body in words.

    The first pilot stands on the action itself, and only that one counts for reminders, reports
    and the 28 columns of a plan; co-pilots are shown after it, on the page and on paper.
    """

    action = models.ForeignKey(
        Action, models.CASCADE, related_name="co_pilots", verbose_name=_("action")
    )
    company = models.ForeignKey(
        Company,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="co_piloted_actions",
        verbose_name=_("company"),
    )
    name = models.CharField(_("person or body"), max_length=150, blank=True)
    service = models.CharField(_("department"), max_length=150, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("co-pilot")
        verbose_name_plural = _("co-pilots")
        ordering = ("action", "pk")
        constraints = [
            models.CheckConstraint(
                name="copilot_is_somebody",
                condition=Q(company__isnull=False) | ~Q(name=""),
                violation_error_message=_("Choose a company, or name a person or body."),
            ),
            models.UniqueConstraint(
                fields=["action", "company", "name"],
                name="copilot_unique",
                violation_error_message=_("This pilot is on the sheet already."),
            ),
        ]

    def __str__(self) -> str:
        who = " · ".join(filter(None, (self.company.name if self.company else "", self.name)))
        return f"{who} ({self.service})" if self.service else who
