"""Codes and places of the actions a workbook adds."""

from __future__ import annotations

import re
from collections import defaultdict

from actions.imports.actions import code_key
from actions.models import Action, ProgrammeArea
from actions.plan.proposal import Proposal

LONGEST_CODE = 10


class NewActions:
    """Gives each new action the code its row names when it is free, else the next of its area."""

    def __init__(self, stored: list[Action]) -> None:
        self.codes: dict[int, set[str]] = defaultdict(set)
        self.positions: dict[int, int] = defaultdict(int)
        self.numbers: dict[int, int] = {}  # the largest one of an area's codes, once it was asked
        for action in stored:
            self.codes[action.area_id].add(code_key(action.code))
            last = max(self.positions[action.area_id], action.position)
            self.positions[action.area_id] = last

    def prepare(self, proposal: Proposal, wished: str, area: ProgrammeArea | None) -> None:
        """Give the action its area, code and place; without an area its row is refused anyway."""
        if area is None:
            return
        is_free = bool(wished) and code_key(wished) not in self.codes[area.pk]
        code = wished if is_free and len(wished) <= LONGEST_CODE else self._next_code(area)
        self._take(area, code)
        self.positions[area.pk] += 1
        proposal.action.area, proposal.action.code = area, code
        proposal.action.position = self.positions[area.pk]

    def _take(self, area: ProgrammeArea, code: str) -> None:
        self.codes[area.pk].add(code_key(code))
        if area.pk in self.numbers:
            self.numbers[area.pk] = max(self.numbers[area.pk], _number(area, code_key(code)))

    def _next_code(self, area: ProgrammeArea) -> str:
        if area.pk not in self.numbers:
            found = (_number(area, code) for code in self.codes[area.pk])
            self.numbers[area.pk] = max(found, default=0)
        return f"{area.code}{self.numbers[area.pk] + 1}"


def _number(area: ProgrammeArea, key: str) -> int:
    """Return the number of a code such as “B12” in the area B, 0 of any other."""
    match = re.fullmatch(rf"{re.escape(code_key(area.code))}(\d{{1,6}})", key)
    return int(match[1]) if match else 0
