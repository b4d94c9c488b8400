"""The sheet of companies."""

from __future__ import annotations

from django.utils.translation import gettext as _

from companies.imports.row_reader import RowReader
from companies.imports.run import ImportRun
from companies.imports.sync import Wanted, write
from companies.models import Company
from companies.workbook.choices import read_yes_no
from companies.workbook.codes import read_naf, read_postcode, read_siret
from companies.workbook.numbers import read_decimal, read_whole_number
from companies.workbook.reading import Reading, unreadable
from companies.workbook.texts import read_name
from companies.workbook.words import company_key

KIND = "companies"
LATITUDE_LIMIT, LONGITUDE_LIMIT = 90, 180  # degrees


def import_companies(run: ImportRun) -> None:
    """Write the companies of the workbook, and fill the directory the other sheets look into."""
    stored = list(run.initiative.companies.all())
    by_key = {company_key(company.name): company for company in stored}
    by_siret = {company.siret: company for company in stored if company.siret}
    for company in stored:
        run.directory.add(company.name, company)
    wanted: dict[str, Wanted[Company]] = {}
    sirets: dict[str, RowReader] = {}
    for reader in run.rows(KIND):
        _read_fields(reader)
        if reader.is_refused:
            continue
        name = str(reader.values["name"])
        key = company_key(name)
        if key in wanted:
            _say_again(reader, wanted[key])
            continue
        instance = by_key.get(key) or by_siret.get(str(reader.values.get("siret")))
        if instance is None:
            _warn_if_close(run, reader, name)
            instance = Company(initiative=run.initiative)
        else:
            _keep_stored_name(reader, instance)
        row = Wanted(reader, instance, reader.values)
        if _has_free_siret(row, sirets, by_siret):
            wanted[key] = row
            run.directory.add(name, instance)
    kept = write(run.report, KIND, wanted.values())
    _forget_refused(run, wanted, kept)


def _read_fields(reader: RowReader) -> None:
    reader.read("name", lambda value: read_name(value, 150), field="name", required=True)
    reader.read("siret", read_siret, field="siret")
    if reader.read("naf_code", read_naf, field="naf_code"):
        reader.values["naf_version"] = Company.NafVersion.REV2
    reader.text("sector", max_length=150)
    reader.read("headcount", read_whole_number, field="headcount")
    reader.text("address", max_length=250)
    reader.read("postcode", read_postcode, field="postcode")
    reader.text("municipality", max_length=100)
    reader.read("latitude", lambda value: _degrees(value, LATITUDE_LIMIT), field="latitude")
    reader.read("longitude", lambda value: _degrees(value, LONGITUDE_LIMIT), field="longitude")
    reader.read("is_member", read_yes_no, field="is_member")


def _degrees(value: object, limit: int) -> Reading[float]:
    """Return decimal degrees; a float keeps all its decimals, which a quantity would not."""
    degrees = value if isinstance(value, float) else _typed_degrees(value)
    if degrees is None or abs(degrees) > limit:
        return unreadable(
            _("Decimal degrees are expected, between −%(limit)d and %(limit)d.") % {"limit": limit}
        )
    return Reading(degrees)


def _typed_degrees(value: object) -> float | None:
    if isinstance(value, str):
        try:
            return float(value.strip().replace(",", ".").replace("−", "-"))
        except ValueError:
            return None
    number = read_decimal(value).value
    return None if number is None else float(number)


def _say_again(reader: RowReader, first: Wanted[Company]) -> None:
    """Refuse a company given twice, unless the second spelling adds nothing else."""
    name, known = reader.values.pop("name"), first.values
    place = {"name": first.reader.raw("name"), "place": first.reader.place}
    differing = {key for key, value in reader.values.items() if known.get(key) != value}
    if name == first.values.get("name", first.instance.name) or differing:
        reader.error("name", _("“%(name)s” is given already, on %(place)s.") % place)
    else:
        reader.info("name", _("Read as “%(name)s” of %(place)s, spelled differently.") % place)


def _warn_if_close(run: ImportRun, reader: RowReader, name: str) -> None:
    if close := run.directory.closest(name):
        reader.warn("name", _("This name is close to “%s”: is it the same company?") % close)


def _keep_stored_name(reader: RowReader, company: Company) -> None:
    """A spelling is not a change of name: the stored one stays."""
    name = str(reader.values.pop("name"))
    if company_key(name) != company_key(company.name):
        text = _("This SIRET is the one of “%s”: it was read as this company.")
        reader.warn("name", text % company.name)
    elif name != company.name:
        reader.info("name", _("Read as “%s”, spelled differently.") % company.name)


def _has_free_siret(
    row: Wanted[Company], given: dict[str, RowReader], by_siret: dict[str, Company]
) -> bool:
    siret = row.values.get("siret")
    if not siret:
        return True
    if siret in given:
        text = _("This SIRET is already given, on %s.") % given[str(siret)].place
        row.reader.error("siret", text)
        return False
    given[str(siret)] = row.reader
    holder = by_siret.get(str(siret))
    if holder is not None and holder.pk != row.instance.pk:
        row.reader.error("siret", _("This SIRET is the one of “%s”.") % holder.name)
        return False
    return True


def _forget_refused(
    run: ImportRun, wanted: dict[str, Wanted[Company]], kept: list[Wanted[Company]]
) -> None:
    """A company the database would not take cannot be named by other rows."""
    taken = {id(row) for row in kept}
    for key, row in wanted.items():
        if id(row) not in taken and row.is_new:
            run.directory.companies.pop(key)
            run.directory.names.pop(key)
