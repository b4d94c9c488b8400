"""Room mode of a workshop: the accesses of its tables, and the match slips written at them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from companies.models import Company, Resource
from synergies.models.synergy import Synergy
from synergies.models.workshop import Workshop


class TableAccessQuerySet(models.QuerySet["TableAccess"]):
    def usable_on(self, day: date) -> TableAccessQuerySet:
        """The accesses that open the slips of a workshop on `day`, a civil day in Paris."""
        return self.filter(valid_on=day, revoked_at=None)


class TableAccess(models.Model):
    """What a facilitator, or the companies, come in by: a QR code and a short code, for one day.

    Both secrets are derived from the nonce, only hashes are kept.
    """

    workshop = models.ForeignKey(
        Workshop, models.PROTECT, related_name="table_accesses", verbose_name=_("workshop")
    )
    table_number = models.PositiveSmallIntegerField(
        _("table"), default=0, help_text=_("0: for the phones of the companies.")
    )
    valid_on = models.DateField(_("valid on"))
    nonce = models.CharField(_("number used once"), max_length=64, unique=True, editable=False)
    token_hash = models.CharField(
        _("hash of the token"), max_length=64, unique=True, editable=False
    )
    code_hash = models.CharField(_("hash of the code"), max_length=64, unique=True, editable=False)
    issued_at = models.DateTimeField(_("issued"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = TableAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("table access")
        verbose_name_plural = _("table accesses")
        ordering = ("valid_on", "table_number")
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "valid_on", "table_number"],
                condition=Q(revoked_at__isnull=True),
                name="tableaccess_one_alive",
            )
        ]

    def __str__(self) -> str:
        return f"{self.workshop} · {self.table_number} · {self.valid_on:%Y-%m-%d}"

    @property
    def is_of_companies(self) -> bool:
        """Whether it is the one that all companies share, on their own phones."""
        return self.table_number == 0


class SlipQuerySet(models.QuerySet["Slip"]):
    def standing(self) -> SlipQuerySet:
        """Slips that nobody has withdrawn."""
        return self.filter(withdrawn_at=None)

    def for_list(self) -> SlipQuerySet:
        """Everything a line of the list shows, the latest first, in one query."""
        return self.select_related("offers", "wants", "synergy").order_by("-pk")


class Slip(models.Model):
    """Who offers what to whom, as written in the room; it stands behind one synergy."""

    workshop = models.ForeignKey(
        Workshop, models.PROTECT, related_name="slips", verbose_name=_("workshop")
    )
    access = models.ForeignKey(
        TableAccess, models.PROTECT, related_name="slips", verbose_name=_("table")
    )
    client_key = models.CharField(
        _("key of the device"),
        max_length=64,
        unique=True,
        editable=False,
        help_text=_("The same slip sent twice has the same key, and is one slip."),
    )
    offers = models.ForeignKey(
        Company, models.PROTECT, related_name="slips_offering", verbose_name=_("who offers")
    )
    wants = models.ForeignKey(
        Company, models.PROTECT, related_name="slips_wanting", verbose_name=_("who wants")
    )
    what = models.CharField(_("what"), max_length=200)
    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=Synergy.Kind.choices,
        default=Synergy.Kind.SUBSTITUTION,
    )
    note = models.CharField(_("note"), max_length=250, blank=True)
    concept = models.CharField(_("concept"), max_length=80, blank=True)
    concept_confirmed = models.BooleanField(
        _("concept confirmed"), default=False, help_text=_("By a person, with a tap.")
    )
    declared = models.ManyToManyField(
        Resource,
        related_name="slips",
        blank=True,
        verbose_name=_("declarations"),
        help_text=_("What the companies declare because of this slip."),
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    synergy = models.OneToOneField(
        Synergy, models.PROTECT, related_name="slip", verbose_name=_("synergy")
    )
    entered_at = models.DateTimeField(_("entered"))
    corrected_at = models.DateTimeField(_("corrected"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("why it was withdrawn"), max_length=250, blank=True)

    objects = SlipQuerySet.as_manager()

    class Meta:
        verbose_name = _("match slip")
        verbose_name_plural = _("match slips")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(name="slip_two_companies", condition=~Q(offers=F("wants"))),
            models.CheckConstraint(
                name="slip_withdrawn_with_reason",
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
            ),
            models.CheckConstraint(
                name="slip_confirmed_concept_named",
                condition=Q(concept_confirmed=False) | ~Q(concept=""),
            ),
        ]

    def __str__(self) -> str:
        return self.what
