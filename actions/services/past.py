"""How rows stood at an instant, read from the history that simple-history keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import Model

Values = Mapping[str, Any]
DELETED = "-"


@dataclass(frozen=True)
class Past:
    """The recorded states of some rows, each list oldest first, with their instants."""

    states: dict[int, list[Values]] = field(default_factory=dict)

    def at(self, pk: int, instant: datetime) -> Values | None:
        """Return the state of a row just before `instant`, None when none was recorded by then."""
        known = [state for state in self.states.get(pk, []) if state["history_date"] < instant]
        return known[-1] if known else None

    def first(self, pk: int) -> Values | None:
        """Return the first state ever recorded of a row."""
        return next(iter(self.states.get(pk, [])), None)

    def began_before(self, instant: datetime) -> bool:
        """Return whether anything at all was recorded by then."""
        return any(
            states and states[0]["history_date"] < instant for states in self.states.values()
        )

    def changes(self, start: datetime, end: datetime, key: str) -> list[tuple[int, Values, Values]]:
        """Return (row, before, after) of each change of `key` from `start` to `end`, in order."""
        found = [
            (pk, before, after)
            for pk, states in self.states.items()
            for before, after in pairwise(states)
            if start <= after["history_date"] < end and before[key] != after[key]
        ]
        return sorted(found, key=lambda change: (change[2]["history_date"], change[0]))


def past_of(model: type[Model], pks: Iterable[int], *names: str) -> Past:
    """Return the past of rows of a model with a history, in one query.

    names: of the fields that are wanted.
    """
    rows = model.history.filter(id__in=list(pks)).exclude(history_type=DELETED)  # type: ignore[attr-defined]
    states: dict[int, list[Values]] = {}
    for row in rows.order_by("history_date", "history_id").values("id", "history_date", *names):
        states.setdefault(row["id"], []).append(row)
    return Past(states)
