"""The programme of an initiative and its areas."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from companies.models import Initiative
from synergies.models import Area, Round

AREA_CODES = {Area.EQUIPMENT: "A", Area.RESOURCES: "B", Area.SKILLS: "C"}


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def current(self) -> Programme | None:
        """Return the programme shown first: the newest that has actions, or None."""
        rows = self.filter(areas__actions__isnull=False).select_related("initiative")
        return rows.order_by("-starts_on", "-pk").first()


class Programme(models.Model):
    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="programmes", verbose_name=_("initiative")
    )
    title = models.CharField(_("title"), max_length=150)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    round = models.OneToOneField(
        Round,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="programme",
        verbose_name=_("round it comes from"),
    )
    report_sends_alone_after_days = models.PositiveSmallIntegerField(
        _("the monthly report leaves by itself after (days)"),
        null=True,
        blank=True,
        help_text=_("Empty: it waits for the project manager, however long."),
    )

    capacity_days = models.DecimalField(
        _("days a month that the project manager has for it"),
        max_digits=4,
        decimal_places=1,
        default=16,
    )

    objects = ProgrammeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ("-starts_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "title"],
                name="programme_unique_title",
                violation_error_message=_("A programme of this title exists already."),
            ),
            models.CheckConstraint(
                name="programme_dates_in_order",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The programme ends before it begins."),
            ),
            models.CheckConstraint(
                name="programme_capacity_of_a_month",
                condition=Q(capacity_days__gt=0, capacity_days__lte=31),
                violation_error_message=_("A month has 1 to 31 days."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("actions:programme_of", args=[self.pk])


class ProgrammeArea(models.Model):
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="areas", verbose_name=_("programme")
    )
    kind = models.CharField(_("area"), max_length=9, choices=Area.choices)
    code = models.CharField(_("code"), max_length=3)
    title = models.CharField(_("title"), max_length=150)

    class Meta:
        verbose_name = _("area of a programme")
        verbose_name_plural = _("areas of a programme")
        ordering = ("programme", "code")
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="programmearea_unique_code"),
            models.UniqueConstraint(fields=["programme", "kind"], name="programmearea_unique_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.title}"
