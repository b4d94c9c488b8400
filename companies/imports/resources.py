"""The sheet of resources: what companies offer, need and would share."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from companies.imports.references import read_company
from companies.imports.row_reader import RowReader, left_empty
from companies.imports.run import ImportRun
from companies.imports.sync import Wanted, write
from companies.models import Company, Resource, WasteCode
from companies.workbook.choices import (
    DIRECTIONS,
    FAMILIES,
    Unit,
    read_choice,
    read_period,
    read_unit,
)
from companies.workbook.codes import (
    ListedWaste,
    read_waste_code,
    waste_validity,
)
from companies.workbook.dates import read_date
from companies.workbook.numbers import read_quantity
from companies.workbook.reading import Reading
from companies.workbook.texts import read_identifier
from companies.workbook.words import plain

KIND = "resources"
IN_BRACKETS = re.compile(r"[(\[]([^)\]]+)[)\]]")


def import_resources(run: ImportRun) -> dict[str, Resource]:
    """Write the resources of the workbook; return all the initiative has, by `reference_key`."""
    stored = list(Resource.objects.filter(company__initiative=run.initiative).order_by("pk"))
    by_key = {_identity(row): row for row in stored}
    codes = _stored_codes() if run.tables.get(KIND) else {}
    wanted: dict[object, Wanted[Resource]] = {}
    for reader in run.rows(KIND):
        company = _read_fields(run, reader, codes)
        if company is None or reader.is_refused:
            continue
        fresh = Resource(company=company, **reader.values)
        identity = _identity(fresh)
        # rows of other sheets name a resource by its reference alone, whoever owns it
        key = reference_key(fresh.reference) or identity
        if key in wanted:
            _refuse_again(reader, fresh, wanted[key])
            continue
        instance = by_key.get(identity) or Resource(company=company)
        wanted[key] = Wanted(reader, instance, reader.values)
    kept = write(run.report, KIND, wanted.values())
    resources = [*stored, *(row.instance for row in kept)]
    return {reference_key(row.reference): row for row in resources if row.reference}


def reference_key(reference: str) -> str:
    """Return what two spellings of one reference share: “VAL-01” and “val 01”."""
    return plain(reference).replace(" ", "")


def _identity(resource: Resource) -> tuple[object, ...]:
    if resource.reference:
        return (resource.company_id, reference_key(resource.reference))
    return (resource.company_id, resource.direction, plain(resource.title))


def _refuse_again(reader: RowReader, fresh: Resource, first: Wanted[Resource]) -> None:
    named = {"name": fresh.reference or fresh.title, "place": first.reader.place}
    key = "reference" if fresh.reference else "title"
    reader.error(key, _("“%(name)s” is given already, on %(place)s.") % named)


def _read_fields(run: ImportRun, reader: RowReader, codes: dict[str, int]) -> Company | None:
    reader.read("reference", lambda value: read_identifier(value, 20), field="reference")
    company = read_company(run, reader)
    _read_choice(reader, "direction", DIRECTIONS)
    _read_choice(reader, "family", FAMILIES)
    reader.text("title", max_length=150, required=True)
    reader.text("description", lines=True)
    _read_quantity(reader)
    _read_availability(reader)
    _read_waste(run, reader, codes)
    return company


def _read_choice(reader: RowReader, key: str, meanings: dict[str, str]) -> None:
    reader.read(key, lambda value: read_choice(value, meanings), field=key, required=True)


def _read_quantity(reader: RowReader) -> None:
    """Read quantity, unit and period: from their own cells, with the number, or from the header."""
    quantity = reader.read("quantity", read_quantity)
    if quantity is not None and quantity.number < 0:
        reader.warn("quantity", left_empty(_("A quantity is not negative.")))
        quantity = None
    unit = reader.read("unit", read_unit) or Unit("")
    period = reader.read("period", read_period) or unit.period
    header = _header_unit(reader)
    if quantity is not None:
        reader.values["quantity"] = quantity.number
    _agree(reader, "unit", quantity.unit if quantity else "", unit.name, header.name)
    _agree(reader, "period", quantity.period if quantity else "", period, header.period)


def _header_unit(reader: RowReader) -> Unit:
    """Return the unit and period in the header's brackets: “Quantité (t/an)”."""
    match = IN_BRACKETS.search(reader.row.table.headers.get("quantity", ""))
    reading = read_unit(match[1]) if match else Reading(Unit(""))
    return reading.value if reading.value and not reading.notes else Unit("")


def _agree(reader: RowReader, field: str, typed: str, own: str, header: str) -> None:
    """Keep what stands with the number, then in the column of its own, then in the header."""
    if typed and own and typed != own:
        text = _("The cell says “%(own)s”, the quantity “%(typed)s”: the latter was taken.")
        reader.warn(field, text % {"own": own, "typed": typed})
    if kept := typed or own or header:
        reader.values[field] = kept


def _read_availability(reader: RowReader) -> None:
    parser = partial(read_date, epoch=reader.row.table.sheet.epoch)
    start = reader.read("available_from", parser, field="available_from")
    end = reader.read("available_to", parser, field="available_to")
    if start and end and end < start:
        reader.warn("available_to", left_empty(_("It ends before it begins.")))
        del reader.values["available_to"]


def _read_waste(run: ImportRun, reader: RowReader, codes: dict[str, int]) -> None:
    listed = reader.read("waste_code", read_waste_code)
    if listed is None:
        return
    end = reader.values.get("available_to")
    today = timezone.localdate(run.now)
    day = min(end, today) if isinstance(end, date) else today
    reader.read("waste_code", lambda _value: waste_validity(listed, day))
    reader.values["waste_code_id"] = codes.get(listed.code) or _stored_code(listed, codes)


def _stored_codes() -> dict[str, int]:
    return dict(WasteCode.objects.values_list("code", "pk"))


def _stored_code(listed: ListedWaste, codes: dict[str, int]) -> int:
    """Return the row of a code of the list that the database lost."""
    row = WasteCode.objects.create(
        code=listed.code,
        is_hazardous=listed.is_hazardous,
        valid_from=listed.valid_from,
        valid_to=listed.valid_to,
    )
    codes[listed.code] = row.pk
    return row.pk
