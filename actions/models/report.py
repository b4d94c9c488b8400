"""The monthly report, who gets it, and whether its readers may see it yet."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actions.models.programme import Programme
from companies.models import Contact, Initiative


class Audience(models.TextChoices):
    """Who reads a report; what each may see is in actions/reports/audience.py."""

    MANAGER = "manager", _("project manager")
    COMMITTEE = "committee", _("steering committee")
    FUNDERS = "funders", _("funders")
    COMPANIES = "companies", _("companies")


OUTSIDE = (Audience.COMMITTEE, Audience.FUNDERS, Audience.COMPANIES)  # most seen first


class Report(models.Model):
    """The report of one programme and month, its figures frozen when it is built."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("waits for approval")
        APPROVED = "approved", _("approved")
        WITHDRAWN = "withdrawn", _("withdrawn")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="reports", verbose_name=_("programme")
    )
    month = models.DateField(_("month"), help_text=_("The first day of the month reported."))
    built_at = models.DateTimeField(_("built"))
    figures = models.JSONField(_("figures"), default=dict)
    status = models.CharField(
        _("status"), max_length=9, choices=Status.choices, default=Status.DRAFT
    )
    summary_fr = models.TextField(_("summary in French"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    approved_at = models.DateTimeField(_("approved on"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
        help_text=_("Empty: by the clock, after the days set in the programme."),
    )
    withdrawn_reason = models.CharField(_("why it was withdrawn"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("monthly report")
        verbose_name_plural = _("monthly reports")
        ordering = ("-month",)
        constraints = [
            models.UniqueConstraint(fields=["programme", "month"], name="report_unique_month"),
            models.CheckConstraint(name="report_month_is_first_day", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="report_draft_is_not_approved",
                condition=~Q(status="draft") | Q(approved_at__isnull=True),
            ),
            models.CheckConstraint(
                name="report_withdrawn_with_reason",
                condition=~Q(status="withdrawn") | ~Q(withdrawn_reason=""),
                violation_error_message=_("Say why the report is withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} · {self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        return reverse("actions:report", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_withdrawn(self) -> bool:
        return self.status == self.Status.WITHDRAWN

    @property
    def was_filed(self) -> bool:
        """Return whether it went to the archive unsent, because nothing had moved."""
        return self.status == self.Status.APPROVED and self.approved_at is None


class DistributionList(models.Model):
    """Who gets the report besides the project manager.

    The list of the companies has no subscribers: it is their active contacts who have an address.
    """

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="distribution_lists", verbose_name=_("initiative")
    )
    name = models.CharField(_("name"), max_length=100)
    audience = models.CharField(
        _("sees what is for"),
        max_length=9,
        choices=[choice for choice in Audience.choices if choice[0] != Audience.MANAGER],
    )
    is_active = models.BooleanField(_("gets the report"), default=True)

    class Meta:
        verbose_name = _("distribution list")
        verbose_name_plural = _("distribution lists")
        ordering = ("initiative", "name")
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "name"],
                name="distributionlist_unique_name",
                violation_error_message=_("A list of this name exists already."),
            ),
            models.UniqueConstraint(
                fields=["initiative"],
                condition=Q(audience="companies"),
                name="distributionlist_one_of_companies",
                violation_error_message=_("The list of the companies exists already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Subscriber(models.Model):
    list = models.ForeignKey(
        DistributionList, models.CASCADE, related_name="subscribers", verbose_name=_("list")
    )
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=Contact.Language.choices,
        default=Contact.Language.FR,
    )
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ("list", "name")
        constraints = [
            models.UniqueConstraint(
                "list",
                Lower("email"),
                name="subscriber_unique_email",
                violation_error_message=_("This address is in the list already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
