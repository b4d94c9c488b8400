"""Decisions of the committee, and the next step that each of them becomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from actions.models import Action, Decision, Meeting, Milestone, Programme
from companies.models import User
from synergies.models import Synergy
from synergies.services.moves import plan_next_step


class DecisionRefused(Exception):
    """A decision that cannot be written down; its text may be shown."""


@dataclass(frozen=True)
class NextStep:
    """What follows: a milestone on an action, or the next step of a synergy."""

    words: str
    due_on: date
    action: Action | None = None
    synergy: Synergy | None = None
    owner: User | None = None


@transaction.atomic
def ask_decision(
    *,
    programme: Programme,
    question: str,
    asked_on: date,
    body: str = "",
    action: Action | None = None,
) -> Decision:
    """Return a decision that is awaited from a body.

    Raises DecisionRefused when the action belongs to another programme.
    """
    _check_programme(programme, action)
    return Decision.objects.create(
        programme=programme,
        action=action,
        question=question.strip(),
        asked_on=asked_on,
        body=body.strip(),
    )


@transaction.atomic
def take_decision(
    *,
    decision: Decision,
    outcome: str,
    taken_on: date,
    body: str = "",
    follow_up: str = "",
    meeting: Meeting | None = None,
    step: NextStep | None = None,
) -> Decision:
    """Return the decision with its outcome; what follows is written in the same transaction.

    Raises DecisionRefused when it was taken before, says nothing, or its step cannot be written:
    then neither the outcome nor the step is kept.
    """
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if decision.taken_on is not None:
        raise DecisionRefused(_("This decision was taken before."))
    if not outcome.strip():
        raise DecisionRefused(_("Write what was decided."))
    if taken_on < decision.asked_on:
        raise DecisionRefused(_("The decision was taken before it was asked for."))
    decision.outcome, decision.taken_on = outcome.strip(), taken_on
    decision.body = body.strip() or decision.body
    decision.follow_up, decision.meeting = follow_up.strip(), meeting
    if step is not None:
        _write_step(decision, step)
    decision.save()
    return decision


def _write_step(decision: Decision, step: NextStep) -> None:
    """Write what follows on the action or the synergy, and keep on the decision which it is."""
    words = step.words.strip()
    if not words:
        raise DecisionRefused(_("Write what follows, in a few words."))
    decision.follow_up = decision.follow_up or words
    if step.action is not None:
        decision.milestone = _milestone(decision.programme, step.action, words, step.due_on)
        decision.action = decision.action or step.action
    elif step.synergy is not None:
        decision.synergy = _synergy_step(decision, step)


def _milestone(programme: Programme, action: Action, words: str, due_on: date) -> Milestone:
    _check_programme(programme, action)
    if action.milestones.filter(title=words).exists():
        raise DecisionRefused(_("This action already has a milestone of this title."))
    return Milestone.objects.create(action=action, title=words, due_on=due_on)


def _synergy_step(decision: Decision, step: NextStep) -> Synergy:
    synergy = step.synergy
    if synergy is None or synergy.initiative_id != decision.programme.initiative_id:
        raise DecisionRefused(_("This synergy belongs to another initiative."))
    if synergy.is_ended:
        raise DecisionRefused(_("This synergy is closed: it has no next step."))
    owner = synergy.owner or step.owner
    if owner is None:
        raise DecisionRefused(_("Nobody follows this synergy."))
    return plan_next_step(
        synergy=synergy, owner=owner, next_step=step.words, next_due_on=step.due_on
    )


def _check_programme(programme: Programme, action: Action | None) -> None:
    if action is not None and action.area.programme_id != programme.pk:
        raise DecisionRefused(_("This action belongs to another programme."))
