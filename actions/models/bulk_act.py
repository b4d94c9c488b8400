"""One act on several rows at once, with what each of them was before: it can be undone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import admin
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

UNDO_FOR = timedelta(days=7)


class BulkActQuerySet(models.QuerySet["BulkAct"]):
    def undoable_at(self, now: datetime) -> BulkActQuerySet:
        """Acts that stand and are young enough to be undone, the latest first."""
        rows = self.filter(undone_at=None, made_at__gt=now - UNDO_FOR)
        return rows.select_related("user").order_by("-made_at", "-pk")


class BulkAct(models.Model):
    """`changes`: for each row its model, key, name, and the values of before and after."""

    class Subject(models.TextChoices):
        SYNERGIES = "synergies", _("synergies")
        ACTIONS = "actions", _("actions")
        COMPANIES = "companies", _("companies")

    subject = models.CharField(_("of what"), max_length=9, choices=Subject.choices)
    act = models.CharField(_("act"), max_length=20)
    changes = models.JSONField(_("changes"), default=list, encoder=DjangoJSONEncoder)
    made_at = models.DateTimeField(_("made"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = BulkActQuerySet.as_manager()

    class Meta:
        verbose_name = _("act on several")
        verbose_name_plural = _("acts on several")
        ordering = ("-made_at", "-pk")
        indexes = [models.Index(fields=["made_at"], name="bulkact_made_at")]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} · {self.act}"

    @property
    @admin.display(description=_("rows"))
    def row_count(self) -> int:
        return len({change["line"] for change in self.changes})

    def is_undoable_at(self, now: datetime) -> bool:
        """Return whether it stands, and is young enough."""
        return self.undone_at is None and self.made_at > now - UNDO_FOR
