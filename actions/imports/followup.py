"""The sheets of milestones and of measurements."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _

from actions.imports.actions import code_key
from actions.imports.indicators import LONGEST_NAME, IndicatorDirectory
from actions.models import Action, Indicator, Measurement, Milestone, Programme
from companies.imports.row_reader import RowReader, left_empty
from companies.imports.run import ImportRun
from companies.imports.sync import Wanted, write
from companies.workbook.choices import read_unit
from companies.workbook.dates import read_date
from companies.workbook.numbers import read_quantity
from companies.workbook.texts import read_text
from companies.workbook.words import plain
from pompey_ite.outbox.calendar import local_day

MILESTONES, MEASUREMENTS = "milestones", "measurements"


def _read_action(reader: RowReader, actions: dict[str, Action]) -> Action | None:
    code = reader.read("action", read_text, required=True)
    if code is None:
        return None
    # “A1 – Pool de contrôle” names its action by the first word
    action = actions.get(code_key(code)) or actions.get(code_key(code.split()[0]))
    if action is None:
        reader.error("action", _("No action has the code “%s”.") % code)
    return action


def import_milestones(run: ImportRun, actions: dict[str, Action]) -> None:
    """Write the milestones of the workbook, known by action and title."""
    rows = Milestone.objects.filter(action__in=[row.pk for row in actions.values()])
    stored = {(row.action_id, plain(row.title)): row for row in rows}
    wanted: dict[tuple[int, str], Wanted[Milestone]] = {}
    for reader in run.rows(MILESTONES):
        action = _read_action(reader, actions)
        reader.text("title", max_length=200, required=True)
        _read_milestone_dates(run, reader)
        if action is None or reader.is_refused:
            continue
        key = (action.pk, plain(str(reader.values["title"])))
        if key in wanted:
            text = _("This milestone is given already, on %s.") % wanted[key].reader.place
            reader.error("title", text)
            continue
        instance = stored.get(key) or Milestone(action=action)
        wanted[key] = Wanted(reader, instance, reader.values)
    write(run.report, MILESTONES, wanted.values())


def _read_milestone_dates(run: ImportRun, reader: RowReader) -> None:
    parser = partial(read_date, epoch=reader.row.table.sheet.epoch)
    reader.read("due_on", parser, field="due_on", required=True)
    done_on = reader.read("done_on", parser, field="done_on")
    if done_on and done_on > local_day(run.now):
        reader.warn("done_on", left_empty(_("This day is still to come.")))
        del reader.values["done_on"]


def import_measurements(
    run: ImportRun, programme: Programme | None, actions: dict[str, Action]
) -> None:
    """Write the measurements of the workbook, known by action, indicator and end of period."""
    indicators = IndicatorDirectory(programme) if programme else None
    wanted: dict[tuple[int, str, date], Wanted[Measurement]] = {}
    stored = _stored_measurements(actions)
    named: list[tuple[Wanted[Measurement], Indicator]] = []
    for reader in run.rows(MEASUREMENTS):
        action = _read_action(reader, actions)
        indicator, day = _read_measure(reader, indicators)
        if action is None or indicator is None or day is None or reader.is_refused:
            continue
        key = (action.pk, plain(indicator.name), day)
        if key in wanted:
            text = _("This measurement is given already, on %s.") % wanted[key].reader.place
            reader.error("period_end", text)
            continue
        instance = stored.get(key) or Measurement(action=action)
        wanted[key] = Wanted(reader, instance, reader.values)
        named.append((wanted[key], indicator))
    _write_measurements(run, named, indicators)


def _stored_measurements(
    actions: dict[str, Action],
) -> dict[tuple[int, str, date], Measurement]:
    rows = Measurement.objects.counted().filter(action__in=[row.pk for row in actions.values()])
    return {
        (row.action_id, plain(row.indicator.name), row.period_end): row
        for row in rows.select_related("indicator")
    }


def _read_measure(
    reader: RowReader, indicators: IndicatorDirectory | None
) -> tuple[Indicator | None, date | None]:
    parser = partial(read_date, epoch=reader.row.table.sheet.epoch)
    day = reader.read("period_end", parser, field="period_end", required=True)
    quantity = reader.read("value", read_quantity, required=True)
    if quantity is not None:
        reader.values["value"] = Decimal(quantity.number)
    name = reader.read(
        "indicator", lambda value: read_text(value, max_length=LONGEST_NAME), required=True
    )
    unit = reader.read("unit", read_unit)
    if name is None or indicators is None or reader.is_refused:
        return None, day
    typed = quantity.unit if quantity else ""
    unit_name = unit.name if unit else typed
    if typed and typed != unit_name:
        text = _("The value is in “%(typed)s”, the unit says “%(own)s”.")
        reader.error("value", text % {"typed": typed, "own": unit_name})
        return None, day
    return indicators.find(reader, name, unit_name, required=True), day


def _write_measurements(
    run: ImportRun,
    named: list[tuple[Wanted[Measurement], Indicator]],
    indicators: IndicatorDirectory | None,
) -> None:
    if indicators is None:
        return
    indicators.write_new()
    for row, indicator in named:
        row.values["indicator_id"] = indicator.pk
    write(run.report, MEASUREMENTS, [row for row, _indicator in named])
