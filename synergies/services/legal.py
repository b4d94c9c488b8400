"""Legal checklists: which ones a synergy calls for, and what somebody has ticked.

The lines are data (`synergies/data/legal.toml`), each with the article it sums up and where it was
read. They inform; they are not legal advice.
"""

import tomllib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from companies.models import Resource, User
from synergies.models import Area, LegalTick, Synergy

DATA = Path(__file__).resolve().parent.parent / "data" / "legal.toml"
FEWEST_BUYERS = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to settle, the article it sums up, and where and when that was read."""

    code: str
    fr: str
    en: str
    article: str
    link: str
    read_on: date
    hazardous: bool = False

    @property
    def text(self) -> str:
        return self.en if get_language() == "en" else self.fr


@dataclass(frozen=True, slots=True)
class Checklist:
    """What the law asks about one subject."""

    code: str
    fr: str
    en: str
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        return self.en if get_language() == "en" else self.fr


@dataclass(frozen=True, slots=True)
class Shown:
    """A checklist as a sheet shows it: pairs (line, its tick or None)."""

    checklist: Checklist
    pairs: Sequence[tuple[Line, LegalTick | None]]

    @property
    def done_count(self) -> int:
        return sum(tick is not None for _line, tick in self.pairs)

    @property
    def is_begun(self) -> bool:
        return 0 < self.done_count < len(self.pairs)


@cache
def checklists() -> tuple[Checklist, ...]:
    """Return the checklists of the data file, in its order."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["checklist"]
    return tuple(_checklist(row) for row in rows)


def checklists_of(synergy: Synergy) -> list[Shown]:
    """Return the checklists a synergy calls for, with its ticks, in one query.

    Its parties are loaded with their resources and waste codes.
    """
    resources = [row for party in synergy.parties.all() for row in party.resources.all()]
    wanted = [one for one in checklists() if CALLS[one.code](synergy, resources)]
    ticks = {tick.line: tick for tick in synergy.legal_ticks.select_related("ticked_by")}
    is_hazardous = any(row.waste_code and row.waste_code.is_hazardous for row in resources)
    return [Shown(one, _pairs(one, ticks, is_hazardous)) for one in wanted]


@transaction.atomic
def tick_line(*, synergy: Synergy, line: str, is_done: bool, user: User, now: datetime) -> bool:
    """Tick a line of a checklist, or take the tick away; return whether anything changed.

    Raises LookupError when no checklist has such a line.
    """
    if line not in {each.code for one in checklists() for each in one.lines}:
        raise LookupError(line)
    if is_done:
        _row, is_new = LegalTick.objects.get_or_create(
            synergy=synergy, line=line, defaults={"ticked_at": now, "ticked_by": user}
        )
        return is_new
    tick = synergy.legal_ticks.filter(line=line).first()
    if tick:
        tick.delete()  # its history says who had ticked it
    return tick is not None


def _lends_staff(synergy: Synergy, resources: Collection[Resource]) -> bool:
    is_skill = any(row.family == Resource.Family.SKILL for row in resources)
    return is_skill or synergy.area == Area.SKILLS


def _moves_waste(_synergy: Synergy, resources: Collection[Resource]) -> bool:
    return any(row.family == Resource.Family.WASTE or row.waste_code_id for row in resources)


def _buys_together(synergy: Synergy, resources: Collection[Resource]) -> bool:
    """Return whether several companies need the same in a pooling: they may buy it together."""
    buyers = {row.company_id for row in resources if row.direction == Resource.Direction.NEED}
    return synergy.kind == Synergy.Kind.POOLING and len(buyers) >= FEWEST_BUYERS


CALLS: dict[str, Callable[[Synergy, Collection[Resource]], bool]] = {
    "loan": _lends_staff,
    "waste": _moves_waste,
    "purchase": _buys_together,
}


def _pairs(
    checklist: Checklist, ticks: dict[str, LegalTick], is_hazardous: bool
) -> list[tuple[Line, LegalTick | None]]:
    lines = [line for line in checklist.lines if is_hazardous or not line.hazardous]
    return [(line, ticks.get(line.code)) for line in lines]


def _checklist(row: dict[str, Any]) -> Checklist:
    lines = tuple(Line(**line) for line in row["line"])
    return Checklist(row["code"], row["fr"], row["en"], lines)
