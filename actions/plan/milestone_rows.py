"""The row of a sub-action: a milestone, with the cells it has no field for kept beside."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext as _

from actions.models import Action, Milestone
from actions.plan.cells import AMOUNTS, DAYS, Cell, text_or_none
from actions.plan.columns import KEYS, NOT_REACHED, REACHED, STATUS_WORDS
from actions.plan.proposal import PlanContext, Proposal, longest
from companies.workbook.choices import STATUSES, read_choice

OF_THE_ACTION = ("area", "sub_area", "sub_sub_area", "title")  # said again, to name it
OWN = ("sub_title", "due_on", "status")


def read_milestone(proposal: Proposal, milestone: Milestone, context: PlanContext) -> None:
    """Put on the proposal what the row changes of the milestone; errors refuse the row."""
    _read_title(proposal, milestone)
    _read_due(proposal)
    others = dict(milestone.plan_cells)
    for key in KEYS:
        if key not in (*OF_THE_ACTION, *OWN) and proposal.is_changed(key):
            _keep(proposal, others, key)
    _read_status(proposal, milestone, others, context)
    if others != milestone.plan_cells:
        proposal.values["plan_cells"] = others


def _read_title(proposal: Proposal, milestone: Milestone) -> None:
    if not proposal.is_changed("sub_title"):
        return
    words = proposal.read_words("sub_title", lines=False)
    if len(words) > longest(Milestone, "title"):
        text = _("The title of a milestone has at most %d characters: shorten it.")
        proposal.reader.error("sub_title", text % longest(Milestone, "title"))
    elif words:
        proposal.set("sub_title", words, title=words)


def _read_due(proposal: Proposal) -> None:
    """Read the end date; a new sub-action without one takes that of its action."""
    if proposal.is_changed("due_on"):
        day = proposal.read_day("due_on")
        proposal.set("due_on", day, due_on=day)
        return
    if not proposal.is_new:
        return
    day = proposal.action.due_on
    if proposal.parent:
        day = proposal.parent.days.get("due_on", day)
    if day is None:
        text = _("A sub-action becomes a milestone, and a milestone has a date: fill “%s”.")
        header = proposal.reader.row.table.header_of("due_on")
        proposal.reader.error("due_on", text % header)
        return
    proposal.reader.info("due_on", _("Without a date of its own, it takes that of its action."))
    proposal.set("due_on", day, due_on=day)


def _keep(proposal: Proposal, others: dict[str, str], key: str) -> None:
    """Keep a cell that a milestone has no field for, as a text."""
    cell: Cell
    if key in DAYS:
        day = proposal.read_day(key)
        cell, text = day, day.isoformat() if day else ""
    elif key in AMOUNTS:
        amount = proposal.read_money(key)
        cell, text = amount, "" if amount is None else str(amount)
    else:
        text = proposal.read_words(key)
        cell = text_or_none(text)
    if text:
        proposal.set(key, cell)
        others[key] = text


def _read_status(
    proposal: Proposal, milestone: Milestone, others: dict[str, str], context: PlanContext
) -> None:
    if not proposal.is_changed("status"):
        return
    status = proposal.read("status", partial(read_choice, meanings=STATUSES))
    if status is None:
        return
    if status == Action.Status.DONE:
        due_on = proposal.days.get("due_on") or milestone.due_on or context.today
        proposal.set("status", REACHED, done_on=min(due_on, context.today))
        text = _("Taken as reached on its end date, or today: correct the day if need be.")
        proposal.reader.info("status", text)
        return
    word = STATUS_WORDS[Action.Status(status)]
    others.pop("status", None)
    if word != NOT_REACHED:
        others["status"] = word
    proposal.set("status", word, done_on=None)
