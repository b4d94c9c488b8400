"""The project manager's workbench for companies, contacts and what they declare."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminFileWidget
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from companies.models import (
    ClosingPeriod,
    Company,
    Contact,
    ErasureRequest,
    Initiative,
    JoinRequest,
    Partner,
    PersonalLink,
    PublicPage,
    Resource,
    SuccessStory,
    User,
    WasteCode,
)
from companies.services import second_factor
from companies.services.erasure import ask_erasure
from companies.services.links import revoke_link
from pompey_ite.admin_parts import (
    ChangesTogether,
    HistoryAdmin,
    NamedValuesFilter,
    NarrowInline,
    NotDeletable,
    ReadOnly,
)
from pompey_ite.permission_names import permissions_field


class NamedPermissions:
    """Forms that choose permissions name them in the language of the reader."""

    permissions_name: str

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == self.permissions_name:
            return permissions_field(db_field)
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(NamedPermissions, DjangoGroupAdmin):  # type: ignore[misc]  # it takes None
    permissions_name = "permissions"


@admin.register(User)
class UserAdmin(NamedPermissions, DjangoUserAdmin):
    """Accounts are for those with all rights: who may change one can give itself any right."""

    permissions_name = "user_permissions"
    list_display = ("username", "first_name", "last_name", "email", "language", "is_active")
    list_filter = ("is_active", "is_superuser", "language", "groups")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email", "phone", "language")}),
        (
            _("Permissions"),
            {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "email", "language")}),
        (_("Password"), {"fields": ("usable_password", "password1", "password2")}),
    )
    actions = ("forget_second_factor",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return bool(request.user.is_superuser)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return bool(request.user.is_superuser)

    @admin.action(description=_("Remove the second factor"), permissions=["change"])
    def forget_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """For those who lost phone and recovery codes."""
        for user in queryset:
            second_factor.forget(user)
        names = ", ".join(str(user) for user in queryset)
        self.message_user(request, _("No second factor any more: %(names)s.") % {"names": names})


@admin.register(Initiative)
class InitiativeAdmin(NotDeletable, HistoryAdmin):
    list_display = ("name", "territory", "association", "started_on", "contact_email")
    search_fields = ("name", "territory")


class ContactInline(NarrowInline):
    model = Contact
    fields = ("first_name", "last_name", "role", "email", "phone", "is_active")
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contact]:
        rows: QuerySet[Contact] = super().get_queryset(request)
        return rows.filter(erased_at=None)


class ClosingPeriodInline(NarrowInline):
    """While a company is closed, mails to its contacts wait."""

    model = ClosingPeriod
    fields = ("starts_on", "ends_on", "note")


class ResourceInline(NarrowInline):
    """The short form; packaging, waste code and outlet are behind the link of each row."""

    model = Resource
    fields = ("direction", "family", "title", "quantity", "unit", "period")
    show_change_link = True


@admin.register(Company)
class CompanyAdmin(ChangesTogether, HistoryAdmin):
    bulk_slug = "companies"
    bulk_acts = (
        ("ask", _("Ask: is your declaration still true?")),
        ("member", _("Mark as member of the association")),
    )
    list_display = ("name", "sector", "municipality", "headcount", "resource_count", "left_on")
    list_filter = (
        ("municipality", NamedValuesFilter),
        "is_member",
        "is_public",
        ("left_on", admin.EmptyFieldListFilter),
    )
    search_fields = ("name", "siret", "sector", "municipality")
    autocomplete_fields = ("initiative",)
    inlines = (ContactInline, ResourceInline, ClosingPeriodInline)
    fieldsets = (
        (None, {"fields": ("initiative", "name", "sector", "headcount")}),
        (_("Official identity"), {"fields": ("siret", ("naf_code", "naf_version"))}),
        (
            _("Where"),
            {"fields": ("address", ("postcode", "municipality"), ("latitude", "longitude"))},
        ),
        (
            _("Part in the initiative"),
            {"fields": ("is_member", "is_public", "joined_on", "left_on", "left_reason", "notes")},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Company]:
        rows: QuerySet[Company] = super().get_queryset(request)
        return rows.annotate(resource_count=Count("resources"))

    @admin.display(description=_("resources"), ordering="resource_count")
    def resource_count(self, company: Any) -> int:
        return int(company.resource_count)

    def has_delete_permission(self, request: HttpRequest, obj: Company | None = None) -> bool:
        """Refuse for a company that was asked to vote: it leaves, with a date and a reason."""
        asked = obj is not None and obj.ballots.exists()
        return not asked and super().has_delete_permission(request, obj)


@admin.register(Contact)
class ContactAdmin(HistoryAdmin):
    list_display = ("__str__", "company", "role", "email", "phone", "language", "is_active")
    list_filter = ("is_active", "language", ("email_error", admin.EmptyFieldListFilter))
    list_select_related = ("company",)
    search_fields = ("first_name", "last_name", "email", "company__name")
    autocomplete_fields = ("company",)
    readonly_fields = ("email_error",)  # said by mail servers, taken back on the page of addresses
    actions = ("ask_erasure",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contact]:
        rows: QuerySet[Contact] = super().get_queryset(request)
        return rows.filter(erased_at=None)

    @admin.action(description=_("Erase the person: see what goes first"), permissions=["change"])
    def ask_erasure(self, request: HttpRequest, queryset: QuerySet[Contact]) -> HttpResponse | None:
        """Open a request for a person who asked by phone or letter, and lead to it."""
        chosen = list(queryset[:2])
        if len(chosen) != 1:
            self.message_user(request, _("Choose one person."), messages.ERROR)
            return None
        return redirect(ask_erasure(contact=chosen[0], now=timezone.now()))

    def has_delete_permission(self, request: HttpRequest, obj: Contact | None = None) -> bool:
        """Refuse for a contact who received a personal link: it becomes inactive instead."""
        linked = obj is not None and obj.personal_links.exists()
        return not linked and super().has_delete_permission(request, obj)


@admin.register(ErasureRequest)
class ErasureRequestAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("contact", "company", "asked_at", "status", "decided_at", "decided_by")
    list_filter = ("status",)
    list_select_related = ("contact__company", "decided_by")
    search_fields = ("contact__last_name", "contact__company__name")
    date_hierarchy = "asked_at"

    @admin.display(description=_("company"), ordering="contact__company__name")
    def company(self, asked: ErasureRequest) -> str:
        return asked.contact.company.name


@admin.register(PersonalLink)
class PersonalLinkAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("contact", "company", "opens", "issued_at", "expires_at", "revoked_at")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    list_select_related = ("contact__company",)
    search_fields = ("contact__last_name", "contact__email", "contact__company__name", "purpose")
    date_hierarchy = "issued_at"
    fields = ("contact", "opens", "issued_at", "expires_at", "revoked_at")
    actions = ("revoke",)

    @admin.display(description=_("company"), ordering="contact__company__name")
    def company(self, link: PersonalLink) -> str:
        return link.contact.company.name

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("companies.change_personallink")

    @admin.action(description=_("Revoke the chosen links"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[PersonalLink]) -> None:
        alive = list(queryset.filter(revoked_at=None))
        for link in alive:
            revoke_link(link=link, now=timezone.now())
        text = ngettext("%(count)d link revoked.", "%(count)d links revoked.", len(alive))
        self.message_user(request, text % {"count": len(alive)}, messages.SUCCESS)


@admin.register(Resource)
class ResourceAdmin(HistoryAdmin):
    list_display = ("title", "company", "direction", "family", "quantity", "unit", "period")
    list_filter = (
        "direction",
        "family",
        "visibility",
        ("waste_code", admin.EmptyFieldListFilter),
        ("closed_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("company",)
    search_fields = ("title", "description", "reference", "company__name", "waste_code__code")
    autocomplete_fields = ("company", "waste_code")
    fieldsets = (
        (None, {"fields": ("company", "reference", ("direction", "family"), "title")}),
        (None, {"fields": ("description", ("quantity", "unit", "period"), "confidence")}),
        (_("Availability"), {"fields": (("available_from", "available_to"), "site", "packaging")}),
        (_("Waste"), {"fields": ("waste_code",)}),
        (_("Private"), {"fields": ("outlet", "outlet_cost_eur_per_year")}),
        (
            _("Publication"),
            {"fields": ("visibility", "confirmed_on", "closed_at", "closed_reason")},
        ),
    )

    def has_delete_permission(self, request: HttpRequest, obj: Resource | None = None) -> bool:
        """Refuse for a resource that a synergy rests on: it is closed, with a reason."""
        used = obj is not None and obj.parties.exists()
        return not used and super().has_delete_permission(request, obj)


@admin.register(WasteCode)
class WasteCodeAdmin(admin.ModelAdmin):
    list_display = ("__str__", "label_fr", "label_en", "is_hazardous", "valid_from", "valid_to")
    list_filter = ("is_hazardous", ("valid_to", admin.EmptyFieldListFilter))
    search_fields = ("code", "label_fr", "label_en")


@dataclass(frozen=True)
class KeptPicture:
    """A picture that is there, as the input of a form shows it: a word that leads to it."""

    url: str

    def __str__(self) -> str:
        return str(_("see the picture"))


class PictureInput(AdminFileWidget):
    """A picture to choose; the one that is there leads to the page that gives it."""

    places = MappingProxyType({"photo": "pages:showcase_photo", "logo": "pages:showcase_logo"})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        if context["widget"]["is_initial"]:
            place = reverse(self.places[name], args=[value.instance.pk])
            context["widget"]["value"] = KeptPicture(place)
        return context


class ShowcaseAdmin(HistoryAdmin):
    """What the public site shows: of the initiative that it is about, unless said otherwise."""

    formfield_overrides = {models.FileField: {"widget": PictureInput}}

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"initiative": Initiative.objects.current()}


@admin.register(SuccessStory)
class SuccessStoryAdmin(ShowcaseAdmin):
    list_display = ("title", "company", "agreed_on", "published_on", "withdrawn_on")
    list_filter = (
        ("published_on", admin.EmptyFieldListFilter),
        ("withdrawn_on", admin.EmptyFieldListFilter),
    )
    list_select_related = ("company",)
    search_fields = ("title", "text", "company__name")
    autocomplete_fields = ("initiative", "company")
    fieldsets = (
        (None, {"fields": ("initiative", "company", "title", "text")}),
        (_("In English"), {"fields": ("title_en", "text_en")}),
        (_("Photo"), {"fields": ("photo", "photo_alt")}),
        (
            _("Agreement of the company"),
            {"fields": (("agreed_by", "agreed_on"), "published_on", "withdrawn_on")},
        ),
    )


@admin.register(Partner)
class PartnerAdmin(ShowcaseAdmin):
    list_display = ("name", "role", "url", "position")
    list_editable = ("position",)
    search_fields = ("name", "role")
    autocomplete_fields = ("initiative",)


@admin.register(PublicPage)
class PublicPageAdmin(NotDeletable, HistoryAdmin):
    """The words as they are kept; the page of the showcase edits them with a preview."""

    list_display = ("__str__", "reviewed_on")
    list_filter = (("reviewed_on", admin.EmptyFieldListFilter),)
    search_fields = ("text_fr", "text_en")


@admin.register(JoinRequest)
class JoinRequestAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("company_name", "municipality", "person", "email", "received_at", "status")
    list_filter = ("status",)
    search_fields = ("company_name", "siret", "last_name", "email")
    list_select_related = ("company",)
