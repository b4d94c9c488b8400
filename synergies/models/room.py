"""Room access: the QR code and the short code of one company's table, for one day."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from synergies.models.ballot import Ballot


class RoomAccessQuerySet(models.QuerySet["RoomAccess"]):
    def usable_on(self, day: date) -> RoomAccessQuerySet:
        """The accesses that open a ballot on `day`, a civil day in Paris."""
        return self.filter(valid_on=day, revoked_at=None)


class RoomAccess(models.Model):
    """What stands on one table; both secrets are derived from the nonce, only hashes are kept."""

    ballot = models.ForeignKey(
        Ballot, models.PROTECT, related_name="room_accesses", verbose_name=_("ballot")
    )
    valid_on = models.DateField(_("valid on"))
    nonce = models.CharField(_("number used once"), max_length=64, unique=True, editable=False)
    token_hash = models.CharField(
        _("hash of the token"), max_length=64, unique=True, editable=False
    )
    code_hash = models.CharField(_("hash of the code"), max_length=64, unique=True, editable=False)
    issued_at = models.DateTimeField(_("issued"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = RoomAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("room access")
        verbose_name_plural = _("room accesses")
        ordering = ("valid_on", "ballot")
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "valid_on"],
                condition=Q(revoked_at__isnull=True),
                name="roomaccess_one_alive",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ballot} · {self.valid_on:%Y-%m-%d}"
