"""Every e-mail is a row before it is a message; the row is the truth, the broker an alarm clock."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

LEASE = timedelta(seconds=settings.MAIL_LEASE_S)


class MailQuerySet(models.QuerySet["Mail"]):
    def due(self, now: datetime) -> MailQuerySet:
        """Mails that may leave at `now`: waiting for their instant, or left by a dead worker."""
        waiting = Q(status__in=[Mail.Status.QUEUED, Mail.Status.RETRY], due_at__lte=now)
        abandoned = Q(status=Mail.Status.SENDING, leased_until__lte=now)
        return self.filter(waiting | abandoned).order_by("due_at", "pk")

    def waiting(self) -> MailQuerySet:
        return self.filter(
            status__in=[Mail.Status.QUEUED, Mail.Status.RETRY, Mail.Status.SENDING]
        ).order_by("due_at", "pk")

    def in_error(self) -> MailQuerySet:
        """Mails that reached nobody: refused by the server, or sent back later."""
        return self.filter(Q(status=Mail.Status.DEAD) | Q(_returned()))

    def taking_the_day(self, day: date, addresses: Collection[str]) -> MailQuerySet:
        """The mail that each of these addresses gets on `day`: sent already, or being sent."""
        return self.filter(sent_on=day, recipient__in=addresses)

    def matching(self, words: str, addresses: Collection[str]) -> MailQuerySet:
        """Mails to one of these addresses, or whose recipient or subject holds the words."""
        return self.filter(
            Q(recipient__in=addresses)
            | Q(recipient__icontains=words)
            | Q(recipient_name__icontains=words)
            | Q(subject__icontains=words)
        )

    def for_list(self) -> MailQuerySet:
        """Everything the list shows; neither text nor HTML."""
        return self.defer("text", "html").prefetch_related("bounces")

    def for_detail(self) -> MailQuerySet:
        """A mail with what people did with it, what came back, and the mails it was sent as."""
        attachments = Prefetch("attachments", MailAttachment.objects.defer("content"))
        return self.select_related("resent_from").prefetch_related(
            attachments, "bounces", "notes__author", "resendings"
        )

    def count_by_tab(self) -> dict[str, int]:
        """Return how many mails wait, were sent, failed and were dropped, in one query."""
        status = Mail.Status
        waiting = [status.QUEUED, status.RETRY, status.SENDING]
        return self.aggregate(
            waiting=Count("pk", filter=Q(status__in=waiting)),
            sent=Count("pk", filter=Q(status=status.SENT)),
            failed=Count("pk", filter=Q(status=status.DEAD) | Q(_returned())),
            dropped=Count("pk", filter=Q(status=status.DROPPED)),
        )

    def with_text_before(self, instant: datetime) -> MailQuerySet:
        """Mails over since before `instant`, whose texts are still kept."""
        over = [Mail.Status.SENT, Mail.Status.DEAD, Mail.Status.DROPPED]
        return self.filter(status__in=over, due_at__lt=instant, purged_at=None)


def _returned() -> Exists:
    return Exists(Bounce.objects.filter(mail=OuterRef("pk"), is_permanent=True))


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
        _("period"), max_length=40, blank=True, help_text=_("Such as “2019-06”; empty: only once.")
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
    sent_on = models.DateField(
        _("day it takes"),
        null=True,
        blank=True,
        help_text=_("One mail per person and day; empty for what may leave beside another."),
    )
    reason = models.CharField(
        _("reason"), max_length=500, blank=True, help_text=_("Why it was refused, or not sent.")
    )
    resent_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resendings",
        verbose_name=_("sent again from"),
    )
    purged_at = models.DateTimeField(_("text deleted"), null=True, blank=True)

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
            models.UniqueConstraint(
                fields=["recipient", "sent_on"], name="mail_one_per_recipient_and_day"
            ),
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
        indexes = [
            models.Index(fields=["status", "due_at"], name="mail_by_status_and_due"),
            models.Index(
                fields=["due_at"], condition=Q(purged_at=None), name="mail_with_text_by_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"

    def get_absolute_url(self) -> str:
        return reverse("outbox:detail", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        """Whether it may still be dropped: it is not being sent, nor over."""
        return self.status in {Mail.Status.QUEUED, Mail.Status.RETRY}

    @property
    def has_returned(self) -> bool:
        """Whether a server has sent it back; reads the bounces, which lists prefetch."""
        return any(bounce.is_permanent for bounce in self.bounces.all())

    @property
    def is_over(self) -> bool:
        return self.status in {Mail.Status.SENT, Mail.Status.DEAD, Mail.Status.DROPPED}


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


class MailNote(models.Model):
    """What a person did with a mail, and why: sent it again, or held it back."""

    mail = models.ForeignKey(Mail, models.CASCADE, related_name="notes")
    written_at = models.DateTimeField(_("when"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who")
    )
    text = models.CharField(_("what and why"), max_length=500)

    class Meta:
        verbose_name = _("note on a mail")
        verbose_name_plural = _("notes on mails")
        ordering = ("written_at", "pk")

    def __str__(self) -> str:
        return self.text


class Bounce(models.Model):
    """A report of another mail server that came back to our return address."""

    digest = models.CharField(_("digest of the report"), max_length=64, unique=True)
    mail = models.ForeignKey(
        Mail, models.CASCADE, related_name="bounces", verbose_name=_("mail it is about")
    )
    read_at = models.DateTimeField(_("read"))
    status_code = models.CharField(_("status code"), max_length=20, help_text="5.1.1")
    text = models.CharField(_("what the server says"), max_length=500, blank=True)
    is_permanent = models.BooleanField(_("never delivered"))

    class Meta:
        verbose_name = _("returned mail")
        verbose_name_plural = _("returned mails")
        ordering = ("-read_at", "-pk")

    def __str__(self) -> str:
        return f"{self.status_code} {self.text}".strip()
