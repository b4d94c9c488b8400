"""Synergies and their parties: what several companies could do together."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from companies.models import Company, Initiative, Resource
from pompey_ite.addresses import address_of
from pompey_ite.labels import label_of
from pompey_ite.subcounts import count_of
from synergies.models.workshop import Workshop

MOST_DIGITS = 9  # of the number of a synergy


class Area(models.TextChoices):
    """The three areas of the programme; the mark beside the colour is A ▲, B ●, C ■."""

    EQUIPMENT = "equipment", _("equipment")
    RESOURCES = "resources", _("resources")
    SKILLS = "skills", _("skills")


class SynergyQuerySet(models.QuerySet["Synergy"]):
    def open(self) -> SynergyQuerySet:
        """Synergies still in play: neither closed nor merged into another."""
        return self.filter(merged_into=None).exclude(status=Synergy.Status.CLOSED)

    def of_workshop(self, workshop: Workshop) -> SynergyQuerySet:
        """Synergies still in play that a workshop brought, or that stand for some it brought."""
        stood_for = Synergy.objects.filter(workshop=workshop, merged_into__isnull=False)
        return self.open().filter(Q(workshop=workshop) | Q(pk__in=stood_for.values("merged_into")))

    def to_complete(self) -> SynergyQuerySet:
        """Open synergies of which nobody can say who does what next, when, or spoke last."""
        unknown = Q(next_step="") | Q(next_due_on=None) | Q(owner=None) | Q(last_contact_on=None)
        return self.open().filter(unknown)

    def with_blocking(self) -> SynergyQuerySet:
        """Annotate `blocking_count`: how many blocking points are open."""
        points = apps.get_model("synergies", "BlockingPoint").objects.filter(state="open")
        return self.annotate(blocking_count=count_of(points, "synergy"))

    def blocked(self) -> SynergyQuerySet:
        """Open synergies with at least one blocking point open."""
        return self.open().filter(blocking_points__state="open").distinct()

    def groupable(self) -> SynergyQuerySet:
        """Synergies that may still be grouped before a vote: open, and no more than talked about.

        What a merge made is left as it is: a group is not grouped again.
        """
        early = (Synergy.Status.IDEA, Synergy.Status.DISCUSSION)
        rows = self.filter(merged_into=None, status__in=early)
        return rows.exclude(origin=Synergy.Origin.MERGE)

    def naming(self, company: Company) -> SynergyQuerySet:
        return self.filter(parties__company=company)

    def taken_part_in_by(self, company: Company) -> SynergyQuerySet:
        """Synergies in which the company takes part today."""
        return self.filter(parties__in=Party.objects.present().filter(company=company))

    def between(self, one: Company, other: Company) -> SynergyQuerySet:
        """Synergies in which both companies take part today."""
        present = Party.objects.present()
        rows = self.filter(parties__in=present.filter(company=one))
        return rows.filter(parties__in=present.filter(company=other))

    def matching(self, words: str) -> SynergyQuerySet:
        """Synergies whose title, comment or number holds every word."""
        rows = self
        for word in words.split():
            found = Q(title__icontains=word) | Q(comment__icontains=word)
            if word.isdecimal() and len(word) <= MOST_DIGITS:
                found |= Q(number=int(word))
            rows = rows.filter(found)
        return rows

    def with_parties(self) -> SynergyQuerySet:
        """Load who takes part today, in two queries; who has left stands on the sheet alone."""
        parties = Party.objects.present().select_related("company").order_by("position")
        return self.prefetch_related(Prefetch("parties", parties))

    def for_list(self) -> SynergyQuerySet:
        """Load what the list page shows of each synergy but the names of its parties."""
        return self.filter(merged_into=None).with_blocking().order_by("number")

    def for_export(self) -> SynergyQuerySet:
        """Every synergy by number with its parties, in two queries."""
        return self.select_related("merged_into").with_parties().order_by("number")

    def for_detail(self) -> SynergyQuerySet:
        parties = (
            Party.objects.select_related("company")
            .prefetch_related("resources__waste_code")
            .order_by("position")
        )
        rows = self.select_related("workshop", "merged_into", "owner")
        merged = Prefetch("merged", Synergy.objects.order_by("number"))
        return rows.prefetch_related(Prefetch("parties", parties), merged)


class Synergy(models.Model):
    class Kind(models.TextChoices):
        SUBSTITUTION = "substitution", _("substitution")
        POOLING = "pooling", _("pooling")

    class Status(models.TextChoices):
        IDEA = "idea", _("idea")
        DISCUSSION = "discussion", _("under discussion")
        STUDY = "study", _("under study")
        AGREED = "agreed", _("agreed")
        OPERATIONAL = "operational", _("operational")
        PARKED = "parked", _("parked")
        CLOSED = "closed", _("closed")

    class Origin(models.TextChoices):
        WORKSHOP = "workshop", _("workshop")
        DETECTION = "detection", _("detection")
        MANUAL = "manual", _("entered by hand")
        MERGE = "merge", _("merge")
        SPLIT = "split", _("split")

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="synergies", verbose_name=_("initiative")
    )
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    comment = models.TextField(_("comment"), blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    area = models.CharField(_("area"), max_length=9, choices=Area.choices)
    status = models.CharField(
        _("status"), max_length=11, choices=Status.choices, default=Status.IDEA
    )
    status_reason = models.CharField(_("reason of the status"), max_length=250, blank=True)
    origin = models.CharField(
        _("origin"), max_length=9, choices=Origin.choices, default=Origin.MANUAL
    )
    workshop = models.ForeignKey(
        Workshop,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="synergies",
        verbose_name=_("workshop"),
    )
    table_number = models.PositiveSmallIntegerField(_("table"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    evidence = models.TextField(
        _("evidence that it is operational"),
        blank=True,
        help_text=_(
            "ADEME’s definition: at least one exchange of material done, or a pooled service"
            " used by at least two entities. Say which, since when, and where it is written."
        ),
    )
    operational_since = models.DateField(_("operational since"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="synergies",
        verbose_name=_("followed by"),
    )
    next_step = models.CharField(_("next step"), max_length=250, blank=True)
    next_due_on = models.DateField(_("next step due on"), null=True, blank=True)
    last_contact_on = models.DateField(_("last contact"), null=True, blank=True)
    is_public = models.BooleanField(_("shown on the public page"), default=False)

    blocking_count: int  # annotated by with_blocking
    party_names: str  # set by who shows a list

    objects = SynergyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("synergy")
        verbose_name_plural = _("synergies")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "number"],
                name="synergy_unique_number",
                violation_error_message=_("This number is taken."),
            ),
            models.CheckConstraint(
                name="synergy_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
            ),
            models.CheckConstraint(
                name="synergy_operational_with_evidence",
                condition=~Q(status="operational")
                | (~Q(evidence="") & Q(operational_since__isnull=False)),
                violation_error_message=_(
                    "“Operational” needs its evidence and a date (ADEME’s definition)."
                ),
            ),
            models.CheckConstraint(
                name="synergy_parked_or_closed_with_reason",
                condition=~Q(status__in=["parked", "closed"]) | ~Q(status_reason=""),
                violation_error_message=_("Say why the synergy is parked or closed."),
            ),
        ]
        indexes = [
            models.Index(fields=["area", "status"], name="synergy_area_status"),
            # The first fifty of 300,000 without sorting them.
            models.Index(fields=["number"], condition=Q(merged_into=None), name="synergy_listed"),
            # What a synergy stands for; in an index of all, SQLite sees one value: none.
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="synergy_merged",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.title}"

    def get_absolute_url(self) -> str:
        return address_of("synergies:detail", self.pk)

    get_area_display = label_of("area", Area)
    get_kind_display = label_of("kind", Kind)
    get_status_display = label_of("status", Status)

    @property
    def is_ended(self) -> bool:
        return self.status == self.Status.CLOSED or self.merged_into_id is not None


class PartyQuerySet(models.QuerySet["Party"]):
    def present(self) -> PartyQuerySet:
        """Parties that take part today: who has left is kept, with the day and the reason."""
        return self.filter(left_on=None)

    def names_of(self, synergies: Iterable[Synergy]) -> dict[int, str]:
        """Return the names of the companies of each synergy, by its key: "A, B", in their order."""
        rows = self.filter(synergy__in=[synergy.pk for synergy in synergies])
        names: dict[int, list[str]] = {}
        pairs = rows.order_by("position", "pk").values_list("synergy_id", "company__name")
        for synergy, name in pairs:
            names.setdefault(synergy, []).append(name)
        return {synergy: ", ".join(those) for synergy, those in names.items()}


class Party(models.Model):
    class Role(models.TextChoices):
        PROVIDER = "provider", _("provides")
        RECEIVER = "receiver", _("receives")
        LEAD = "lead", _("leads")
        MEMBER = "member", _("takes part")

    synergy = models.ForeignKey(
        Synergy, models.CASCADE, related_name="parties", verbose_name=_("synergy")
    )
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="parties", verbose_name=_("company")
    )
    role = models.CharField(_("role"), max_length=8, choices=Role.choices, default=Role.MEMBER)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    resources = models.ManyToManyField(
        Resource, related_name="parties", blank=True, verbose_name=_("resources")
    )
    share_percent = models.DecimalField(
        _("share (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    share_quantity = models.DecimalField(
        _("share (quantity)"), max_digits=14, decimal_places=3, null=True, blank=True
    )
    share_unit = models.CharField(_("unit of the share"), max_length=20, blank=True)
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    left_reason = models.CharField(_("why it left"), max_length=250, blank=True)

    objects = PartyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["synergy", "company"],
                name="party_unique_company",
                violation_error_message=_("This company is a party already."),
            ),
            models.UniqueConstraint(
                fields=["synergy"],
                condition=Q(role="lead", left_on=None),
                name="party_one_lead",
                violation_error_message=_("One company leads; another one does already."),
            ),
            models.CheckConstraint(
                name="party_share_in_range",
                condition=(
                    Q(share_percent__isnull=True) | Q(share_percent__gt=0, share_percent__lte=100)
                )
                & (Q(share_quantity__isnull=True) | Q(share_quantity__gt=0)),
                violation_error_message=_("A share is more than 0, and at most 100 %."),
            ),
            models.CheckConstraint(
                name="party_share_one_way",
                condition=Q(share_percent__isnull=True) | Q(share_quantity__isnull=True),
                violation_error_message=_("Give a share as a percentage or as a quantity."),
            ),
            models.CheckConstraint(
                name="party_dates_in_order",
                condition=Q(joined_on__isnull=True)
                | Q(left_on__isnull=True)
                | Q(left_on__gte=F("joined_on")),
                violation_error_message=_("It leaves before it joins."),
            ),
            models.CheckConstraint(
                name="party_left_with_reason",
                condition=Q(left_on__isnull=True) | ~Q(left_reason=""),
                violation_error_message=_("Say why the company leaves."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} ({self.get_role_display()})"
