"""The kinds of mail, each registered by the app that writes it; the outbox knows none by itself."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pompey_ite.outbox.models import Mail

GROUPS = {
    "workshops": _("Workshops: what came of them"),
    "ballots": _("Rounds: invitations and results"),
    "reminders": _("Reminders: what waits for an answer of yours"),
    "reports": _("Monthly report"),
    "digest": _("Weekly digest"),
}

ReasonsToDrop = Callable[[Sequence[Mail], datetime], Mapping[int, str]]
FindAbsences = Callable[[Collection[str], date], Mapping[str, date]]


@dataclass(frozen=True)
class MailKind:
    """What the outbox must know of a kind of mail in order to send it well.

    code: as in Mail.kind; label: lazy, for the screens.
    group: what a person may stop together, one of GROUPS; empty: it cannot be stopped, as the
    receipt of one's own act.
    is_urgent: leaves beside another mail of the same day, and at any hour.
    reasons_to_drop: asked just before sending, once for a batch, with a fixed number of queries;
    returns by pk of the mail why it must no longer leave.
    """

    code: str
    label: str | Promise
    group: str = ""
    is_urgent: bool = False
    reasons_to_drop: ReasonsToDrop | None = None

    def __post_init__(self) -> None:
        if self.group and self.group not in GROUPS:
            raise ValueError(f"unknown group of mails: {self.group}")


_kinds: dict[str, MailKind] = {}
_absences: list[FindAbsences] = []


def register(kind: MailKind) -> None:
    """Make a kind known; a second registration of its code takes the place of the first."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> MailKind:
    """Return the kind with a code; an unknown one is not urgent, not stoppable, never dropped."""
    return _kinds.get(code) or MailKind(code=code, label=code)


def registered() -> list[MailKind]:
    """Return the known kinds, by code."""
    return sorted(_kinds.values(), key=lambda kind: kind.code)


def register_absences(find: FindAbsences) -> None:
    """Make a look-up known: until which day addresses are closed, of those closed on a day.

    Addresses come in lower case; the day returned is the last closed one.
    """
    if find not in _absences:
        _absences.append(find)


def absent_until(addresses: Collection[str], day: date) -> dict[str, date]:
    """Return the last closed day of each address that is closed on `day`."""
    until: dict[str, date] = {}
    for find in _absences:
        for address, last in find(addresses, day).items():
            until[address] = max(last, until.get(address, last))
    return until
