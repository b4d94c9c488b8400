"""The sheet of actions."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _

from actions.imports.action_links import ActionLinks, read_links, standing_links, write_links
from actions.imports.indicators import IndicatorDirectory
from actions.imports.programme import new_programme
from actions.models import Action, Programme
from actions.services.programme import ensure_areas
from companies.imports.references import say_spelling
from companies.imports.row_reader import RowReader, left_empty
from companies.imports.run import ImportRun
from companies.imports.sync import Wanted, write
from companies.workbook.choices import AREAS, PRIORITIES, STATUSES, read_choice
from companies.workbook.dates import read_date
from companies.workbook.numbers import Quantity, read_percent, read_quantity
from companies.workbook.reading import Reading, repaired, unreadable
from companies.workbook.texts import read_identifier
from companies.workbook.units import canonical_period
from companies.workbook.words import plain, singular
from synergies.models import Area, Synergy

KIND = "actions"
AREA_LETTERS = {"a": Area.EQUIPMENT, "b": Area.RESOURCES, "c": Area.SKILLS}
CODE_IN_OTHER_WORDS = re.compile(r"[A-Za-z][ .-]?\d{1,3}")
DATES = ("starts_on", "due_on")
LARGEST_EFFORT_DAYS, LARGEST_BUDGET_EUR = 10**6, 10**10


def code_key(code: str) -> str:
    """Return what two spellings of a code share: “A1” and “a-1”."""
    return plain(code).replace(" ", "")


def import_actions(
    run: ImportRun, programme: Programme | None, synergies: dict[int, Synergy]
) -> tuple[Programme | None, dict[str, Action]]:
    """Write the actions of the workbook; return their programme and all its actions by code.

    Without a programme one is made, when at least one action is accepted.
    """
    readers: dict[str, RowReader] = {}
    for reader in run.rows(KIND):
        _read_fields(run, reader)
        if reader.is_refused:
            continue
        key = code_key(str(reader.values["code"]))
        if key in readers:
            first = {"code": reader.values["code"], "place": readers[key].place}
            reader.error("code", _("Action %(code)s is given already, on %(place)s.") % first)
            continue
        readers[key] = reader
    if programme is None and readers:
        programme = new_programme(run, _days(readers))
    if programme is None:
        return None, {}
    rows = Action.objects.of(programme).select_related("area")
    stored = {code_key(action.code): action for action in rows}
    kept = _write(run, programme, readers, stored, synergies)
    return programme, stored | kept


def _days(readers: dict[str, RowReader]) -> list[date]:
    values = (reader.values.get(name) for reader in readers.values() for name in DATES)
    return [value for value in values if isinstance(value, date)]


def _write(
    run: ImportRun,
    programme: Programme,
    readers: dict[str, RowReader],
    stored: dict[str, Action],
    synergies: dict[int, Synergy],
) -> dict[str, Action]:
    areas = ensure_areas(programme)
    indicators = IndicatorDirectory(programme)
    standing = standing_links(programme)
    wanted: list[Wanted[Action]] = []
    links: dict[str, ActionLinks] = {}
    for position, (key, reader) in enumerate(readers.items(), start=1):
        links[key] = read_links(run, reader, synergies, indicators)
        if reader.is_refused:
            continue
        values = dict(reader.values)
        values["area_id"] = areas[str(values.pop("area"))].pk
        row = Wanted(reader, stored.get(key) or Action(position=_position(key, position)), values)
        row.is_touched = links[key].differs_from(standing.get(row.instance.pk))
        wanted.append(row)
    kept = {code_key(row.instance.code): row for row in write(run.report, KIND, wanted)}
    write_links(
        run, [(row.instance, links[key]) for key, row in kept.items() if row.is_touched], indicators
    )
    return {key: row.instance for key, row in kept.items()}


def _position(code: str, default: int) -> int:
    """Return the order in the area: the digits of the code, else the order in the sheet."""
    digits = re.sub(r"\D", "", code)[:4]
    return int(digits) if digits else default


def _read_fields(run: ImportRun, reader: RowReader) -> None:
    reader.read("code", _action_code, field="code", required=True)
    reader.text("title", max_length=300, required=True)
    reader.text("description", lines=True)
    _read_area(reader)
    _read_pilot(run, reader)
    reader.read("priority", lambda value: read_choice(value, PRIORITIES), field="priority")
    _read_dates(reader)
    effort = partial(read_amount, limit=LARGEST_EFFORT_DAYS, decimals=1, unit="jours")
    reader.read("effort_days", effort, field="effort_days")
    budget = partial(read_amount, limit=LARGEST_BUDGET_EUR, decimals=2, unit="EUR")
    reader.read("budget_eur", budget, field="budget_eur")
    _read_status(reader)
    cell = reader.row.cells.get("progress_percent")
    progress = partial(read_percent, is_percent=bool(cell and cell.is_percent))
    reader.read("progress_percent", progress, field="progress_percent")


def _action_code(value: object) -> Reading[str]:
    """Return the code of an action; “b 2” is B2, as the programme writes it."""
    reading = read_identifier(value, 10)
    code = reading.value or ""
    if CODE_IN_OTHER_WORDS.fullmatch(code) and (usual := code_key(code).upper()) != code:
        return repaired(usual, _("The code was read as “%s”.") % usual).noting(*reading.notes)
    return reading


def _read_area(reader: RowReader) -> None:
    """Read the area; an action without one has that of its code: A, B or C."""
    raw = reader.raw("area")
    letter = code_key(str(reader.values.get("code", "")))[:1]
    if letter not in AREA_LETTERS or (raw is not None and read_choice(raw, AREAS).value):
        reader.read("area", lambda value: read_choice(value, AREAS), field="area", required=True)
        return
    reader.values["area"] = AREA_LETTERS[letter]
    text = _("The area was read from the code of the action.")
    if raw is None:
        reader.info("area", text)
    else:
        reader.warn("area", _("This word is not understood here.") + " " + text)


def _read_pilot(run: ImportRun, reader: RowReader) -> None:
    """Read who leads: a company of the initiative, else a person or a body."""
    name = reader.text("pilot", max_length=150)
    reader.values.pop("pilot", None)
    if name is None:
        return
    company = run.directory.find(name)
    reader.values["pilot_company_id"] = company.pk if company else None
    reader.values["pilot_name"] = "" if company else name
    if company:
        say_spelling(run, reader, "pilot", name)
    elif close := run.directory.closest(name):
        reader.warn("pilot", _("This name is close to “%s”: is it the same company?") % close)


def _read_dates(reader: RowReader) -> None:
    parser = partial(read_date, epoch=reader.row.table.sheet.epoch)
    starts_on, due_on = (reader.read(name, parser, field=name) for name in DATES)
    if starts_on and due_on and due_on < starts_on:
        reader.warn("due_on", left_empty(_("It ends before it begins.")))
        del reader.values["due_on"]


def _read_status(reader: RowReader) -> None:
    status = reader.read("status", lambda value: read_choice(value, STATUSES), field="status")
    if status == Action.Status.ABANDONED:
        reader.values["status_reason"] = _("Abandoned in the workbook, which gives no reason.")
        reader.warn("status", _("Say why the action is abandoned."))


def read_amount(value: object, *, limit: int, decimals: int, unit: str) -> Reading[Decimal]:
    """Return an amount in its unit, at least 0: “6 500 €”, “18 j”; refuse “2 semaines”."""
    reading: Reading[Quantity] = read_quantity(value)
    if reading.value is None:
        return reading.instead(None)
    word = reading.value.tail.partition(" ")[0]
    duration = canonical_period(word) or canonical_period(singular(word))
    if duration or reading.value.unit not in {"", unit}:
        return unreadable(_("The amount is expected in “%s”.") % unit)
    number = reading.value.number
    if not 0 <= number < limit:
        return unreadable(_("An amount is not negative, nor that large."))
    return reading.instead(round(number, decimals))
