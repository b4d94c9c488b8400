"""The project manager's workbench for synergies; votes and tallies are only read here."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pompey_ite.admin_parts import ChangesTogether, HistoryAdmin, NarrowInline, ReadOnly
from synergies import (
    committee_admin,  # noqa: F401 – it registers what the committee decided
    detection_admin,  # noqa: F401 – it registers what detection keeps
    follow_up_admin,  # noqa: F401 – it registers what follow-up keeps
    merges_admin,  # noqa: F401 – it registers what detection keeps
)
from synergies.models import (
    Ballot,
    Counting,
    Match,
    Party,
    RoomAccess,
    Round,
    RoundOption,
    Slip,
    Synergy,
    TableAccess,
    Tally,
    TallyLine,
    Vote,
    VoteChange,
    Workshop,
)
from synergies.models.ballot import BallotQuerySet
from synergies.models.round import RoundQuerySet
from synergies.services.rounds import follow_new_close


@admin.register(Workshop)
class WorkshopAdmin(HistoryAdmin):
    list_display = ("title", "held_on", "place")
    search_fields = ("title", "place")
    autocomplete_fields = ("initiative",)
    date_hierarchy = "held_on"


class PartyInline(NarrowInline):
    model = Party
    fields = ("company", "role", "position", "resources")
    autocomplete_fields = ("company", "resources")


@admin.register(Synergy)
class SynergyAdmin(ChangesTogether, HistoryAdmin):
    bulk_slug = "synergies"
    bulk_acts = (
        ("next", _("Set the next step, its day or who follows it")),
        ("status", _("Set the status")),
        ("park", _("Park, with a reason")),
        ("area", _("Set the area")),
    )
    list_display = ("number", "title", "area", "kind", "status", "party_count", "next_due_on")
    list_display_links = ("number", "title")
    list_filter = ("area", "kind", "status", "origin", "is_public")
    search_fields = ("number", "title", "comment", "parties__company__name")
    autocomplete_fields = ("initiative", "workshop", "merged_into", "owner")
    # A status is moved on the sheet, by the rules of the ladder: there is no way around its gate.
    readonly_fields = ("status", "status_reason", "evidence", "operational_since")
    inlines = (PartyInline,)
    fieldsets = (
        (None, {"fields": ("initiative", ("number", "title"), "comment", ("area", "kind"))}),
        (_("Origin"), {"fields": ("origin", ("workshop", "table_number"), "merged_into")}),
        (
            _("Status"),
            {"fields": (("status", "status_reason"), "next_step", "next_due_on", "owner")},
        ),
        (None, {"fields": ("last_contact_on", "evidence", "operational_since", "is_public")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Synergy]:
        rows: QuerySet[Synergy] = super().get_queryset(request)
        # distinct: a search joins the parties once more
        return rows.annotate(party_count=Count("parties", distinct=True))

    @admin.display(description=_("companies"), ordering="party_count")
    def party_count(self, synergy: Any) -> int:
        return int(synergy.party_count)

    def has_delete_permission(self, request: HttpRequest, obj: Synergy | None = None) -> bool:
        """Refuse for a synergy that stood on a ballot: it is closed or merged, with a reason."""
        asked = obj is not None and obj.options.exists()
        return not asked and super().has_delete_permission(request, obj)


@admin.register(Match)
class MatchAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("resource_a", "resource_b", "kind", "tier", "status", "decided_at", "synergy")
    list_filter = ("tier", "kind", "status")
    list_select_related = ("resource_a", "resource_b", "synergy")
    search_fields = ("resource_a__title", "resource_b__title", "concept")


@admin.register(Round)
class RoundAdmin(HistoryAdmin):
    list_display = ("title", "state_word", "opens_at", "closes_at", "places", "voters")
    search_fields = ("title",)
    autocomplete_fields = ("initiative",)
    date_hierarchy = "opens_at"
    readonly_fields = ("scope",)  # the options follow from it: prepared again on its own page

    def get_queryset(self, request: HttpRequest) -> QuerySet[Round]:
        rows: RoundQuerySet = super().get_queryset(request)
        return rows.with_turnout()

    @admin.display(description=_("state"))
    def state_word(self, round_: Round) -> str:
        return str(round_.state.label)

    @admin.display(description=_("turnout"), ordering="voter_count")
    def voters(self, round_: Round) -> str:
        return f"{round_.voter_count}/{round_.ballot_count}"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: a round is prepared on its own page, with its options, ballots and links."""
        return False

    def save_model(self, request: HttpRequest, obj: Round, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        follow_new_close(round_=obj)

    def has_change_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        """Refuse once the round has opened: what companies were asked does not change."""
        started = obj is not None and obj.state != Round.State.PLANNED
        return not started and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        started = obj is not None and (obj.state != Round.State.PLANNED or obj.ballots.exists())
        return not started and super().has_delete_permission(request, obj)


@admin.register(RoundOption)
class RoundOptionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("number", "title", "area", "round")
    list_display_links = ("number", "title")
    list_filter = ("round", "area")
    list_select_related = ("round",)
    search_fields = ("number", "title")


@admin.register(Ballot)
class BallotAdmin(ReadOnly, admin.ModelAdmin):
    """Who has answered how much; what was answered is in the votes, after the close."""

    list_display = ("company", "round", "answered", "concerned_count", "validated_at")
    list_filter = ("round", ("validated_at", admin.EmptyFieldListFilter))
    list_select_related = ("company", "round")
    search_fields = ("company__name", "round__title", "receipt_code")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ballot]:
        rows: BallotQuerySet = super().get_queryset(request)  # type: ignore[assignment]
        return rows.with_progress()

    @admin.display(description=_("answers"), ordering="answered_count")
    def answered(self, ballot: Any) -> int:
        return int(ballot.answered_count)


@admin.register(RoomAccess)
class RoomAccessAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("ballot", "valid_on", "issued_at", "revoked_at")
    list_filter = ("valid_on",)
    list_select_related = ("ballot__round", "ballot__company")
    search_fields = ("ballot__company__name",)
    fields = ("ballot", "valid_on", "issued_at", "revoked_at")  # not what the codes come from


@admin.register(TableAccess)
class TableAccessAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("workshop", "table_number", "valid_on", "issued_at", "revoked_at")
    list_filter = ("valid_on",)
    list_select_related = ("workshop",)
    search_fields = ("workshop__title",)
    fields = ("workshop", "table_number", "valid_on", "issued_at", "revoked_at")


@admin.register(Slip)
class SlipAdmin(ReadOnly, admin.ModelAdmin):
    """What was written in the room, as it was written."""

    list_display = ("what", "offers", "wants", "synergy", "entered_at", "withdrawn_at")
    list_filter = ("workshop", ("withdrawn_at", admin.EmptyFieldListFilter))
    list_select_related = ("offers", "wants", "synergy")
    search_fields = ("what", "offers__name", "wants__name")


class AfterTheClose(ReadOnly):
    """Answers: nobody sees them while the round is open, not even here."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Vote]:
        ended = Q(ballot__round__closes_at__lte=timezone.now())
        ended |= Q(ballot__round__cancelled_at__isnull=False)
        rows: QuerySet[Vote] = super().get_queryset(request)  # type: ignore[misc]
        return rows.filter(ended)


@admin.register(Vote)
class VoteAdmin(AfterTheClose, admin.ModelAdmin):
    list_display = ("company", "option", "answer", "channel", "answered_at", "answered_by")
    list_filter = ("ballot__round", "answer", "channel")
    list_select_related = ("ballot__company", "option", "answered_by")
    search_fields = ("ballot__company__name", "option__title")
    date_hierarchy = "answered_at"

    @admin.display(description=_("company"), ordering="ballot__company__name")
    def company(self, vote: Vote) -> str:
        return vote.ballot.company.name


@admin.register(VoteChange)
class VoteChangeAdmin(AfterTheClose, admin.ModelAdmin):
    list_display = ("changed_at", "company", "option", "before", "after", "channel", "who")
    list_filter = ("ballot__round", "channel")
    list_select_related = ("ballot__company", "option", "contact", "user")
    search_fields = ("ballot__company__name", "option__title")
    date_hierarchy = "changed_at"

    @admin.display(description=_("company"), ordering="ballot__company__name")
    def company(self, change: VoteChange) -> str:
        return change.ballot.company.name

    @admin.display(description=_("by"))
    def who(self, change: VoteChange) -> str:
        return str(change.contact or change.user or "–")


class TallyLineInline(ReadOnly, admin.TabularInline):
    model = TallyLine
    fields = ("option", "band", "is_fill_up", "price", "yes_count", "priority_count")

    def get_queryset(self, request: HttpRequest) -> QuerySet[TallyLine]:
        return super().get_queryset(request).select_related("option")


@admin.register(Tally)
class TallyAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("round", "rule", "version", "counted_at", "voter_count", "answer_count")
    list_filter = ("rule",)
    list_select_related = ("round",)
    search_fields = ("round__title", "input_hash")
    date_hierarchy = "counted_at"
    inlines = (TallyLineInline,)


@admin.register(Counting)
class CountingAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("round", "percent", "claimed_until")
    list_filter = ("round",)
    list_select_related = ("round",)
    search_fields = ("round__title",)
