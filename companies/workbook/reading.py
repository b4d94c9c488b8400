"""What a parser found in a cell: a value, and what there is to say about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Generic, TypeVar

Value = TypeVar("Value")
Other = TypeVar("Other")


class Remark(Enum):
    REPAIRED = auto()  # certain, worth saying
    TO_CONFIRM = auto()  # a value was taken, a person should look
    UNREADABLE = auto()  # no value


@dataclass(frozen=True)
class Note:
    remark: Remark
    message: str


@dataclass(frozen=True)
class Reading(Generic[Value]):
    """`value` is None when the cell is unreadable, or says nothing."""

    value: Value | None = None
    notes: tuple[Note, ...] = ()

    def instead(self, value: Other | None) -> Reading[Other]:
        """Return another value with the same notes."""
        return Reading(value, self.notes)

    def noting(self, *notes: Note) -> Reading[Value]:
        """Return the same value with more notes."""
        return Reading(self.value, self.notes + notes)


def repaired(value: Value, message: str) -> Reading[Value]:
    return Reading(value, (Note(Remark.REPAIRED, message),))


def to_confirm(value: Value | None, message: str) -> Reading[Value]:
    return Reading(value, (Note(Remark.TO_CONFIRM, message),))


def unreadable(message: str) -> Reading[Value]:
    return Reading(None, (Note(Remark.UNREADABLE, message),))
