"""What the public pages tell: key figures with their source, stages, areas, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from actions.models import Action, Milestone, Programme
from companies.models import Company, Initiative, Resource
from pompey_ite.outbox.calendar import local_day
from synergies.models import Round, Synergy, Workshop

MOST_DATES = 3
PUBLIC = Resource.Visibility.PUBLIC
STATUS = Action.Status


@dataclass(frozen=True)
class NextDate:
    """Something that is going to happen: which day, and what."""

    day: date
    text: str


@dataclass(frozen=True)
class PublicAction:
    """An action as anybody may read it."""

    code: str
    title: str
    description: str
    status: str
    state: str  # of components/badge_status.html
    starts_on: date | None
    due_on: date | None
    milestones: int
    milestones_done: int


@dataclass(frozen=True)
class PublicArea:
    """An area with its public actions, and how many more there are."""

    code: str
    title: str
    kind: str
    actions: list[PublicAction]
    hidden: int


def figures_of(programme: Programme | None, initiative: Initiative | None) -> dict[str, int]:
    """Return the key figures of the home page."""
    actions = Action.objects.filter(area__programme=programme)
    milestones = Milestone.objects.filter(action__area__programme=programme)
    return {
        "companies": Company.objects.active().count(),
        "synergies": Synergy.objects.filter(merged_into=None).count(),
        "municipalities": initiative.municipality_count if initiative else 0,
        "actions": actions.count(),
        "actions_done": actions.filter(status=STATUS.DONE).count(),
        "actions_running": actions.filter(status=STATUS.IN_PROGRESS).count(),
        "milestones_done": milestones.exclude(done_on=None).count(),
    }


def areas_of(programme: Programme | None) -> list[dict[str, str | int]]:
    """Return the areas with the number of their actions."""
    if programme is None:
        return []
    areas = programme.areas.annotate(count=Count("actions")).order_by("code")
    return [
        {"code": area.code, "title": area.title, "kind": area.kind, "count": area.count}
        for area in areas
    ]


def stages_of(
    programme: Programme | None, workshop: Workshop | None
) -> list[dict[str, str | date | bool | None]]:
    """Return the three stages of the story."""
    return [
        {
            "title": _("Detection workshop"),
            "text": _("Companies say what they have and what they need, around one table."),
            "date": workshop.held_on if workshop else None,
            "is_done": workshop is not None,
        },
        {
            "title": _("Vote and programme"),
            "text": _("One ballot per company; every company finds itself in the programme."),
            "date": programme.starts_on if programme else None,
            "is_done": programme is not None,
        },
        {
            "title": _("First synergies"),
            "text": _("Each action has a pilot, milestones and measured results."),
            "date": None,
            "is_done": False,
        },
    ]


def next_dates(programme: Programme | None, now: datetime) -> list[NextDate]:
    """Return what comes next, the nearest first, in three queries: workshops, votes, steps.

    Workshops and rounds without their titles, which nobody has marked public.
    """
    today = local_day(now)
    workshops = Workshop.objects.filter(held_on__gte=today).order_by("held_on")[:MOST_DATES]
    found = [NextDate(one.held_on, _("Workshop of the companies")) for one in workshops]
    rounds = Round.objects.open_at(now).order_by("closes_at")[:MOST_DATES]
    words = _("Last day for the companies to vote")
    found.extend(NextDate(local_day(one.closes_at), words) for one in rounds)
    steps = Milestone.objects.filter(
        action__area__programme=programme,
        action__visibility=PUBLIC,
        done_on=None,
        due_on__gte=today,
    ).exclude(action__status__in=(STATUS.ABANDONED, STATUS.DONE))
    nearest = steps.select_related("action").order_by("due_on", "pk")[:MOST_DATES]
    found.extend(NextDate(one.due_on, f"{one.title} – {one.action.title}") for one in nearest)
    return sorted(found, key=lambda one: (one.day, one.text))[:MOST_DATES]


def public_areas(programme: Programme | None) -> list[PublicArea]:
    """Return the programme by area with its public actions alone, in two queries."""
    if programme is None:
        return []
    by_area: dict[int, list[PublicAction]] = {}
    rows = Action.objects.of(programme).filter(visibility=PUBLIC)
    for action in rows.annotate(
        all_steps=Count("milestones"),
        done_steps=Count("milestones", Q(milestones__done_on__isnull=False)),
    ).order_by("position", "pk"):
        by_area.setdefault(action.area_id, []).append(_public(action))
    areas = programme.areas.annotate(count=Count("actions")).order_by("code")
    return [
        PublicArea(
            code=area.code,
            title=area.title,
            kind=area.kind,
            actions=by_area.get(area.pk, []),
            hidden=area.count - len(by_area.get(area.pk, [])),
        )
        for area in areas
    ]


def _public(action: Action) -> PublicAction:
    words, state = plain_status(action.status)
    return PublicAction(
        code=action.code,
        title=action.title,
        description=action.description,
        status=words,
        state=state,
        starts_on=action.starts_on,
        due_on=action.due_on,
        milestones=action.all_steps,  # type: ignore[attr-defined]  # annotated
        milestones_done=action.done_steps,  # type: ignore[attr-defined]  # annotated
    )


def plain_status(status: str) -> tuple[str, str]:
    """Return how far an action is in words for everybody, and the state of its badge."""
    words = {
        STATUS.TO_COME: (_("not begun yet"), "neutral"),
        STATUS.TO_DISCUSS: (_("being talked about"), "neutral"),
        STATUS.IN_PROGRESS: (_("under way"), "waiting"),
        STATUS.ON_HOLD: (_("waiting"), "closed"),
        STATUS.BLOCKED: (_("held up by an obstacle"), "late"),
        STATUS.LATE: (_("takes longer than planned"), "late"),
        STATUS.DONE: (_("done"), "good"),
        STATUS.ABANDONED: (_("given up"), "closed"),
    }
    return words[STATUS(status)]
