"""An action of the programme (a *fiche action*) and its milestones."""

from __future__ import annotations

from datetime import date

from django.contrib import admin
from django.db import models
from django.db.models import Case, Count, Exists, F, Min, OuterRef, Prefetch, Q, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from actions.models.programme import Programme, ProgrammeArea
from actions.models.sheet_choices import ResultKind, TargetKind
from companies.models import Company, Resource
from pompey_ite.addresses import address_of
from synergies.models import Synergy

FINISHED = ("done", "abandoned")  # nobody has to work on these actions any more
SHEET_ORDER = ("area__programme", "area__code", "position", "pk")


class ActionQuerySet(models.QuerySet["Action"]):
    def of(self, programme: Programme) -> ActionQuerySet:
        return self.filter(area__programme=programme)

    def running(self) -> ActionQuerySet:
        """Actions that somebody still has to work on."""
        return self.exclude(status__in=FINISHED)

    def taken_part_in_by(self, company: Company) -> ActionQuerySet:
        """Actions that the company leads, leads with others, or is a partner of."""
        partners = Action.partners.through.objects.filter(company=company)
        return self.filter(
            Q(pilot_company=company)
            | Q(pk__in=company.co_piloted_actions.values("action"))
            | Q(pk__in=partners.values("action"))
        )

    def for_company(self, company: Company) -> ActionQuerySet:
        """What the space of a company shows, in two queries: the next milestone first.

        With `leads`, whether the company leads the action, and `next_milestones`.
        """
        co_pilots = company.co_piloted_actions.filter(action=OuterRef("pk"))
        open_ones = Q(milestones__done_on=None)
        rows = self.select_related("area", "pilot_company").annotate(
            leads=Case(When(pilot_company=company, then=True), default=Exists(co_pilots)),
            next_on=Min("milestones__due_on", filter=open_ones),
        )
        steps = Milestone.objects.filter(done_on=None).order_by("due_on", "pk")
        open_steps: Prefetch = Prefetch("milestones", steps, to_attr="next_milestones")
        rows = rows.prefetch_related(open_steps)
        return rows.order_by(F("next_on").asc(nulls_last=True), "area__code", "position", "pk")

    def late_on(self, day: date) -> ActionQuerySet:
        """Not done, not abandoned, and past the due date (rule of Territoires en Transitions)."""
        return self.running().filter(due_on__lt=day)

    def for_list(self, day: date) -> ActionQuerySet:
        """What the programme page shows, in one query: counts of milestones, done and late."""
        is_running = ~Q(status__in=FINISHED)
        late = Q(milestones__done_on=None, milestones__due_on__lt=day) & is_running
        is_late = Q(due_on__lt=day) & is_running
        return (
            self.select_related("area", "pilot_company")
            .annotate(
                milestone_count=Count("milestones"),
                milestone_done_count=Count("milestones", filter=~Q(milestones__done_on=None)),
                milestone_late_count=Count("milestones", filter=late),
                is_late=Case(
                    When(is_late, then=True), default=False
                ),  # no due date: NULL otherwise
            )
            .order_by("area__code", "position")
        )

    def for_export(self) -> ActionQuerySet:
        """Actions in the order of their programmes with all that a sheet says, in six queries."""
        rows = self.select_related("area__programme", "pilot_company").prefetch_related(
            "partners", "synergies", "fundings__funder", "milestones"
        )
        return rows.order_by(*SHEET_ORDER)

    def for_plan(self) -> ActionQuerySet:
        """The same with what the 28 columns of a plan say besides, in eight queries."""
        return self.for_export().prefetch_related("targets__indicator")

    def for_detail(self) -> ActionQuerySet:
        """The sheet of one action with everything that hangs on it."""
        rows = self.select_related("area__programme__initiative", "pilot_company")
        return rows.prefetch_related(
            *("partners", "synergies__parties__company", "milestones", "fundings__funder"),
            *("notes__author", "decisions", "co_pilots__company"),
        )


class Action(models.Model):
    class Status(models.TextChoices):
        TO_COME = "to_come", _("to come")
        TO_DISCUSS = "to_discuss", _("under discussion")
        IN_PROGRESS = "in_progress", _("in progress")
        ON_HOLD = "on_hold", _("on hold")
        BLOCKED = "blocked", _("blocked")
        LATE = "late", _("late")
        DONE = "done", _("done")
        ABANDONED = "abandoned", _("abandoned")

    class Priority(models.TextChoices):
        HIGH = "high", _("high")
        MEDIUM = "medium", _("medium")
        LOW = "low", _("low")

    class Size(models.IntegerChoices):
        """How large an effort or a benefit is thought to be, to decide what begins first."""

        SMALL = 1, _("small")
        RATHER_SMALL = 2, _("rather small")
        RATHER_LARGE = 3, _("rather large")
        LARGE = 4, _("large")

    class Pillar(models.TextChoices):
        """The seven pillars of ADEME's model of the circular economy."""

        SUPPLY = "supply", _("sustainable supply")
        ECODESIGN = "ecodesign", _("eco-design")
        SYMBIOSIS = "symbiosis", _("industrial and territorial ecology")
        FUNCTIONAL = "functional", _("functional economy")
        CONSUMPTION = "consumption", _("responsible consumption")
        LIFETIME = "lifetime", _("longer use")
        RECYCLING = "recycling", _("recycling")

    area = models.ForeignKey(
        ProgrammeArea, models.PROTECT, related_name="actions", verbose_name=_("area")
    )
    sub_area = models.CharField(_("sub-area"), max_length=300, blank=True)
    sub_sub_area = models.CharField(_("sub-sub-area"), max_length=300, blank=True)
    code = models.CharField(_("code"), max_length=10)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    theme = models.CharField(_("theme"), max_length=150, blank=True)
    sub_theme = models.CharField(_("sub-theme"), max_length=150, blank=True)
    pillar = models.CharField(
        _("pillar of the circular economy"), max_length=15, choices=Pillar.choices, blank=True
    )
    target_groups = models.CharField(_("whom it is for"), max_length=250, blank=True)
    target_kinds = models.JSONField(_("target groups"), default=list, blank=True)
    objectives = models.TextField(_("objectives"), blank=True)
    expected_results = models.TextField(_("expected results"), blank=True)
    result_kinds = models.JSONField(_("kinds of expected results"), default=list, blank=True)
    linked_indicators = models.TextField(
        _("indicators in words"),
        blank=True,
        help_text=_("What a plan names without a target; targets are entered below."),
    )
    governance = models.CharField(_("governance bodies"), max_length=250, blank=True)
    pilot_company = models.ForeignKey(
        Company,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="piloted_actions",
        verbose_name=_("company that leads"),
    )
    pilot_name = models.CharField(_("person or body that leads"), max_length=150, blank=True)
    pilot_bodies = models.CharField(_("other bodies that lead"), max_length=250, blank=True)
    pilot_service = models.CharField(_("department that leads"), max_length=150, blank=True)
    elected_referent = models.CharField(_("elected referent"), max_length=150, blank=True)
    partners = models.ManyToManyField(
        Company, related_name="actions", blank=True, verbose_name=_("partners")
    )
    other_partners = models.CharField(_("other partners"), max_length=250, blank=True)
    synergies = models.ManyToManyField(
        Synergy, related_name="actions", blank=True, verbose_name=_("synergies")
    )
    means = models.TextField(_("human and technical means"), blank=True)
    participation = models.TextField(_("citizens’ participation"), blank=True)
    status = models.CharField(
        _("status"), max_length=11, choices=Status.choices, default=Status.TO_COME
    )
    status_reason = models.CharField(_("reason of the status"), max_length=250, blank=True)
    priority = models.CharField(
        pgettext_lazy("of an action", "priority"),
        max_length=6,
        choices=Priority.choices,
        default=Priority.MEDIUM,
    )
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    is_yearly = models.BooleanField(_("repeats every year"), default=False)
    effort_days = models.DecimalField(
        _("effort (days)"), max_digits=7, decimal_places=1, null=True, blank=True
    )
    effort_size = models.PositiveSmallIntegerField(
        _("size of the effort"), choices=Size.choices, null=True, blank=True
    )
    benefit_size = models.PositiveSmallIntegerField(
        _("size of the benefit"), choices=Size.choices, null=True, blank=True
    )
    budget_eur = models.DecimalField(
        _("planned budget (€ before tax)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    investment_eur = models.DecimalField(
        _("of which investment (€ before tax)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
    )
    spent_investment_eur = models.DecimalField(
        _("investment spent (€ before tax)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    spent_operation_eur = models.DecimalField(
        _("operation spent (€ before tax)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    funding_notes = models.TextField(_("notes on the funding"), blank=True)
    documents = models.TextField(
        _("documents and links"), blank=True, help_text=_("One per line, with where to find it.")
    )
    progress_percent = models.PositiveSmallIntegerField(_("progress (%)"), default=0)
    visibility = models.CharField(
        _("seen by"),
        max_length=12,
        choices=Resource.Visibility.choices,
        default=Resource.Visibility.PARTICIPANTS,
    )

    is_late: bool  # annotated by for_list
    leads: bool  # annotated by for_company
    next_milestones: list[Milestone]  # loaded by for_company

    objects = ActionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ("area", "position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "code"],
                name="action_unique_code",
                violation_error_message=_("This code is taken."),
            ),
            models.CheckConstraint(
                name="action_dates_in_order",
                condition=Q(starts_on__isnull=True)
                | Q(due_on__isnull=True)
                | Q(due_on__gte=F("starts_on")),
                violation_error_message=_("The action ends before it begins."),
            ),
            models.CheckConstraint(
                name="action_progress_range",
                condition=Q(progress_percent__range=(0, 100)),
                violation_error_message=_("Progress goes from 0 to 100."),
            ),
            models.CheckConstraint(
                name="action_amounts_not_negative",
                condition=(Q(budget_eur__isnull=True) | Q(budget_eur__gte=0))
                & (Q(effort_days__isnull=True) | Q(effort_days__gte=0)),
                violation_error_message=_("Budget and effort are not negative."),
            ),
            models.CheckConstraint(
                name="action_spending_not_negative",
                condition=(Q(investment_eur__isnull=True) | Q(investment_eur__gte=0))
                & (Q(spent_investment_eur__isnull=True) | Q(spent_investment_eur__gte=0))
                & (Q(spent_operation_eur__isnull=True) | Q(spent_operation_eur__gte=0)),
                violation_error_message=_("An amount is not negative."),
            ),
            models.CheckConstraint(
                name="action_abandoned_with_reason",
                condition=~Q(status="abandoned") | ~Q(status_reason=""),
                violation_error_message=_("Say why the action is abandoned."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.title}"

    def get_absolute_url(self) -> str:
        return address_of("actions:detail", self.pk)

    def is_late_on(self, day: date) -> bool:
        """Return whether the due date has passed and the action is neither done nor abandoned."""
        return self.status not in FINISHED and self.due_on is not None and self.due_on < day

    @property
    @admin.display(description=_("pilot"))
    def pilot(self) -> str:
        return self.pilot_company.name if self.pilot_company else self.pilot_name

    @property
    def target_kind_words(self) -> list[str]:
        return [str(label) for value, label in TargetKind.choices if value in self.target_kinds]

    @property
    def result_kind_words(self) -> list[str]:
        return [str(label) for value, label in ResultKind.choices if value in self.result_kinds]


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def late_on(self, day: date) -> MilestoneQuerySet:
        """Milestones of running actions that are past their date and not reached."""
        return self.running().filter(due_on__lt=day)

    def coming(self, day: date, until: date) -> MilestoneQuerySet:
        """Milestones of running actions to be reached from `day` to `until`, both included."""
        return self.running().filter(due_on__range=(day, until))

    def running(self) -> MilestoneQuerySet:
        """Milestones not reached, of actions that somebody still has to work on."""
        return self.filter(done_on=None).exclude(action__status__in=FINISHED)

    def for_list(self) -> MilestoneQuerySet:
        return self.select_related("action__area").order_by("due_on", "pk")

    def for_export(self) -> MilestoneQuerySet:
        """Every milestone in the order of the actions, in one query."""
        rows = self.select_related("action__area__programme")
        return rows.order_by(*(f"action__{name}" for name in SHEET_ORDER), "due_on", "pk")


class Milestone(models.Model):
    action = models.ForeignKey(
        Action, models.CASCADE, related_name="milestones", verbose_name=_("action")
    )
    title = models.CharField(_("title"), max_length=200)
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("reached on"), null=True, blank=True)
    plan_cells = models.JSONField(
        _("other cells of the plan"),
        default=dict,
        blank=True,
        help_text=_("What a plan’s workbook says of this sub-action, by its column."),
    )

    objects = MilestoneQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ("due_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["action", "title"],
                name="milestone_unique_title",
                violation_error_message=_("This action already has a milestone of this title."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kept_cells(self) -> list[tuple[str, str]]:
        """What a plan said of it besides, with the name of the field of an action."""
        names = {item.name: str(item.verbose_name) for item in Action._meta.fields}
        return [(names.get(key, key), text) for key, text in sorted(self.plan_cells.items())]
