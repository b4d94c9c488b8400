"""Every e-mail is a row before it is a message; the row is the truth, the broker an alarm clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LEASE = timedelta(minutes=5)  # longer than the slowest SMTP dialogue (EMAIL_TIMEOUT per step)


class MailQuerySet(models.QuerySet["Mail"]):
    def due(self, now: datetime) -> MailQuerySet:
        """Mails that may leave at `now`: waiting for their instant, or left by a dead worker."""
        waiting = Q(status__in=[Mail.Status.QUEUED, Mail.Status.RETRY], due_at__lte=now)
        abandoned = Q(status=Mail.Status.SENDING, leased_until__lte=now)
        return self.filter(waiting | abandoned).order_by("due_at", "pk")

    def in_error(self) -> MailQuerySet:
        return self.filter(status=Mail.Status.DEAD)


class Mail(models.Model):
    class Status(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        RETRY = "retry", _("to be tried again")
        DEAD = "dead", _("refused")
        DROPPED = "dropped", _("no longer needed")

    kind = models.CharField(_("kind"), max_length=40)
    recipient = models.EmailField(_("recipient"))
    recipient_name = models.CharField(_("name of the recipient"), max_length=200, blank=True)
    object_key = models.CharField(
        _("object"), max_length=100, help_text=_("What the mail is about, such as “report:12”.")
    )
    period = models.CharField(
        _("period"), max_length=20, blank=True, help_text=_("Such as “2019-06”; empty: only once.")
    )
    language = models.CharField(_("language"), max_length=5)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=250)
    dated_at = models.DateTimeField(_("date of the mail"))
    status = models.CharField(
        _("status"), max_length=7, choices=Status.choices, default=Status.QUEUED
    )
    due_at = models.DateTimeField(_("leaves at the earliest"))
    leased_until = models.DateTimeField(_("lease of the worker"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    reason = models.CharField(
        _("reason"), max_length=500, blank=True, help_text=_("Why it was refused, or not sent.")
    )

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ("-due_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "recipient", "object_key", "period"], name="mail_unique_key"
            ),
            models.UniqueConstraint(fields=["message_id"], name="mail_unique_message_id"),
            models.CheckConstraint(
                name="mail_sent_has_instant",
                condition=Q(status="sent", sent_at__isnull=False)
                | Q(~Q(status="sent"), sent_at__isnull=True),
            ),
            models.CheckConstraint(
                name="mail_sending_has_lease",
                condition=Q(status="sending", leased_until__isnull=False)
                | Q(~Q(status="sending"), leased_until__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["status", "due_at"], name="mail_by_status_and_due")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"


class MailAttachment(models.Model):
    mail = models.ForeignKey(Mail, models.CASCADE, related_name="attachments")
    name = models.CharField(_("file name"), max_length=150)
    content_type = models.CharField(_("content type"), max_length=100)
    content = models.BinaryField(_("content"))
    content_id = models.CharField(
        _("Content-ID"), max_length=100, blank=True, help_text=_("Of a picture shown in the HTML.")
    )

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [
            models.UniqueConstraint(fields=["mail", "name"], name="mailattachment_unique_name")
        ]

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """When the clock last ticked: the one fact that tells whether worker and beat are alive."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    beaten_at = models.DateTimeField(_("last beat"))

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.name
