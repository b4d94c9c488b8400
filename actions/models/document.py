"""Documents of an action: a link or a kept file, and what they prove."""

from __future__ import annotations

import secrets
from pathlib import PurePath

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from actions.models.action import Action, Milestone


def kept_under(document: Document, name: str) -> str:
    """Return where a file is kept: a name of ours, so that none of theirs reaches the disk."""
    return f"documents/{secrets.token_hex(16)}{PurePath(name).suffix.lower()}"


class DocumentQuerySet(models.QuerySet["Document"]):
    def standing(self) -> DocumentQuerySet:
        """Documents that nobody has set aside."""
        return self.filter(closed_on=None)

    def for_sheet(self) -> DocumentQuerySet:
        """What a sheet shows, in one query; set-aside documents come last."""
        rows = self.select_related("milestone", "added_by")
        return rows.order_by(models.F("closed_on").asc(nulls_first=True), "-dated_on", "-pk")


class Document(models.Model):
    class Kind(models.TextChoices):
        AGREEMENT = "agreement", _("agreement")
        INVOICE = "invoice", _("invoice")
        PHOTO = "photo", _("photo")
        MEASUREMENT = "measurement", _("measurement slip")
        MINUTES = "minutes", _("minutes")
        OTHER = "other", _("other document")

    class Proves(models.TextChoices):
        NOTHING = "nothing", _("nothing in particular")
        MILESTONE = "milestone", _("that a milestone is reached")
        STATUS = "status", _("the status of the action")

    action = models.ForeignKey(
        Action, models.PROTECT, related_name="kept_documents", verbose_name=_("action")
    )
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(
        _("kind of document"), max_length=11, choices=Kind.choices, default=Kind.OTHER
    )
    dated_on = models.DateField(_("date of the document"))
    url = models.CharField(
        _("link"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["https", "http"])],
    )
    file = models.FileField(_("file"), upload_to=kept_under, max_length=120, blank=True)
    proves = models.CharField(
        _("what it proves"), max_length=9, choices=Proves.choices, default=Proves.NOTHING
    )
    milestone = models.ForeignKey(
        Milestone,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("milestone"),
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("added by"),
    )
    closed_on = models.DateField(_("set aside on"), null=True, blank=True)
    closed_reason = models.CharField(_("why it is set aside"), max_length=250, blank=True)

    objects = DocumentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("-dated_on", "-pk")
        constraints = [
            models.CheckConstraint(
                name="document_link_or_file",
                condition=(Q(url="") & ~Q(file="")) | (~Q(url="") & Q(file="")),
                violation_error_message=_("Give a link or a file: one of the two."),
            ),
            models.CheckConstraint(
                name="document_proves_its_milestone",
                condition=(Q(proves="milestone") & Q(milestone__isnull=False))
                | (~Q(proves="milestone") & Q(milestone__isnull=True)),
                violation_error_message=_("Say which milestone it proves, or none."),
            ),
            models.CheckConstraint(
                name="document_closed_with_reason",
                condition=Q(closed_on__isnull=True) | ~Q(closed_reason=""),
                violation_error_message=_("Say why the document is set aside."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def extension(self) -> str:
        """The kind of file in capitals, as PDF; empty for a link."""
        return PurePath(self.file.name or "").suffix[1:].upper()
