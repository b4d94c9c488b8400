"""Companies and the people who answer for them."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Prefetch, Q
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from companies.models.initiative import Initiative
from companies.validators import validate_naf, validate_one_line, validate_siret
from pompey_ite.addresses import address_of
from pompey_ite.outbox.models import AddressError
from pompey_ite.subcounts import count_of


class CompanyQuerySet(models.QuerySet["Company"]):
    def active(self) -> CompanyQuerySet:
        return self.filter(left_on=None)

    def matching(self, words: str) -> CompanyQuerySet:
        """Companies whose name, sector or municipality holds every word."""
        rows = self
        for word in words.split():
            rows = rows.filter(
                Q(name__icontains=word)
                | Q(sector__icontains=word)
                | Q(municipality__icontains=word)
            )
        return rows

    def for_list(self) -> CompanyQuerySet:
        """Everything the list page shows, with the number of offers, needs and shares."""
        return self._with_declarations()

    def for_export(self) -> CompanyQuerySet:
        """Every company by name, with the number of its open offers, needs and shares."""
        return self._with_declarations(closed_at=None)

    def _with_declarations(self, **which: Any) -> CompanyQuerySet:
        def count(direction: str) -> Coalesce:
            return count_of(declarations.filter(direction=direction, **which), "company")

        declarations = apps.get_model("companies", "Resource").objects
        return self.annotate(
            offer_count=count("offer"), need_count=count("need"), share_count=count("share")
        ).order_by("name")

    def for_detail(self) -> CompanyQuerySet:
        """The company with its contacts and resources, in three queries."""
        contacts = Contact.objects.known().order_by("pk")
        return self.prefetch_related(Prefetch("contacts", contacts), "resources__waste_code")


class Company(models.Model):
    class NafVersion(models.TextChoices):
        REV2 = "rev2", "NAF rév. 2"
        NAF2025 = "2025", "NAF 2025"

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="companies", verbose_name=_("initiative")
    )
    name = models.CharField(_("name"), max_length=150, validators=[validate_one_line])
    siret = models.CharField(
        _("SIRET"), max_length=14, blank=True, validators=[validate_siret], help_text=_("14 digits")
    )
    naf_code = models.CharField(
        _("NAF code"), max_length=6, blank=True, validators=[validate_naf], help_text="25.62B"
    )
    naf_version = models.CharField(
        _("version of the NAF"), max_length=4, choices=NafVersion.choices, default=NafVersion.REV2
    )
    sector = models.CharField(_("sector"), max_length=150, blank=True)
    headcount = models.PositiveIntegerField(_("headcount"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    municipality = models.CharField(_("municipality"), max_length=100, blank=True)
    latitude = models.FloatField(_("latitude (degrees)"), null=True, blank=True)
    longitude = models.FloatField(_("longitude (degrees)"), null=True, blank=True)
    is_member = models.BooleanField(_("member of the association"), null=True, blank=True)
    is_public = models.BooleanField(
        _("named on the public page"), default=False, help_text=_("Only with its agreement.")
    )
    joined_on = models.DateField(_("takes part since"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    left_reason = models.CharField(_("why it left"), max_length=250, blank=True)
    notes = models.TextField(
        _("notes"), blank=True, help_text=_("Seen by the project manager only.")
    )

    offer_count: int  # annotated by for_list and for_export
    need_count: int
    share_count: int

    objects = CompanyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                "initiative",
                Lower("name"),
                name="company_unique_name",
                violation_error_message=_("A company of this name takes part already."),
            ),
            models.UniqueConstraint(
                fields=["initiative", "siret"],
                condition=~Q(siret=""),
                name="company_unique_siret",
                violation_error_message=_("A company with this SIRET takes part already."),
            ),
            models.CheckConstraint(
                name="company_latitude_range",
                condition=Q(latitude__isnull=True) | Q(latitude__range=(-90, 90)),
            ),
            models.CheckConstraint(
                name="company_longitude_range",
                condition=Q(longitude__isnull=True) | Q(longitude__range=(-180, 180)),
            ),
            models.CheckConstraint(
                name="company_left_with_reason",
                condition=Q(left_on__isnull=True) | ~Q(left_reason=""),
                violation_error_message=_("Say why the company left."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("companies:detail", self.pk)


class ContactQuerySet(models.QuerySet["Contact"]):
    def active(self) -> ContactQuerySet:
        return self.filter(is_active=True)

    def known(self) -> ContactQuerySet:
        """All but those that asked to be forgotten: of them the history keeps the company alone."""
        return self.filter(erased_at=None)


class Contact(models.Model):
    class Language(models.TextChoices):
        FR = "fr", _("French")
        EN = "en", _("English")

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="contacts", verbose_name=_("company")
    )
    first_name = models.CharField(
        _("first name"), max_length=100, blank=True, validators=[validate_one_line]
    )
    last_name = models.CharField(_("last name"), max_length=100, validators=[validate_one_line])
    role = models.CharField(_("function"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    email_error = models.CharField(
        _("address in error"), max_length=250, blank=True, help_text=_("What the server answered.")
    )
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.FR
    )
    is_active = models.BooleanField(_("active"), default=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    objects = ContactQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ("company", "last_name", "first_name")
        constraints = [
            models.UniqueConstraint(
                "company",
                Lower("email"),
                condition=~Q(email=""),
                name="contact_unique_email",
                violation_error_message=_("This company already has a contact with this address."),
            ),
            models.CheckConstraint(
                name="contact_erased_is_empty",
                condition=Q(erased_at__isnull=True)
                | Q(first_name="", last_name="", role="", email="", phone="", is_active=False),
            ),
        ]

    def __str__(self) -> str:
        if self.erased_at:
            return gettext("former contact")
        return f"{self.first_name} {self.last_name}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Show what is wrong with the address the contact has now, not with an earlier one."""
        self.email_error = ""
        if self.email:
            found = AddressError.objects.reasons([self.email.lower()])
            self.email_error = next(iter(found.values()), "")[:250]
        super().save(*args, **kwargs)
