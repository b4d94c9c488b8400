"""The frequent acts on an action sheet: its status, its milestones, its notes."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from actions.models import Action, Milestone, Note
from companies.models import User

NEEDS_REASON = (Action.Status.ABANDONED, Action.Status.BLOCKED, Action.Status.ON_HOLD)
COMPLETE_PERCENT = 100
REASON_LENGTH = 100  # what the history keeps of a reason beside each change


class SheetRefused(Exception):
    """An act that cannot be done; its text may be shown."""


@transaction.atomic
def set_status(
    *, action: Action, status: str, reason: str = "", progress_percent: int | None = None
) -> Action:
    """Return the action with its new status; the reason goes into its history as well.

    progress_percent: 0 to 100, left as it is for None; an action that is done stands at 100.
    Raises SheetRefused when the status needs a reason and has none, or is no status.
    """
    if status not in Action.Status.values:
        raise SheetRefused(_("This status does not exist."))
    reason = reason.strip()
    if status in NEEDS_REASON and not reason:
        words = _("Say why the action is now “%(status)s”.")
        raise SheetRefused(words % {"status": Action.Status(status).label})
    action = Action.objects.select_for_update().get(pk=action.pk)
    action.status, action.status_reason = status, reason
    if status == Action.Status.DONE:
        action.progress_percent = COMPLETE_PERCENT
    elif progress_percent is not None:
        action.progress_percent = progress_percent
    _save(action, reason, ["status", "status_reason", "progress_percent"])
    return action


@transaction.atomic
def reach_milestone(*, milestone: Milestone, day: date | None) -> Milestone:
    """Return the milestone reached on a day, or open again for None.

    Pressing twice keeps the first day. Raises SheetRefused when a document proves that it is
    reached: that one is set aside first.
    """
    milestone = Milestone.objects.select_for_update().get(pk=milestone.pk)
    if day is None and milestone.documents.standing().exists():
        raise SheetRefused(_("A document proves that it is reached: set that one aside first."))
    if day is None or milestone.done_on is None:
        milestone.done_on = day
        milestone.save(update_fields=["done_on"])
    return milestone


@transaction.atomic
def move_milestone(*, milestone: Milestone, due_on: date, reason: str = "") -> Milestone:
    """Return the milestone with its new date; the date before stays in its history."""
    milestone = Milestone.objects.select_for_update().get(pk=milestone.pk)
    milestone.due_on = due_on
    _save(milestone, reason, ["due_on"])
    return milestone


def add_note(*, action: Action, text: str, day: date, author: User) -> Note:
    """Return a dated note of the follow-up, signed."""
    return Note.objects.create(action=action, text=text.strip(), written_on=day, author=author)


def governance_bodies(text: str) -> list[str]:
    """Return the bodies that a sheet names, without doubles: “COPIL, COTECH” has two."""
    names = [name.strip() for name in text.replace(";", ",").split(",")]
    return list(dict.fromkeys(name for name in names if name))


def known_bodies(action: Action) -> list[str]:
    """Return the bodies that the sheets of the same initiative name, in alphabetical order."""
    rows = Action.objects.filter(
        area__programme__initiative=action.area.programme.initiative_id
    ).exclude(governance="")
    texts = rows.values_list("governance", flat=True)
    return sorted({name for text in texts for name in governance_bodies(text)}, key=str.casefold)


def _save(row: Action | Milestone, reason: str, fields: list[str]) -> None:
    """Save some fields; the reason stands beside the change in the history."""
    row._change_reason = reason.strip()[:REASON_LENGTH] or None  # type: ignore[union-attr]
    row.save(update_fields=fields)
