"""Entries of the journal, and the seals that chain them. The database refuses to change either.

Nobody is named: an account and a contact stand as numbers, so that erasing a person leaves the
journal as it is, and true.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    SIGNED_IN = "signed_in", _("signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("sign-in failed")
    SIGNED_OUT = "signed_out", _("signed out")
    FACTOR_SET = "factor_set", _("second factor set up")
    FACTOR_USED = "factor_used", _("second factor used")
    FACTOR_FAILED = "factor_failed", _("second factor failed")
    FACTOR_REMOVED = "factor_removed", _("second factor removed")
    RECOVERY_USED = "recovery_used", _("recovery code used")
    RECOVERY_RENEWED = "recovery_renewed", _("recovery codes renewed")
    LINK_ISSUED = "link_issued", _("link issued")
    LINK_REISSUED = "link_reissued", _("link issued again")
    LINK_OPENED = "link_opened", _("link opened")
    LINK_REVOKED = "link_revoked", _("link revoked")
    EXPORTED = "exported", _("data exported")
    BACKED_UP = "backed_up", _("backup written")
    RESTORED = "restored", _("backup restored")
    IMPORTED = "imported", _("data imported")
    CORRECTED = "corrected", _("own data corrected")
    ERASURE_ASKED = "erasure_asked", _("erasure asked for")
    ERASED = "erased", _("person erased")
    ERASURE_REFUSED = "erasure_refused", _("erasure refused")
    FORGOTTEN = "forgotten", _("data over its time forgotten")
    MAILS_APPROVED = "mails_approved", _("mails approved")
    MAILS_SENT = "mails_sent", _("mails sent")
    MAIL_RESENT = "mail_resent", _("mail sent again")
    MAIL_DROPPED = "mail_dropped", _("mail held back")
    REPORT_WITHDRAWN = "report_withdrawn", _("report withdrawn")
    ROUND_OPENED = "round_opened", _("round prepared")
    ROUND_CHANGED = "round_changed", _("round prepared again")
    ROUND_EXTENDED = "round_extended", _("round extended")
    ROUND_CLOSED = "round_closed", _("round closed early")
    ROUND_CANCELLED = "round_cancelled", _("round cancelled")
    ROUND_COUNTED = "round_counted", _("round counted")
    RIGHTS_CHANGED = "rights_changed", _("rights changed")
    ROW_ADDED = "row_added", _("row added in the admin")
    ROW_CHANGED = "row_changed", _("row changed in the admin")
    ROW_DELETED = "row_deleted", _("row deleted in the admin")
    JOURNAL_PURGED = "journal_purged", _("old entries of the journal deleted")


class EntryQuerySet(models.QuerySet["Entry"]):
    def unsealed(self) -> EntryQuerySet:
        """Entries that no seal holds yet, also those whose transaction ended late."""
        return self.filter(sealed=None).order_by("pk")


class Entry(models.Model):
    class Who(models.TextChoices):
        STAFF = "staff", _("account")
        CONTACT = "contact", _("contact")
        PROGRAM = "program", _("the program")
        UNKNOWN = "unknown", _("nobody known")

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    act = models.CharField(_("act"), max_length=20, choices=Act.choices)
    who = models.CharField(_("who"), max_length=10, choices=Who.choices)
    who_number = models.BigIntegerField(_("number of the account or contact"), null=True)
    object_kind = models.CharField(_("kind of object"), max_length=60, blank=True)
    object_number = models.BigIntegerField(_("number of the object"), null=True)
    request_number = models.CharField(_("number of the request"), max_length=12, blank=True)
    facts = models.JSONField(_("facts"), default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the journal")
        verbose_name_plural = _("entries of the journal")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.pk} · {self.get_act_display()}"


class Seal(models.Model):
    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    sealed_at = models.DateTimeField(_("sealed"))
    previous = models.CharField(_("hash of the seal before"), max_length=64, unique=True)
    count = models.PositiveIntegerField(_("number of entries"))
    first_entry = models.BigIntegerField(_("first entry"))
    last_entry = models.BigIntegerField(_("last entry"))
    content = models.CharField(_("hash of the entries"), max_length=64)
    hash = models.CharField(_("hash of the seal"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("seal of the journal")
        verbose_name_plural = _("seals of the journal")
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"{self.number} · {self.hash[:12]}"


class SealedEntry(models.Model):
    """Which seal holds an entry: a row of its own, because an entry is never written again."""

    entry = models.OneToOneField(
        Entry, models.PROTECT, primary_key=True, related_name="sealed", verbose_name=_("entry")
    )
    seal = models.ForeignKey(
        Seal, models.PROTECT, related_name="sealed_entries", verbose_name=_("seal")
    )

    class Meta:
        verbose_name = _("sealed entry")
        verbose_name_plural = _("sealed entries")

    def __str__(self) -> str:
        return f"{self.entry_id} · {self.seal_id}"


class Purge(models.Model):
    """The one way in which entries go: all those up to a seal, once they are over their time."""

    last_seal = models.OneToOneField(
        Seal, models.PROTECT, related_name="purge", verbose_name=_("last seal purged")
    )
    purged_at = models.DateTimeField(_("purged"))

    class Meta:
        verbose_name = _("purge of the journal")
        verbose_name_plural = _("purges of the journal")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.last_seal_id)
