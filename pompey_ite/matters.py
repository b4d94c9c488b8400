"""What waits for the project manager: each app says its own part, the cockpit shows them in order.

An app adds lines with a module `matters.py` and the decorator `source`; it is found at the start.
A source costs a number of queries that does not grow with its rows, and gives few lines: what is
more stands behind one line that counts it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from django.utils.translation import ngettext

SHOWN_PER_SOURCE = 5


class Urgency(IntEnum):
    """The order of the lines: what is broken first, what can wait last."""

    FIRST_STEP = 0
    BROKEN = 1
    WAITS_FOR_A_GO = 2
    LATE = 3
    BLOCKED = 4
    ANSWERED = 5
    TO_REVIEW = 6


@dataclass(frozen=True)
class Act:
    """A button beside a line: a page, or with `fields` a form that is sent at once."""

    label: str
    url: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Matter:
    """One line: what it is, where it stands, and what can be done about it.

    days: how long it has been so; of two lines of one urgency the longer one comes first.
    """

    urgency: Urgency
    title: str
    url: str
    acts: tuple[Act, ...]
    about: str = ""
    days: int = 0

    @property
    def state(self) -> str:
        """The icon and colour of the line, as components/icon.html names them."""
        if self.urgency in {Urgency.BROKEN, Urgency.LATE, Urgency.BLOCKED}:
            return "late"
        return {Urgency.WAITS_FOR_A_GO: "waiting", Urgency.ANSWERED: "mail"}.get(
            self.urgency, "suggestion"
        )

    @property
    def days_words(self) -> str:
        """How late it is, in words; empty when it is not late."""
        if self.urgency != Urgency.LATE or not self.days:
            return ""
        text = ngettext("%(count)d day late", "%(count)d days late", self.days)
        return text % {"count": self.days}


Source = Callable[[datetime], Iterable[Matter]]
_sources: list[Source] = []


def source(function: Source) -> Source:
    """Add a source of lines; for use as a decorator in the module `matters` of an app."""
    _sources.append(function)
    return function


def matters_at(now: datetime) -> list[Matter]:
    """Return what waits at `now`, the most urgent first."""
    found = [matter for one in _sources for matter in one(now)]
    return sorted(found, key=lambda matter: (matter.urgency, -matter.days))
