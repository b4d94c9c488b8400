"""Which action of the programme a row of the workbook is about."""

from __future__ import annotations

import re
from collections import defaultdict

from actions.imports.actions import code_key
from actions.models import Action, Milestone, Programme
from actions.plan.cells import Cells, action_cells, milestone_cells, text_or_none
from companies.workbook.words import plain

CODE_THEN_TITLE = re.compile(r"(\S(?:.{0,8}\S)?) · (.+)", re.DOTALL)


def cut_title(text: str) -> tuple[str, str]:
    """Return code and title of “A1 · Pool de contrôle”; the code is empty where there is none."""
    match = CODE_THEN_TITLE.fullmatch(text)
    return (match[1], match[2].strip()) if match else ("", text)


class StoredPlan:
    """The actions and milestones of a programme with what they say, to be found by a row."""

    def __init__(self, programme: Programme) -> None:
        self.actions = list(Action.objects.of(programme).for_plan())
        self.cells: dict[Action, Cells] = {row: action_cells(row) for row in self.actions}
        self.by_place: dict[tuple[object, object], Action] = {}
        self.by_cell: dict[str, list[Action]] = defaultdict(list)
        self.by_code: dict[str, list[Action]] = defaultdict(list)
        self.by_title: dict[str, list[Action]] = defaultdict(list)
        for action, cells in self.cells.items():
            self.by_place.setdefault((cells.get("area"), cells.get("title")), action)
            self.by_cell[str(cells.get("title"))].append(action)
            self.by_code[code_key(action.code)].append(action)
            self.by_title[plain(action.title)].append(action)

    def find(self, area: object, title: str) -> Action | None:
        """Return the action a row names: by its very cells, then its code, then its title.

        A code or title that several actions share finds none of them.
        """
        if action := self.by_place.get((area, title)):
            return action
        code, words = cut_title(title)
        for found in (
            self.by_cell.get(title, []),
            self.by_code.get(code_key(code), []) if code else [],
            self.by_title.get(plain(words), []),
        ):
            if len(found) == 1:
                return found[0]
        return None

    def milestone_of(self, action: Action, title: str) -> tuple[Milestone | None, Cells]:
        """Return the milestone a row of a sub-action names, and what it says."""
        if not action.pk:
            return None, {}
        rows = list(action.milestones.all())
        exact = [row for row in rows if text_or_none(row.title) == title]
        alike = [row for row in rows if plain(row.title) == plain(title)]
        for found in (exact, alike):
            if len(found) == 1:
                return found[0], milestone_cells(action, found[0])
        return None, {}
