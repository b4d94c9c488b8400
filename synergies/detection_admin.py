"""What detection keeps and was taught, for the project manager: read, and reviewed."""

from __future__ import annotations  # the generic admin classes are for the type checker only

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pompey_ite.admin_parts import HistoryAdmin, NotDeletable, ReadOnly
from synergies.models import (
    DetectionKey,
    DetectionPass,
    DetectionShard,
    ParsedResource,
    VocabularyChange,
)
from synergies.services.vocabulary import VocabularyRefused
from synergies.services.vocabulary_review import review_change
from synergies.views.vocabulary_review import look_again


@admin.register(VocabularyChange)
class VocabularyChangeAdmin(NotDeletable, HistoryAdmin):
    """A change counts once it is accepted, by an action: the checker runs, and declarations follow.

    What was decided is only read; taking it back is a decision like the first one.
    """

    list_display = ("concept", "kind", "words", "other", "status", "proposed_at")
    list_filter = ("status", "kind", "language")
    search_fields = ("concept", "words", "label_en", "other", "reason")
    date_hierarchy = "proposed_at"
    readonly_fields = ("status", "proposed_at", "decided_at", "decided_by")
    fieldsets = (
        (None, {"fields": ("kind", "concept", ("words", "language"), "other")}),
        (gettext_lazy("Of a new concept"), {"fields": (("label_en", "section"),)}),
        (None, {"fields": ("reason", ("status", "proposed_at"), ("decided_by", "decided_at"))}),
    )
    actions = ("accept", "refuse")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list under a title that leaves room for the button."""
        title = {"title": _("Changes of the vocabulary")}
        page: HttpResponse = super().changelist_view(request, title | (extra_context or {}))
        return page

    def has_change_permission(
        self, request: HttpRequest, obj: VocabularyChange | None = None
    ) -> bool:
        """Refuse once it is decided; the actions ask without a row."""
        is_decided = obj is not None and obj.status != VocabularyChange.Status.PROPOSED
        return not is_decided and bool(super().has_change_permission(request, obj))

    @admin.action(description=gettext_lazy("Accept the chosen changes"), permissions=["change"])
    def accept(self, request: HttpRequest, queryset: QuerySet[VocabularyChange]) -> None:
        self._decide(request, queryset.exclude(status=VocabularyChange.Status.ACCEPTED), True)

    @admin.action(
        description=gettext_lazy("Refuse the chosen changes, or take them back"),
        permissions=["change"],
    )
    def refuse(self, request: HttpRequest, queryset: QuerySet[VocabularyChange]) -> None:
        self._decide(request, queryset.exclude(status=VocabularyChange.Status.REFUSED), False)

    def _decide(
        self, request: HttpRequest, changes: QuerySet[VocabularyChange], accept: bool
    ) -> None:
        done = 0
        who: dict[str, Any] = {"user": request.user, "now": timezone.now()}
        for change in changes:
            try:
                review_change(pk=change.pk, seen=change.status, accept=accept, **who)
            except VocabularyRefused as refusal:
                self.message_user(request, f"{change}: {refusal}", messages.ERROR)
            else:
                done += 1
        look_again()
        if accept:
            text = ngettext("%(count)d change accepted.", "%(count)d changes accepted.", done)
        else:
            text = ngettext("%(count)d change refused.", "%(count)d changes refused.", done)
        self.message_user(request, text % {"count": done})


class DetectionKeyInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = DetectionKey
    fields = ("key",)


@admin.register(ParsedResource)
class ParsedResourceAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("title", "company", "family_word", "concept", "is_certain")
    list_filter = ("resource__family", "is_certain")
    list_select_related = ("resource__company",)
    search_fields = ("resource__title", "resource__company__name", "concept", "text")
    date_hierarchy = "parsed_at"
    # Not the parsed words as they are kept: they are for machines.
    fields = ("resource", "company", "family_word", "concept", "is_certain", "text", "parsed_at")
    inlines = (DetectionKeyInline,)

    @admin.display(description=gettext_lazy("title"), ordering="resource__title")
    def title(self, parsed: ParsedResource) -> str:
        return parsed.resource.title

    @admin.display(description=gettext_lazy("family"), ordering="family")
    def family_word(self, parsed: ParsedResource) -> str:
        return parsed.resource.get_family_display()

    @admin.display(description=gettext_lazy("company"), ordering="resource__company__name")
    def company(self, parsed: ParsedResource) -> str:
        return parsed.resource.company.name


class DetectionShardInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = DetectionShard
    fields = ("family", "first_concept", "last_concept", "claimed_until", "done_at")


@admin.register(DetectionPass)
class DetectionPassAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("initiative", "started_at", "planned_at", "finished_at", "shards_done")
    list_filter = (("finished_at", admin.EmptyFieldListFilter),)
    list_select_related = ("initiative",)
    date_hierarchy = "started_at"
    inlines = (DetectionShardInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[DetectionPass]:
        rows: QuerySet[DetectionPass] = super().get_queryset(request)
        done = Count("shards", filter=Q(shards__done_at__isnull=False))
        return rows.annotate(shard_count=Count("shards"), done_count=done)

    @admin.display(description=gettext_lazy("shards done"))
    def shards_done(self, detection_pass: Any) -> str:
        return f"{detection_pass.done_count}/{detection_pass.shard_count}"
