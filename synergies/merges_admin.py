"""Merges and refused merges, to be read; they are made and undone on their own page."""

from django.contrib import admin

from pompey_ite.admin_parts import ReadOnly
from synergies.models import Merge, MergeRefusal


@admin.register(Merge)
class MergeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("number", "title", "made_at", "made_by", "undone_at", "undone_by")
    list_display_links = ("number", "title")
    list_filter = (("undone_at", admin.EmptyFieldListFilter),)
    list_select_related = ("made_by", "undone_by")
    search_fields = ("title", "number", "members__title")
    date_hierarchy = "made_at"


@admin.register(MergeRefusal)
class MergeRefusalAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("reason", "decided_at", "decided_by")
    list_select_related = ("decided_by",)
    search_fields = ("reason", "synergies__title")
    date_hierarchy = "decided_at"
