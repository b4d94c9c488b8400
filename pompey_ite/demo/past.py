"""Give the demo a past: when its actions began and ended, how far its synergies have come."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Model

from actions.models import Action, Milestone, Programme
from pompey_ite.outbox.calendar import PARIS
from synergies.models import Synergy

MORNING = time(9)
ENTERED_AFTER = timedelta(days=2)  # a status is entered a little after it has changed
STATUS = Synergy.Status
# How far the synergies of a running action have come, by its progress in per cent.
STEPS = ((80, STATUS.AGREED), (50, STATUS.STUDY), (20, STATUS.DISCUSSION))
EVIDENCE = "Bordereau du premier échange et convention signée, gardés par l’association."


def give_past(programme: Programme) -> None:
    """Date the history of the programme as if it had been kept since the programme began."""
    for action in Action.objects.of(programme).prefetch_related("milestones", "synergies"):
        ended = max((m.done_on for m in action.milestones.all() if m.done_on), default=None)
        _date_action(action, programme.starts_on, ended)
        for synergy in action.synergies.all():
            _move_synergy(synergy, action, programme.starts_on, ended)
    for model in (Milestone, Synergy):
        _date_first_rows(model, programme)


def _instant(day: date) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=PARIS)


def _date_first_rows(model: type[Model], programme: Programme) -> None:
    """Let what was imported today have been entered on the first day, as it was planned then."""
    rows = model.history.filter(history_type="+")  # type: ignore[attr-defined]
    rows.update(history_date=_instant(programme.starts_on))
    current = {row.pk: row for row in model._default_manager.all()}
    for row in rows:
        for name in ("due_on", "next_due_on", "last_contact_on"):
            if hasattr(row, name):
                setattr(row, name, getattr(current[row.id], name))
        row.save()


def _date_action(action: Action, begun: date, ended: date | None) -> None:
    first = action.history.earliest()
    first.status, first.progress_percent = Action.Status.TO_COME, 0
    first.starts_on, first.due_on = action.starts_on, action.due_on
    first.history_date = _instant(begun)
    first.save()
    if action.status == Action.Status.TO_COME:
        return
    started = max(action.starts_on or begun, begun)
    is_done = action.status == Action.Status.DONE
    running = Action.Status.IN_PROGRESS if is_done else action.status
    _record(action, started + ENTERED_AFTER, status=running)
    if is_done and ended:
        _record(action, max(ended, started) + 2 * ENTERED_AFTER, status=Action.Status.DONE)


def _move_synergy(synergy: Synergy, action: Action, begun: date, ended: date | None) -> None:
    """Bring a synergy as far as its action: operational, with evidence, when that is done."""
    started = max(action.starts_on or begun, begun)
    if action.status == Action.Status.DONE and ended:
        synergy.operational_since, synergy.evidence = ended, EVIDENCE
        steps = [(started, STATUS.DISCUSSION), (ended, STATUS.OPERATIONAL)]
    else:
        reached = [step for percent, step in STEPS if action.progress_percent >= percent]
        days = timedelta(days=60)
        steps = [(started + i * days, step) for i, step in enumerate(reversed(reached))]
    for day, status in steps:
        synergy.status = status
        _record(synergy, day + ENTERED_AFTER, status=status)
    if steps:
        Synergy.objects.bulk_update([synergy], ["status", "evidence", "operational_since"])


def _record(row: Any, day: date, **values: object) -> None:
    """Write a change into the history of a row, at nine on a day."""
    model = row.history.model
    fields = {field.attname: getattr(row, field.attname) for field in model.tracked_fields}
    model.objects.create(
        **{**fields, **values}, history_date=_instant(day), history_type="~", history_user=None
    )
