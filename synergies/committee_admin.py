"""Decisions of the committee, to be read; they are made and withdrawn on their own page."""

from django.contrib import admin

from pompey_ite.admin_parts import ReadOnly
from synergies.models import CommitteeDecision


@admin.register(CommitteeDecision)
class CommitteeDecisionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("option", "kind", "committee", "decided_on", "decided_by", "withdrawn_at")
    list_filter = ("kind", ("withdrawn_at", admin.EmptyFieldListFilter))
    list_select_related = ("option", "decided_by")
    search_fields = ("option__title", "option__number", "reason", "committee")
    date_hierarchy = "decided_on"
