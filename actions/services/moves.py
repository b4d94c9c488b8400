"""What moved in a month: statuses from the history, notes and decisions from their dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.models import Action, Decision, Note, Programme
from actions.reports.figures import MovementFigures
from actions.services.funnel import SynergyFigures
from actions.services.past import Past, Values
from companies.models import Resource
from pompey_ite.outbox.calendar import local_day

if TYPE_CHECKING:
    from actions.services.figures import Period

VISIBILITY = Resource.Visibility


def moves(
    programme: Programme,
    actions: list[Action],
    past: Past,
    synergies: SynergyFigures,
    period: Period,
) -> list[MovementFigures]:
    """Return what moved in the month, by day, each with who may see it.

    A synergy that is not public concerns its parties; notes are the project manager's.
    """
    by_pk = {action.pk: action for action in actions}
    found = [
        *(
            _status_move("action", str(by_pk[pk]), by_pk[pk].visibility, before, after)
            for pk, before, after in past.changes(period.start, period.end, "status")
            if pk in by_pk
        ),
        *(
            _synergy_move(synergies, pk, before, after)
            for pk, before, after in synergies.past.changes(period.start, period.end, "status")
        ),
        *_notes(programme, period),
        *_decisions_taken(programme, period),
    ]
    return sorted(found, key=lambda movement: (movement.on, movement.kind, movement.subject))


def _status_move(
    kind: str, subject: str, visibility: str, before: Values, after: Values
) -> MovementFigures:
    return MovementFigures(
        on=local_day(after["history_date"]),
        kind=kind,
        subject=subject,
        before=before["status"],
        after=after["status"],
        reason=after["status_reason"],
        visibility=visibility,
    )


def _synergy_move(
    synergies: SynergyFigures, pk: int, before: Values, after: Values
) -> MovementFigures:
    row = synergies.rows[pk]
    visibility = VISIBILITY.PUBLIC if row.is_public else VISIBILITY.PARTIES
    return _status_move("synergy", str(row), visibility.value, before, after)


def _notes(programme: Programme, period: Period) -> list[MovementFigures]:
    rows = Note.objects.filter(
        action__area__programme=programme, written_on__range=(period.month, period.last_day)
    )
    return [
        MovementFigures(
            on=note.written_on,
            kind="note",
            subject=str(note.action),
            text=note.text,
            visibility=VISIBILITY.MANAGER.value,
        )
        for note in rows.select_related("action")
    ]


def _decisions_taken(programme: Programme, period: Period) -> list[MovementFigures]:
    rows = Decision.objects.filter(
        programme=programme, taken_on__range=(period.month, period.last_day)
    )
    return [
        MovementFigures(
            on=decision.taken_on,
            kind="decision",
            subject=decision.question,
            text=decision.outcome,
            visibility=VISIBILITY.PARTIES.value,
        )
        for decision in rows
        if decision.taken_on
    ]
