"""The project manager's workbench for the programme, its actions and their evidence."""

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from actions.impact_admin import ThresholdInline, YearTargetInline
from actions.models import (
    Action,
    Attendance,
    BulkAct,
    CoPilot,
    Decision,
    Digest,
    DistributionList,
    Document,
    Funder,
    Funding,
    Indicator,
    Measurement,
    Meeting,
    Milestone,
    Note,
    Programme,
    ProgrammeArea,
    Reminder,
    ReminderException,
    ReminderSetting,
    Report,
    Subscriber,
    Target,
)
from actions.services.bulk.doing import SUBJECTS
from pompey_ite.admin_parts import (
    ChangesTogether,
    HistoryAdmin,
    NarrowInline,
    NotDeletable,
    ReadOnly,
)


class ProgrammeAreaInline(NarrowInline):
    model = ProgrammeArea


@admin.register(Programme)
class ProgrammeAdmin(HistoryAdmin):
    list_display = ("title", "initiative", "starts_on", "ends_on", "round")
    list_select_related = ("initiative", "round")
    search_fields = ("title",)
    autocomplete_fields = ("initiative", "round")
    inlines = (ProgrammeAreaInline, ThresholdInline)


@admin.register(ProgrammeArea)
class ProgrammeAreaAdmin(admin.ModelAdmin):
    list_display = ("code", "title", "kind", "programme")
    list_display_links = ("code", "title")
    list_filter = ("kind",)
    list_select_related = ("programme",)
    search_fields = ("code", "title")
    autocomplete_fields = ("programme",)


class MilestoneInline(NarrowInline):
    model = Milestone
    fields = ("title", "due_on", "done_on")


class TargetInline(NarrowInline):
    model = Target
    autocomplete_fields = ("indicator",)


class FundingInline(NarrowInline):
    model = Funding
    autocomplete_fields = ("funder",)


class CoPilotInline(NarrowInline):
    model = CoPilot
    autocomplete_fields = ("company",)


class NoteInline(NotDeletable, admin.StackedInline):
    model = Note
    fields = ("written_on", "text")
    extra = 0


@admin.register(Action)
class ActionAdmin(ChangesTogether, HistoryAdmin):
    bulk_slug = "actions"
    bulk_acts = (
        ("postpone", _("Postpone the milestones")),
        ("status", _("Set the status")),
        ("pilot", _("Set the pilot")),
    )
    list_display = ("code", "title", "area", "pilot", "status", "due_on", "progress_percent")
    list_display_links = ("code", "title")
    list_filter = ("area", "status", "priority")
    list_select_related = ("area", "pilot_company")
    search_fields = ("code", "title", "description", "pilot_company__name", "pilot_name")
    autocomplete_fields = ("area", "pilot_company", "partners", "synergies")
    date_hierarchy = "due_on"
    inlines = (CoPilotInline, MilestoneInline, TargetInline, FundingInline, NoteInline)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    *("area", ("sub_area", "sub_sub_area"), ("code", "position")),
                    *("title", "description"),
                )
            },
        ),
        (
            _("Aims"),
            {
                "fields": (
                    *(("theme", "sub_theme", "pillar"), "target_groups"),
                    *("objectives", "expected_results", "linked_indicators", "synergies"),
                )
            },
        ),
        (
            _("Who"),
            {
                "fields": (
                    *("pilot_company", "pilot_bodies", "pilot_name", "pilot_service"),
                    *(
                        "elected_referent",
                        "governance",
                        "partners",
                        "other_partners",
                        "participation",
                    ),
                )
            },
        ),
        (
            _("Status"),
            {"fields": (("status", "status_reason"), "priority", "progress_percent", "visibility")},
        ),
        (
            _("Calendar and means"),
            {
                "fields": (
                    *(("starts_on", "due_on", "is_yearly"), ("effort_days", "budget_eur")),
                    ("investment_eur", "spent_investment_eur", "spent_operation_eur"),
                    *("funding_notes", "means", "documents"),
                )
            },
        ),
    )

    @admin.display(description=_("pilot"))
    def pilot(self, action: Action) -> str:
        return action.pilot or "–"

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseInlineFormSet, change: bool
    ) -> None:
        """Sign new notes with the account that writes them."""
        if formset.model is Note:
            for added in formset.extra_forms:
                added.instance.author_id = request.user.pk
        super().save_formset(request, form, formset, change)

    def has_delete_permission(self, request: HttpRequest, obj: Action | None = None) -> bool:
        """Refuse for an action with measurements or notes: it is abandoned, with a reason."""
        told = obj is not None and (obj.measurements.exists() or obj.notes.exists())
        return not told and super().has_delete_permission(request, obj)


@admin.register(Milestone)
class MilestoneAdmin(HistoryAdmin):
    list_display = ("title", "action", "due_on", "done_on")
    list_filter = ("action__area", ("done_on", admin.EmptyFieldListFilter))
    list_select_related = ("action",)
    search_fields = ("title", "action__code", "action__title")
    autocomplete_fields = ("action",)
    date_hierarchy = "due_on"


@admin.register(Indicator)
class IndicatorAdmin(HistoryAdmin):
    list_display = ("name", "unit", "official_code", "aggregation", "programme")
    list_filter = ("aggregation",)
    list_select_related = ("programme",)
    search_fields = ("name", "official_code")
    autocomplete_fields = ("programme",)
    inlines = (YearTargetInline,)

    def has_delete_permission(self, request: HttpRequest, obj: Indicator | None = None) -> bool:
        measured = obj is not None and obj.measurements.exists()
        return not measured and super().has_delete_permission(request, obj)


@admin.register(Target)
class TargetAdmin(admin.ModelAdmin):
    list_display = ("action", "indicator", "value")
    list_select_related = ("action", "indicator")
    search_fields = ("action__code", "action__title", "indicator__name")
    autocomplete_fields = ("action", "indicator")


@admin.register(Measurement)
class MeasurementAdmin(NotDeletable, HistoryAdmin):
    list_display = ("action", "indicator", "period_end", "value", "proof")
    list_filter = ("proof", "indicator")
    list_select_related = ("action", "indicator")
    search_fields = ("action__code", "action__title", "indicator__name", "source")
    autocomplete_fields = ("action", "indicator")
    date_hierarchy = "period_end"


@admin.register(Funder)
class FunderAdmin(admin.ModelAdmin):
    list_display = ("name", "initiative")
    list_select_related = ("initiative",)
    search_fields = ("name",)
    autocomplete_fields = ("initiative",)


@admin.register(Funding)
class FundingAdmin(HistoryAdmin):
    list_display = ("action", "funder", "nature", "planned_eur", "actual_eur")
    list_filter = ("nature", "funder")
    list_select_related = ("action", "funder")
    search_fields = ("action__code", "action__title", "funder__name")
    autocomplete_fields = ("action", "funder")


@admin.register(Note)
class NoteAdmin(NotDeletable, HistoryAdmin):
    list_display = ("written_on", "action", "__str__", "author")
    list_display_links = ("written_on", "__str__")
    list_select_related = ("action", "author")
    search_fields = ("text", "action__code", "action__title")
    autocomplete_fields = ("action",)
    fields = ("action", "written_on", "text")
    date_hierarchy = "written_on"

    def save_model(self, request: HttpRequest, obj: Note, form: ModelForm, change: bool) -> None:
        if not change:
            obj.author_id = request.user.pk
        super().save_model(request, obj, form, change)


@admin.register(Decision)
class DecisionAdmin(NotDeletable, HistoryAdmin):
    list_display = ("question", "programme", "action", "body", "asked_on", "taken_on")
    list_filter = ("body", ("taken_on", admin.EmptyFieldListFilter))
    list_select_related = ("programme", "action")
    search_fields = ("question", "outcome", "body")
    autocomplete_fields = ("programme", "action", "meeting", "milestone", "synergy")
    date_hierarchy = "asked_on"


@admin.register(Document)
class DocumentAdmin(ReadOnly, HistoryAdmin):
    """Read only: what may be kept as a file is checked where documents are added, on the sheet."""

    list_display = ("title", "action", "kind", "dated_on", "proves", "closed_on")
    list_filter = ("kind", "proves", ("closed_on", admin.EmptyFieldListFilter))
    list_select_related = ("action",)
    search_fields = ("title", "action__code", "action__title")
    date_hierarchy = "dated_on"
    exclude = ("file",)


class AttendanceInline(NarrowInline):
    model = Attendance


@admin.register(Meeting)
class MeetingAdmin(NotDeletable, HistoryAdmin):
    list_display = ("title", "body", "starts_at", "place", "status")
    list_filter = ("body", "status")
    search_fields = ("title", "body", "place")
    autocomplete_fields = ("programme",)
    date_hierarchy = "starts_at"
    exclude = ("agenda",)  # for machines; “view on site” shows it
    readonly_fields = ("frozen_at",)
    inlines = (AttendanceInline,)


@admin.register(Report)
class ReportAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("programme", "month", "status", "built_at", "approved_at", "approved_by")
    list_filter = ("status", "programme")
    list_select_related = ("programme", "approved_by")
    search_fields = ("programme__title", "summary_fr", "summary_en")
    date_hierarchy = "month"
    fields = (
        *("programme", "month", "status", "built_at", "approved_at", "approved_by"),
        *("withdrawn_reason", "summary_fr", "summary_en"),
    )


class SubscriberInline(NarrowInline):
    model = Subscriber


@admin.register(DistributionList)
class DistributionListAdmin(admin.ModelAdmin):
    list_display = ("name", "audience", "initiative", "is_active")
    list_filter = ("audience",)
    list_select_related = ("initiative",)
    search_fields = ("name", "subscribers__name", "subscribers__email")
    autocomplete_fields = ("initiative",)
    inlines = (SubscriberInline,)


@admin.register(Subscriber)
class SubscriberAdmin(admin.ModelAdmin):
    list_display = ("name", "email", "list", "language", "is_active")
    list_filter = ("list", "is_active")
    list_select_related = ("list",)
    search_fields = ("name", "email")
    autocomplete_fields = ("list",)


@admin.register(Reminder)
class ReminderAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("due_on", "kind", "about", "to", "status", "answer")
    list_display_links = ("due_on", "about")
    list_filter = ("kind", "status", "answer")
    search_fields = ("contact__last_name", "contact__company__name", "text")
    date_hierarchy = "due_on"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reminder]:
        return Reminder.objects.with_objects()

    @admin.display(description=_("about"))
    def about(self, reminder: Reminder) -> str:
        return str(reminder.subject)

    @admin.display(description=_("to"))
    def to(self, reminder: Reminder) -> str:
        return str(reminder.recipient)


@admin.register(ReminderSetting)
class ReminderSettingAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("kind", "initiative", "is_paused", "leaves_alone", "interval_days")
    list_filter = ("is_paused", "leaves_alone")
    list_select_related = ("initiative",)


@admin.register(ReminderException)
class ReminderExceptionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("__str__", "interval_days", "reason", "decided_by", "decided_at", "ended_at")
    list_select_related = ("synergy", "action", "company", "decided_by")
    list_filter = (("ended_at", admin.EmptyFieldListFilter),)
    search_fields = ("reason",)


@admin.register(Digest)
class DigestAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("week", "initiative", "built_at", "mail_count")
    list_filter = ("initiative",)
    list_select_related = ("initiative",)
    date_hierarchy = "built_at"


@admin.register(BulkAct)
class BulkActAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("made_at", "subject", "act_words", "row_count", "user", "undone_at")
    list_filter = ("subject", ("undone_at", admin.EmptyFieldListFilter))
    list_select_related = ("user",)
    search_fields = ("act", "user__username")
    date_hierarchy = "made_at"
    fields = ("subject", "act_words", "made_at", "user", "undone_at", "row_names")

    @admin.display(description=_("act"), ordering="act")
    def act_words(self, bulk: BulkAct) -> str:
        return str(SUBJECTS[bulk.subject].acts[bulk.act].label)

    @admin.display(description=_("number of rows"))
    def row_count(self, bulk: BulkAct) -> int:
        return bulk.row_count

    @admin.display(description=_("changes"))
    def row_names(self, bulk: BulkAct) -> str:
        return ", ".join(f"{change['name']} ({change['words']})" for change in bulk.changes)
