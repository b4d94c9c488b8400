"""Look at an act before it is done, do it, undo it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.models import Action, BulkAct, Milestone
from actions.services.bulk.acts import (
    Act,
    Line,
    MarkMember,
    MoveSynergies,
    ParkSynergies,
    PlanNextStep,
    PostponeMilestones,
    SetActionStatus,
    SetArea,
    SetPilot,
    save_fields,
)
from actions.services.bulk.asking import AskAgain, take_back
from actions.services.sheet import SheetRefused
from companies.models import Company, User
from pompey_ite.outbox.calendar import local_day
from synergies.models import StatusChange, Synergy
from synergies.services.moves import MoveRefused

MOST_ROWS = 500
MODELS: dict[str, type[models.Model]] = {
    "synergy": Synergy,
    "action": Action,
    "milestone": Milestone,
    "company": Company,
}


class BulkRefused(Exception):
    """An act that cannot be done or undone; its text may be shown."""


@dataclass(frozen=True)
class Subject:
    """Of what several are changed: how its rows are read, and which acts there are."""

    slug: str
    name: str | Promise
    permission: str
    list_name: str
    rows: Callable[[Iterable[int]], models.QuerySet[Any]]
    acts: dict[str, Act]


def _synergies(pks: Iterable[int]) -> models.QuerySet[Any]:
    return Synergy.objects.filter(pk__in=pks).order_by("number")


def _actions(pks: Iterable[int]) -> models.QuerySet[Any]:
    rows = Action.objects.filter(pk__in=pks).select_related("pilot_company", "area")
    return rows.prefetch_related("milestones").order_by("area__code", "position", "pk")


def _companies(pks: Iterable[int]) -> models.QuerySet[Any]:
    return Company.objects.filter(pk__in=pks).select_related("initiative").order_by("name")


SUBJECTS = {
    one.slug: one
    for one in (
        Subject(
            "synergies",
            gettext_lazy("synergies"),
            "synergies.change_synergy",
            "synergies:list",
            _synergies,
            {
                "next": PlanNextStep(),
                "status": MoveSynergies(),
                "park": ParkSynergies(),
                "area": SetArea(),
            },
        ),
        Subject(
            "actions",
            gettext_lazy("actions"),
            "actions.change_action",
            "actions:programme",
            _actions,
            {
                "postpone": PostponeMilestones(),
                "status": SetActionStatus(),
                "pilot": SetPilot(),
            },
        ),
        Subject(
            "companies",
            gettext_lazy("companies"),
            "companies.change_company",
            "companies:list",
            _companies,
            {"ask": AskAgain(), "member": MarkMember()},
        ),
    )
}


def preview(
    *, subject: Subject, act: Act, pks: Iterable[int], data: dict[str, Any], today: date
) -> list[Line]:
    """Return what would become of each row, in a number of queries that does not grow."""
    return act.lines(subject.rows(pks), data, today)


def seal(lines: Iterable[Line]) -> str:
    """Return what tells one preview from another: what is done is what was seen."""
    text = "\n".join(f"{line.row.pk}|{line.words}|{line.refusal}" for line in lines)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def do_together(
    *,
    subject: Subject,
    key: str,
    pks: Iterable[int],
    data: dict[str, Any],
    seen: str,
    user: User,
    now: datetime,
) -> BulkAct:
    """Return the act, done on every row that is not refused.

    seen: the seal of the preview. Raises BulkRefused when the rows are not as they were seen any
    more, or nothing would change.
    """
    act = subject.acts[key]
    lines = preview(subject=subject, act=act, pks=pks, data=data, today=local_day(now))
    if seal(lines) != seen:
        raise BulkRefused(_("Something has changed since this preview: look at it again."))
    changes: list[dict[str, Any]] = []
    for line in lines:
        if not line.refusal:
            changes += _done(act, line, data, user, now)
    if not changes:
        raise BulkRefused(_("Nothing would change."))
    return BulkAct.objects.create(
        subject=subject.slug, act=key, changes=changes, made_at=now, user=user
    )


def _done(
    act: Act, line: Line, data: dict[str, Any], user: User, now: datetime
) -> list[dict[str, Any]]:
    """Return the changes of one row; none where a rule of the database refuses after all."""
    found = []
    try:
        with transaction.atomic():
            for target in act.targets(line.row):
                before = _values(target, act.fields)
                act.do(target, data, user, now)
                after = _values(type(target)._default_manager.get(pk=target.pk), act.fields)
                found.append(
                    {
                        "line": line.row.pk,
                        "name": str(line.row),
                        "words": line.words,
                        "model": target._meta.model_name,
                        "pk": target.pk,
                        "before": before,
                        "after": after,
                    }
                )
    except (MoveRefused, SheetRefused):
        return []
    return found


def _values(row: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in fields}


def _plain(value: Any) -> Any:
    """Return a value as it comes back out of JSON."""
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True)
class Undone:
    """How many rows are as they were, and the names of those that somebody has changed since.

    kept_count: how many things stay, such as mails that had left.
    """

    count: int
    kept: list[str]
    kept_count: int = 0


@transaction.atomic
def undo_together(*, bulk: BulkAct, user: User, now: datetime) -> Undone:
    """Return what became of it: a row that has changed since is left as it is.

    Raises BulkRefused when it was undone already, or is too old.
    """
    bulk = BulkAct.objects.select_for_update().get(pk=bulk.pk)
    if not bulk.is_undoable_at(now):
        raise BulkRefused(_("This can no longer be undone in one go."))
    kept = [change for change in bulk.changes if not _is_restored(change, user, now)]
    bulk.undone_at = now
    bulk.save(update_fields=["undone_at"])
    names = list(dict.fromkeys(change["name"] for change in kept))
    return Undone(bulk.row_count - len(names), names, len(kept))


def _is_restored(change: dict[str, Any], user: User, now: datetime) -> bool:
    if change["model"] == "reminder":
        return take_back(change["pk"])
    model = MODELS[change["model"]]
    row = model._default_manager.select_for_update().filter(pk=change["pk"]).first()
    if row is None or _values(row, change["after"]) != change["after"]:
        return False
    before = {
        name: _field(model, name).to_python(value) if value is not None else None
        for name, value in change["before"].items()
    }
    if isinstance(row, Synergy) and before.get("status", row.status) != row.status:
        _tell_move_back(row, change["before"]["status"], user, now)
    save_fields(row, **before)
    return True


def _field(model: type[models.Model], name: str) -> Any:
    return next(field for field in model._meta.concrete_fields if field.attname == name)


def _tell_move_back(synergy: Synergy, status: str, user: User, now: datetime) -> None:
    """Leave a line for the way back: moves are never struck out of the history of a synergy."""
    StatusChange.objects.create(
        synergy=synergy,
        before=synergy.status,
        after=status,
        reason=_("A change of several at once was undone."),
        changed_at=now,
        changed_by=user,
    )
