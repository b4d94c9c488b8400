"""The weekly digest: one row a week, so that it is built once, and knows when the last one was."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from companies.models import Initiative


class DigestQuerySet(models.QuerySet["Digest"]):
    def last_built_at(self, initiative: Initiative) -> datetime | None:
        """Return when the last digest was built, or None when there never was one."""
        last: datetime | None = self.filter(initiative=initiative).aggregate(
            last=models.Max("built_at")
        )["last"]
        return last


class Digest(models.Model):
    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="digests", verbose_name=_("initiative")
    )
    week = models.CharField(_("week"), max_length=8, help_text="2019-W27")
    built_at = models.DateTimeField(_("built"))
    mail_count = models.PositiveSmallIntegerField(
        _("mails"), default=0, help_text=_("None: nothing was new.")
    )

    objects = DigestQuerySet.as_manager()

    class Meta:
        verbose_name = _("weekly digest")
        verbose_name_plural = _("weekly digests")
        ordering = ("-week", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["initiative", "week"], name="digest_unique_week")
        ]

    def __str__(self) -> str:
        return self.week
