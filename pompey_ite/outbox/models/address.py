"""What is known of an address: what its owner wants no more, and whether it exists at all."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class StopQuerySet(models.QuerySet["Stop"]):
    def standing(self) -> StopQuerySet:
        return self.filter(resumed_at=None)


class Stop(models.Model):
    """Somebody wants no more mails of a group."""

    class How(models.TextChoices):
        PAGE = "page", _("on the page of preferences")
        ONE_CLICK = "one_click", _("with the button of the mail program")

    address = models.EmailField(_("address"))
    group = models.CharField(_("group of mails"), max_length=20)
    stopped_at = models.DateTimeField(_("stopped"))
    how = models.CharField(_("how"), max_length=10, choices=How.choices)
    resumed_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = StopQuerySet.as_manager()

    class Meta:
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        ordering = ("-stopped_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["address", "group"],
                condition=Q(resumed_at=None),
                name="stop_unique_standing",
            ),
            models.CheckConstraint(
                name="stop_address_in_lower_case", condition=Q(address=Lower("address"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} · {self.group}"


class AddressErrorQuerySet(models.QuerySet["AddressError"]):
    def standing(self) -> AddressErrorQuerySet:
        return self.filter(cleared_at=None)

    def reasons(self, addresses: Collection[str]) -> dict[str, str]:
        """Return what is wrong with each of the addresses in lower case, in one query."""
        rows = self.standing().filter(address__in=addresses)
        return dict(rows.values_list("address", "reason"))


class AddressError(models.Model):
    """An address that a server said does not exist, until somebody knows better."""

    address = models.EmailField(_("address"))
    since = models.DateTimeField(_("since"))
    reason = models.CharField(_("what the server says"), max_length=500)
    cleared_at = models.DateTimeField(_("right again"), null=True, blank=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who says so"),
    )
    cleared_reason = models.CharField(_("why it is right again"), max_length=250, blank=True)

    objects = AddressErrorQuerySet.as_manager()

    class Meta:
        verbose_name = _("address in error")
        verbose_name_plural = _("addresses in error")
        ordering = ("-since", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["address"],
                condition=Q(cleared_at=None),
                name="addresserror_unique_standing",
            ),
            models.CheckConstraint(
                name="addresserror_address_in_lower_case", condition=Q(address=Lower("address"))
            ),
            models.CheckConstraint(
                name="addresserror_cleared_with_reason",
                condition=Q(cleared_at=None) | ~Q(cleared_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.address
