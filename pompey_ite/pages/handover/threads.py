"""What is open: synergies and actions that somebody is at, and what was promised."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from actions.models import Action, Decision, Milestone, Programme
from companies.models import Initiative
from pompey_ite.pages.handover.parts import Cell, Part, cells
from synergies.models import BlockingPoint, Synergy

UNDER_WAY = (Synergy.Status.DISCUSSION, Synergy.Status.STUDY, Synergy.Status.AGREED)
DECIDED_WITHIN = timedelta(days=365)  # what follows of older decisions is done or forgotten


def open_synergies(initiative: Initiative) -> list[Synergy]:
    """Return the synergies somebody is at, the next step that is due first, in two queries.

    Under way, or with a next step or an owner; an idea nobody has taken up is no open thread.
    """
    blocking = Prefetch("blocking_points", BlockingPoint.objects.filter(state="open"))
    at_it = Q(status__in=UNDER_WAY) | ~Q(next_step="") | Q(owner__isnull=False)
    rows = Synergy.objects.open().filter(at_it, initiative=initiative)
    rows = rows.exclude(status=Synergy.Status.OPERATIONAL, next_step="")
    found = rows.select_related("owner").prefetch_related(blocking).order_by("number")
    return sorted(found, key=lambda one: one.next_due_on or date.max)


def running_actions(programme: Programme | None) -> list[Action]:
    """Return the actions to be worked on with their next milestones, in two queries."""
    if programme is None:
        return []
    waiting = Prefetch("milestones", Milestone.objects.filter(done_on=None).order_by("due_on"))
    rows = Action.objects.of(programme).running().select_related("area", "pilot_company")
    return list(rows.prefetch_related(waiting).order_by("area__code", "position"))


def synergies_part(synergies: list[Synergy]) -> Part:
    """Return the open synergies: where each stands, who follows it, what is next."""
    return Part(
        "synergies",
        _("Open synergies"),
        _("Under way, or somebody has promised a step; the step that is due first comes first."),
        [
            *(_("Synergy"), _("Status"), _("Followed by"), _("Next step")),
            *(_("Due"), _("Last contact"), _("Blocked by")),
        ],
        _("No synergy is under way."),
        [
            cells(
                _about(one),
                str(one.get_status_display()),
                str(one.owner or ""),
                *(one.next_step, one.next_due_on, one.last_contact_on),
                " ; ".join(f"{p.get_topic_display()}: {p.sentence}" for p in _blocking(one)),
            )
            for one in synergies
        ],
    )


def _blocking(synergy: Synergy) -> list[BlockingPoint]:
    return list(synergy.blocking_points.all())


def actions_part(actions: list[Action]) -> Part:
    """Return the actions that are not finished: who leads, what comes next."""
    rows = []
    for one in actions:
        following = next(iter(one.milestones.all()), None)
        rows.append(
            cells(
                _about(one),
                str(one.get_status_display()),
                one.pilot,
                str(following or ""),
                following.due_on if following else None,
                one.due_on,
            )
        )
    return Part(
        "actions",
        _("Actions that are not finished"),
        _("Who leads each, and its next milestone."),
        [_("Action"), _("Status"), _("Leads"), _("Next milestone"), _("Due"), _("End")],
        _("Every action is finished."),
        rows,
    )


def promises_part(initiative: Initiative, synergies: list[Synergy], today: date) -> Part:
    """Return what we have said we would do, by day: next steps, and what decisions ask for."""
    steps = [
        (one.next_due_on, one.next_step, str(one.owner or ""), _about(one))
        for one in synergies
        if one.next_step
    ]
    decided = [
        (
            row.taken_on,
            _("After the decision: %(what)s") % {"what": row.follow_up},
            row.body,
            _about(row.action) if row.action else Cell(row.question),
        )
        for row in _decisions(initiative, today)
    ]
    promises = sorted([*steps, *decided], key=lambda row: (row[0] or date.max, row[1]))
    return Part(
        "promises",
        _("What we have promised"),
        _("Our next steps with their day, and what decisions of the last year ask for."),
        [_("By when"), _("What"), _("Who"), _("About")],
        _("Nothing was promised."),
        [cells(*row) for row in promises],
    )


def _about(row: Synergy | Action) -> Cell:
    return Cell(str(row), row.get_absolute_url())


def _decisions(initiative: Initiative, today: date) -> list[Decision]:
    rows = Decision.objects.filter(
        programme__initiative=initiative, taken_on__gte=today - DECIDED_WITHIN
    )
    rows = rows.exclude(milestone__done_on__isnull=False)  # what followed is done
    return list(rows.exclude(follow_up="").select_related("action").order_by("taken_on", "pk"))


def questions_part(initiative: Initiative) -> Part:
    """Return what waits for somebody's decision."""
    rows = Decision.objects.filter(programme__initiative=initiative, taken_on=None)
    return Part(
        "questions",
        _("What waits for a decision"),
        "",
        [_("Asked on"), _("Question"), _("Who decides"), _("Action")],
        _("No decision is waited for."),
        [
            cells(
                *(row.asked_on, row.question, row.body),
                _about(row.action) if row.action else "",
            )
            for row in rows.select_related("action").order_by("asked_on", "pk")
        ],
    )
