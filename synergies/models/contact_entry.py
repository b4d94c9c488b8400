"""The contact log: who spoke with which company, when, how, about which synergies."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from companies.models import Company, Contact, Initiative
from synergies.models.synergy import Synergy


class ContactEntryQuerySet(models.QuerySet["ContactEntry"]):
    def standing(self) -> ContactEntryQuerySet:
        return self.filter(undone_at=None)

    def for_list(self) -> ContactEntryQuerySet:
        """What a sheet shows of the log, in two queries, the latest first."""
        synergies = Prefetch("synergies", Synergy.objects.order_by("number"))
        rows = self.standing().select_related("user", "company", "contact")
        return rows.prefetch_related(synergies).order_by("-held_on", "-pk")


class ContactEntry(models.Model):
    """One line of the log. Undone, it is kept and shown to nobody but the admin."""

    class Kind(models.TextChoices):
        CALL = "call", pgettext_lazy("contact log", "call")
        VISIT = "visit", pgettext_lazy("contact log", "visit")
        MAIL = "mail", pgettext_lazy("contact log", "mail")
        MEETING = "meeting", pgettext_lazy("contact log", "meeting")

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="contact_entries", verbose_name=_("initiative")
    )
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices)
    held_on = models.DateField(_("day"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who of us"),
        help_text=_("Empty: the contact answered a mail by a button."),
    )
    company = models.ForeignKey(
        Company,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contact_entries",
        verbose_name=_("company"),
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("contact"),
    )
    text = models.CharField(_("what was said"), max_length=250, blank=True)
    synergies = models.ManyToManyField(
        Synergy,
        through="ContactLink",
        related_name="contact_entries",
        blank=True,
        verbose_name=_("synergies"),
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = ContactEntryQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("contact log entry")
        verbose_name_plural = _("contact log")
        ordering = ("-held_on", "-pk")
        constraints = [
            models.CheckConstraint(
                name="contactentry_contact_with_company",
                condition=Q(contact__isnull=True) | Q(company__isnull=False),
            ),
            models.CheckConstraint(
                name="contactentry_somebody_spoke",
                condition=Q(user__isnull=False) | Q(contact__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["held_on"], name="contactentry_held_on")]

    def __str__(self) -> str:
        return f"{self.held_on} · {self.get_kind_display()}"


class ContactLink(models.Model):
    """A synergy spoken about, and its last contact without the log: undoing restores it."""

    entry = models.ForeignKey(
        ContactEntry, models.CASCADE, related_name="links", verbose_name=_("contact log entry")
    )
    synergy = models.ForeignKey(
        Synergy, models.CASCADE, related_name="contact_links", verbose_name=_("synergy")
    )
    outside_on = models.DateField(_("last contact known without the log"), null=True, blank=True)

    class Meta:
        verbose_name = _("synergy spoken about")
        verbose_name_plural = _("synergies spoken about")
        constraints = [
            models.UniqueConstraint(fields=["entry", "synergy"], name="contactlink_unique_synergy")
        ]

    def __str__(self) -> str:
        return str(self.synergy)
