"""When a company is closed: nobody reads a mail then."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from companies.models.company import Company


class ClosingPeriod(models.Model):
    company = models.ForeignKey(
        Company, models.CASCADE, related_name="closing_periods", verbose_name=_("company")
    )
    starts_on = models.DateField(_("first closed day"))
    ends_on = models.DateField(_("last closed day"))
    note = models.CharField(
        _("note"), max_length=150, blank=True, help_text=_("Such as “summer holidays”.")
    )

    class Meta:
        verbose_name = _("closing period")
        verbose_name_plural = _("closing periods")
        ordering = ("starts_on", "pk")
        constraints = [
            models.CheckConstraint(
                name="closingperiod_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last closed day comes before the first one."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.company} · {self.starts_on} – {self.ends_on}"
