"""A contact asks that we forget it; the project manager erases, or says why not."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.models.company import Contact


class ErasureRequestQuerySet(models.QuerySet["ErasureRequest"]):
    def waiting(self) -> ErasureRequestQuerySet:
        return self.filter(status=ErasureRequest.Status.WAITING)

    def with_person(self) -> ErasureRequestQuerySet:
        """The request with whom it is about, in one query."""
        return self.select_related("contact__company__initiative", "decided_by")


class ErasureRequest(models.Model):
    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting for an answer")
        ERASED = "erased", pgettext_lazy("of a person", "erased")
        REFUSED = "refused", pgettext_lazy("of a request", "refused")

    contact = models.ForeignKey(
        Contact, models.PROTECT, related_name="erasure_requests", verbose_name=_("contact")
    )
    asked_at = models.DateTimeField(_("asked"))
    status = models.CharField(
        _("status"), max_length=7, choices=Status.choices, default=Status.WAITING
    )
    decided_at = models.DateTimeField(_("answered"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    reason = models.CharField(_("reason"), max_length=250, blank=True)

    objects = ErasureRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to be erased")
        verbose_name_plural = _("requests to be erased")
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["contact"], condition=Q(status="waiting"), name="erasurerequest_one_waiting"
            ),
            models.CheckConstraint(
                name="erasurerequest_refused_with_reason",
                condition=~Q(status="refused") | ~Q(reason=""),
                violation_error_message=_("Say why the request is refused."),
            ),
            models.CheckConstraint(
                name="erasurerequest_answered_at_an_instant",
                condition=Q(status="waiting") | Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact} · {self.contact.company}"

    def get_absolute_url(self) -> str:
        return reverse("companies:erasure", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING
