"""Write a programme in the 28 columns, ready for Territoires en Transitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from actions.models import Action, Programme
from actions.plan.cells import Cells, action_cells, milestone_cells
from actions.plan.columns import (
    COLUMNS,
    FIRST_ROW,
    GROUPS,
    KEYS,
    PRIORITY_WORDS,
    SHEET_TITLE,
    STATUS_WORDS,
)
from pompey_ite.spreadsheets import (
    Column,
    ReadMe,
    Sheet,
    cell_of,
    header_cell,
    set_widths,
    write_read_me,
)

CHOICES: dict[str, Mapping[Any, str]] = {"status": STATUS_WORDS, "priority": PRIORITY_WORDS}
LAST_ROW = 2000  # down to which the lists of choices are offered


def plan_cells(programme: Programme) -> Iterator[Cells]:
    """Yield the rows of a programme: each action, then its milestones as sub-actions."""
    for action in Action.objects.of(programme).for_plan():
        yield action_cells(action)
        for milestone in action.milestones.all():
            yield milestone_cells(action, milestone)


def write_plan(target: IO[bytes], programme: Programme) -> None:
    """Write the workbook of a programme row by row."""
    book = Workbook(write_only=True)
    page: Any = book.create_sheet(SHEET_TITLE)
    set_widths(page, [column.width for column in COLUMNS])
    page.freeze_panes = f"E{FIRST_ROW}"
    for key, words in CHOICES.items():
        page.data_validations.append(_choice(key, list(words.values())))
    page.append([header_cell(page, GROUPS.get(key, "")) for key in KEYS])
    page.append([header_cell(page, column.header) for column in COLUMNS])
    page.append([cell_of(page, column.hint, width=1) for column in COLUMNS])
    for cells in plan_cells(programme):
        page.append(
            [cell_of(page, cells.get(column.key), width=column.width) for column in COLUMNS]
        )
    write_read_me(book, [_explained(page.title)], _read_me(programme))
    book.save(target)


def _choice(key: str, words: list[str]) -> DataValidation:
    letter = get_column_letter(KEYS.index(key) + 1)
    listed = ",".join(words)
    rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
    rule.showErrorMessage = False  # another word is read as well as it can be
    rule.add(f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")
    return rule


def _read_me(programme: Programme) -> ReadMe:
    return ReadMe(
        title=programme.title,
        source=_("The programme, in the 28 columns of Territoires en Transitions (ADEME)."),
        remarks=(
            _("Order and headers must stay as they are: Territoires en Transitions wants them so."),
            _("An action is found again by the code before its title. Keep the code."),
            _("An empty cell erases nothing when this file is imported again."),
            _("A milestone is the row of a sub-action: its title, its end date, its status."),
            _("An apostrophe before = + - @ keeps a text from being taken for a formula."),
        ),
    )


def _explained(title: str) -> Sheet:
    return Sheet(title, [Column(c.header, meaning(c.key), unit(c.key)) for c in COLUMNS], ())


def unit(key: str) -> str:
    """Return the unit of a column, or an empty text."""
    return _("€ before tax") if key.startswith("amount") or key == "budget_eur" else ""


def meaning(key: str) -> str:
    """Return what a column says of an action of ours."""
    if key.startswith("funder"):
        return _("Who pays. Funders after the third stand under “Financements”.")
    if key.startswith("amount"):
        return _("What the funder to its left plans, investment and operation together.")
    return {
        "area": _("Area of the programme, with its letter."),
        "sub_area": _("Sub-area, if the plan has them."),
        "sub_sub_area": _("Sub-sub-area, if the plan has them."),
        "title": _("Code and title of the action."),
        "sub_title": _("Title of a milestone of this action; empty: the row is the action itself."),
        "description": _("What is to be done."),
        "governance": _("Bodies that decide about it."),
        "objectives": _("What it is for."),
        "linked_indicators": _("Targets, then indicators named without one."),
        "pilot_company": _("Company that leads, then other bodies that lead."),
        "means": _("Human and technical means."),
        "partners": _("Companies that take part, then other partners."),
        "pilot_service": _("Department that leads."),
        "pilot_name": _("Person that leads."),
        "elected_referent": _("Elected official who follows it."),
        "participation": _("How citizens take part."),
        "funding_notes": _("Notes on the funding."),
        "budget_eur": _("Budget planned for the action."),
        "status": _("Status of the action; of a milestone, whether it is reached."),
        "priority": _("Priority of the action, not the votes."),
        "starts_on": _("First day."),
        "due_on": _("Last day planned."),
    }[key]
