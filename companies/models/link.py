"""Personal links: a capability over one company's own things, for one purpose, until an instant."""

from __future__ import annotations

from datetime import datetime

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from companies.models.company import Contact


class PersonalLinkQuerySet(models.QuerySet["PersonalLink"]):
    def usable(self, now: datetime) -> PersonalLinkQuerySet:
        """The links that open something at `now`; `is_usable_at` says it of one."""
        return self.filter(revoked_at=None, expires_at__gt=now, contact__is_active=True)


class PersonalLink(models.Model):
    contact = models.ForeignKey(
        Contact, models.PROTECT, related_name="personal_links", verbose_name=_("contact")
    )
    purpose = models.CharField(
        _("purpose"), max_length=60, help_text=_("What it opens, such as “round:3”.")
    )
    nonce = models.CharField(_("number used once"), max_length=64, unique=True, editable=False)
    token_hash = models.CharField(
        _("hash of the token"), max_length=64, unique=True, editable=False
    )
    issued_at = models.DateTimeField(_("issued"))
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = PersonalLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        ordering = ("-issued_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "purpose"],
                condition=Q(revoked_at__isnull=True),
                name="personallink_one_alive",
            ),
            models.CheckConstraint(
                name="personallink_expires_after_issue",
                condition=Q(expires_at__gt=models.F("issued_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact} · {self.opens}"

    def is_usable_at(self, now: datetime) -> bool:
        """Return whether it opens something at `now`: not revoked, not over, its contact active."""
        return self.revoked_at is None and now < self.expires_at and self.contact.is_active

    @property
    @admin.display(description=_("purpose"), ordering="purpose")
    def opens(self) -> str:
        """What it opens, in words; the purpose is a key: “space”, “round:3”."""
        known = {"space": _("space of the company"), "round": _("ballot")}
        return str(known.get(self.purpose.partition(":")[0], self.purpose))
