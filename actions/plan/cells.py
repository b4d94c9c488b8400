"""What an action, or a milestone, says in each of the 28 columns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.formats import number_format

from actions.models import Action, Milestone, ProgrammeArea
from actions.plan.columns import (
    FUNDER_PAIRS,
    KEYS,
    NOT_REACHED,
    PRIORITY_WORDS,
    REACHED,
    STATUS_WORDS,
)
from companies.workbook.texts import ESCAPED_CHARACTER
from pompey_ite.spreadsheets import EARLIEST_YEAR, cell_text, clean, plain

Cell = str | Decimal | date | None
Cells = dict[str, Cell]

OTHER_FUNDERS = "Autres financeurs : "
OWN_TEXTS = (
    *("sub_area", "sub_sub_area", "description", "governance", "objectives", "means"),
    *("pilot_service", "pilot_name", "elected_referent", "participation"),
)
DAYS = ("starts_on", "due_on")
AMOUNTS = ("budget_eur", *(f"amount_{pair}" for pair in FUNDER_PAIRS))


def text_or_none(text: str) -> str | None:
    """Return a text as a cell holds it, or None when nothing is to be seen."""
    return clean(text).strip() or None


def joined(names: Iterable[str]) -> str | None:
    """Return names as the layout lists them, between commas; one with a comma stands in quotes."""
    return ", ".join(f'"{name}"' if "," in name else name for name in names if name) or None


def area_cell(area: ProgrammeArea) -> str | None:
    """Return how the area of an action is written."""
    return text_or_none(str(area))


def title_cell(action: Action) -> str | None:
    """Return the title with the code before it: by its code a row is found again."""
    return text_or_none(f"{action.code} · {action.title}")


def action_cells(action: Action) -> Cells:
    """Return the cells of an action of `for_plan`; a key is absent where there is nothing."""
    cells: Cells = {name: text_or_none(getattr(action, name)) for name in OWN_TEXTS}
    cells["area"] = area_cell(action.area)
    cells["title"] = title_cell(action)
    cells["linked_indicators"] = indicators_cell(action, action.linked_indicators)
    company = action.pilot_company.name if action.pilot_company else ""
    cells["pilot_company"] = text_or_none(pilots_cell(company, action.pilot_bodies))
    cells["partners"] = partners_cell(
        [company.name for company in action.partners.all()], action.other_partners
    )
    cells |= _money_cells(action)
    cells["status"] = STATUS_WORDS[Action.Status(action.status)]
    cells["priority"] = PRIORITY_WORDS[Action.Priority(action.priority)]
    cells |= {"starts_on": action.starts_on, "due_on": action.due_on}
    return present(cells)


def present(cells: Cells) -> Cells:
    """Return the cells that hold something."""
    return {key: cell for key, cell in cells.items() if cell is not None}


def pilots_cell(company: str, bodies: str) -> str:
    """Return the bodies that lead, the company first."""
    return ", ".join(filter(None, (joined([company]), bodies)))


def partners_cell(companies: Iterable[str], others: str) -> str | None:
    """Return the partners: companies by name, then the other bodies as they are kept."""
    return text_or_none(", ".join(filter(None, (joined(sorted(companies)), others))))


def target_lines(action: Action) -> list[str]:
    """Return the targets of an action, one a line; figures as France writes them."""
    return [
        f"{target.indicator.name} : {_figure(target.value)} {target.indicator.unit}"
        for target in action.targets.all()
    ]


def indicators_cell(action: Action, words: str) -> str | None:
    """Return the targets, then the indicators that are named without one."""
    return text_or_none("\n".join([*target_lines(action), words]))


def funders_of(action: Action) -> dict[str, Decimal | None]:
    """Return what each funder plans, investment and operation together; None: no amount."""
    planned: dict[str, Decimal | None] = {}
    for funding in action.fundings.all():
        known = planned.setdefault(funding.funder.name, None)
        if funding.planned_eur is not None:
            planned[funding.funder.name] = (known or Decimal(0)) + funding.planned_eur
    return planned


def _money_cells(action: Action) -> Cells:
    funders = list(funders_of(action).items())
    cells: Cells = {"budget_eur": action.budget_eur}
    for pair, (name, amount) in zip(FUNDER_PAIRS, funders, strict=False):
        cells |= {f"funder_{pair}": text_or_none(name), f"amount_{pair}": amount}
    cells["funding_notes"] = notes_cell(action, action.funding_notes)
    return cells


def notes_cell(action: Action, notes: str) -> str | None:
    """Return the notes on the funding, then the funders for whom there is no column left."""
    return text_or_none("\n".join(filter(None, (notes, other_funders_line(action)))))


def other_funders_line(action: Action) -> str:
    """Return the funders after the third, in one line; empty when there are none."""
    others = list(funders_of(action).items())[len(FUNDER_PAIRS) :]
    parts = [name if amount is None else f"{name} {_figure(amount)} €" for name, amount in others]
    return OTHER_FUNDERS + " ; ".join(parts) if parts else ""


def _figure(number: Decimal) -> str:
    digits = number.normalize()
    places = max(0, -int(digits.as_tuple().exponent))
    return number_format(digits, decimal_pos=places, use_l10n=False).replace(".", ",")


def milestone_cells(action: Action, milestone: Milestone) -> Cells:
    """Return the cells of a milestone: the row of a sub-action, under the title of its action."""
    kept = {key: kept_cell(key, text) for key, text in milestone.plan_cells.items() if key in KEYS}
    return present(
        {
            "status": NOT_REACHED,
            **kept,
            "area": area_cell(action.area),
            "sub_area": text_or_none(action.sub_area),
            "sub_sub_area": text_or_none(action.sub_sub_area),
            "title": title_cell(action),
            "sub_title": text_or_none(milestone.title),
            "due_on": milestone.due_on,
            **({"status": REACHED} if milestone.done_on else {}),
        }
    )


def kept_cell(key: str, text: str) -> Cell:
    """Return a cell kept with a milestone: days and amounts are kept as texts."""
    try:
        if key in DAYS:
            return date.fromisoformat(text)
        if key in AMOUNTS:
            return Decimal(text)
    except (ValueError, InvalidOperation):
        return text_or_none(text)
    return text_or_none(text)


def read_back(raw: object) -> object:
    """Return the value of a cell as it was before we wrote it: signs and escapes undone."""
    if isinstance(raw, str):
        text = ESCAPED_CHARACTER.sub(lambda match: chr(int(match[1], 16)), raw)
        return plain(clean(text)).strip()
    return raw


def is_same(cell: Cell, raw: object) -> bool:
    """Return whether a cell of a workbook still says what we would write there."""
    if isinstance(cell, str):
        written = cell_text(cell)
        return isinstance(raw, str) and read_back(raw) == plain(written).strip()
    if isinstance(cell, Decimal):
        is_number = isinstance(raw, int | float) and not isinstance(raw, bool)
        return is_number and Decimal(repr(raw)) == cell
    if isinstance(cell, date):
        if cell.year < EARLIEST_YEAR:
            return raw == cell.isoformat()
        return (raw.date() if isinstance(raw, datetime) else raw) == cell
    return raw is None
