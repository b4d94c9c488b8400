"""The monthly report: one row per programme and month, its figures frozen when it is built."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actions.models.programme import Programme


class Report(models.Model):
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="reports", verbose_name=_("programme")
    )
    month = models.DateField(_("month"), help_text=_("The first day of the month reported."))
    built_at = models.DateTimeField(_("built"))
    figures = models.JSONField(_("figures"), default=dict)

    class Meta:
        verbose_name = _("monthly report")
        verbose_name_plural = _("monthly reports")
        ordering = ("-month",)
        constraints = [
            models.UniqueConstraint(fields=["programme", "month"], name="report_unique_month"),
            models.CheckConstraint(name="report_month_is_first_day", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.programme} · {self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        return reverse("actions:report", args=[self.pk])
