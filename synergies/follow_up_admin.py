"""What follow-up keeps, to be read; it is written on the sheets of the synergies."""

from django.contrib import admin

from pompey_ite.admin_parts import ReadOnly
from synergies.models import (
    BlockingPoint,
    ContactEntry,
    ContactLink,
    LegalTick,
    Split,
    StatusChange,
)


@admin.register(StatusChange)
class StatusChangeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("changed_at", "synergy", "before", "after", "reason", "changed_by")
    list_filter = ("after",)
    list_select_related = ("synergy", "changed_by")
    search_fields = ("synergy__title", "reason", "evidence")
    date_hierarchy = "changed_at"


@admin.register(BlockingPoint)
class BlockingPointAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("synergy", "topic", "state", "sentence", "since", "noted_by")
    list_filter = ("state", "topic")
    list_select_related = ("synergy", "noted_by")
    search_fields = ("synergy__title", "sentence")


class ContactLinkInline(ReadOnly, admin.TabularInline):
    model = ContactLink
    fields = ("synergy", "outside_on")


@admin.register(ContactEntry)
class ContactEntryAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("held_on", "kind", "company", "contact", "text", "user", "undone_at")
    list_filter = ("kind", ("undone_at", admin.EmptyFieldListFilter))
    list_select_related = ("company", "contact", "user")
    search_fields = ("company__name", "text")
    date_hierarchy = "held_on"
    inlines = (ContactLinkInline,)


@admin.register(Split)
class SplitAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("source", "reason", "made_at", "made_by", "undone_at", "undone_by")
    list_filter = (("undone_at", admin.EmptyFieldListFilter),)
    list_select_related = ("source", "made_by", "undone_by")
    search_fields = ("source__title", "reason")
    date_hierarchy = "made_at"


@admin.register(LegalTick)
class LegalTickAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("synergy", "line", "ticked_at", "ticked_by")
    list_filter = ("line",)
    list_select_related = ("synergy", "ticked_by")
    search_fields = ("synergy__title", "line")
