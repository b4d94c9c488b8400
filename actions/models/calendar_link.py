"""The private address under which somebody's calendar program reads the dates of the programme."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from companies.models import User


class CalendarLinkQuerySet(models.QuerySet["CalendarLink"]):
    def standing(self) -> CalendarLinkQuerySet:
        """The links that open something: not revoked, of people who may still read the workbench.

        A right to view is enough: the calendar is read, and asks for nothing.
        """
        return self.filter(revoked_at=None, user__in=User.staff.with_rights())


class CalendarLink(models.Model):
    """Only the hash of its token is kept: who loses the address makes a new one."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="calendar_links",
        verbose_name=_("person"),
    )
    token_hash = models.CharField(
        _("hash of the token"), max_length=64, unique=True, editable=False
    )
    made_at = models.DateTimeField(_("made"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = CalendarLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        ordering = ("-made_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at=None), name="calendarlink_one_alive"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.made_at:%Y-%m-%d}"
