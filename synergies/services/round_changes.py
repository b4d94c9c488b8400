"""What may still happen to a round: prepared anew, extended, cancelled; each leaves its trace."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pompey_ite.journal.models import Act
from pompey_ite.journal.noting import note
from synergies.models import Ballot, Round
from synergies.services.round_scope import Scope, in_scope
from synergies.services.rounds import (
    RoundRefused,
    after_all_answers,
    follow_new_close,
    freeze_options,
    locked_round,
)

FROZEN_FIELDS = (
    "title",
    "text",
    "places",
    "rule",
    "minimum_supporters",
    "opens_at",
    "closes_at",
    "results_are_public",
)


@transaction.atomic
def prepare_again(*, round_: Round, scope: Scope, now: datetime, **values: Any) -> Round:
    """Return the planned round with other words, dates or options; links and ballots stay.

    values: any of FROZEN_FIELDS. The options are taken again from the synergies as they stand now.
    Raises RoundRefused once the round has opened: from then on nothing of it changes.
    """
    current = locked_round(round_)
    if current.state_at(now) != Round.State.PLANNED:
        raise RoundRefused(_("The round has opened: what companies are asked does not change."))
    taken = Round.objects.filter(initiative=current.initiative, title=values.get("title"))
    if taken.exclude(pk=current.pk).exists():
        raise RoundRefused(_("A round of this title exists already."))
    for name in FROZEN_FIELDS:
        setattr(current, name, values.get(name, getattr(current, name)))
    current.scope = scope.as_json()
    _take_options_again(current, scope)
    current.save()
    follow_new_close(round_=current)
    note(Act.ROUND_CHANGED, about=current)
    return current


def _take_options_again(round_: Round, scope: Scope) -> None:
    synergies = list(in_scope(round_.initiative, scope).with_parties().order_by("number"))
    if not synergies:
        raise RoundRefused(_("There is no open synergy to ask about."))
    round_.options.all().delete()  # nobody can have answered before the opening
    freeze_options(round_, synergies)
    named = Counter(party.company_id for synergy in synergies for party in synergy.parties.all())
    ballots = list(round_.ballots.all())
    for ballot in ballots:
        ballot.concerned_count = named[ballot.company_id]
    Ballot.objects.bulk_update(ballots, ["concerned_count"])


@transaction.atomic
def extend_round(*, round_: Round, closes_at: datetime, reason: str, now: datetime) -> Round:
    """Return the round with a later close; its links follow, the reason stays in its history.

    Raises RoundRefused without a reason, for an earlier instant, or when the round is over: a
    count may have begun, and companies were told that it had ended.
    """
    if not reason.strip():
        raise RoundRefused(_("Say why the round is extended."))
    current = locked_round(round_)
    if current.state_at(now) not in {Round.State.PLANNED, Round.State.OPEN}:
        raise RoundRefused(_("The round is over: it cannot be extended."))
    if closes_at <= current.closes_at:
        raise RoundRefused(_("Choose a later close than the present one."))
    current.closes_at = closes_at
    current.change_reason = reason.strip()
    current.save()
    follow_new_close(round_=current)
    note(Act.ROUND_EXTENDED, about=current)
    return current


@transaction.atomic
def cancel_round(*, round_: Round, reason: str, now: datetime) -> Round:
    """Return the round, cancelled at `now` or right after its latest answer; none is ever counted.

    Raises RoundRefused without a reason, or when the round is over.
    """
    if not reason.strip():
        raise RoundRefused(_("Say why the round is cancelled."))
    current = locked_round(round_)
    if current.state_at(now) not in {Round.State.PLANNED, Round.State.OPEN}:
        raise RoundRefused(_("The round is over: it cannot be cancelled."))
    current.cancelled_at = after_all_answers(current, now)
    current.change_reason = reason.strip()
    current.save()
    note(Act.ROUND_CANCELLED, about=current)
    return current


@dataclass(frozen=True)
class RoundEvent:
    """One line of the history of a round: what was done, by whom, why."""

    happened_at: datetime
    who: str
    what: str
    reason: str


def history_of(round_: Round) -> list[RoundEvent]:
    """Return what was done to the round, the first act first, in one query."""
    states = list(round_.history.select_related("history_user").order_by("history_date", "pk"))
    events = []
    for before, after in zip([None, *states[:-1]], states, strict=True):
        what = _what_changed(before, after)
        if what:
            reason = after.change_reason if before else ""
            events.append(RoundEvent(after.history_date, _who(after), what, reason))
    return events


def _who(state: Any) -> str:
    return str(state.history_user) if state.history_user else ""


def _what_changed(before: Any, after: Any) -> str:
    if before is None:
        return _("prepared")
    if after.cancelled_at and not before.cancelled_at:
        return _("cancelled")
    if after.change_reason != before.change_reason and after.closes_at != before.closes_at:
        return _("extended") if after.closes_at > before.closes_at else _("closed early")
    asked = (*FROZEN_FIELDS, "scope")
    changed = any(getattr(after, name) != getattr(before, name) for name in asked)
    return _("prepared again") if changed else ""
