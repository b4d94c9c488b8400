"""The sheet of contacts."""

from __future__ import annotations

from django.utils.translation import gettext as _

from companies.imports.references import read_company
from companies.imports.row_reader import RowReader
from companies.imports.run import ImportRun
from companies.imports.sync import Wanted, write
from companies.models import Company, Contact
from companies.workbook.addresses import read_email, read_phone
from companies.workbook.choices import LANGUAGES, read_choice
from companies.workbook.words import plain

KIND = "contacts"


def import_contacts(run: ImportRun) -> None:
    """Write the contacts of the workbook: known by company and address, else by name."""
    stored = Contact.objects.filter(company__initiative=run.initiative).order_by("pk")
    by_email = {(row.company_id, row.email.lower()): row for row in stored if row.email}
    by_name = {(row.company_id, _name_key(row)): row for row in stored}
    wanted: dict[tuple[int, str], Wanted[Contact]] = {}
    taken: set[int | None] = set()
    for reader in run.rows(KIND):
        company = _read_fields(run, reader)
        if company is None or reader.is_refused:
            continue
        email = str(reader.values.get("email", ""))
        fresh = Contact(company=company, **reader.values)
        name = (company.pk, _name_key(fresh))
        instance = by_email.get((company.pk, email)) or by_name.get(name)
        keys = [name, *([(company.pk, email)] if email else [])]
        if _is_given_already(reader, keys, wanted):
            continue
        if instance is None or instance.pk in taken:
            instance = Contact(company=company)
        taken.add(instance.pk)
        row = Wanted(reader, instance, reader.values)
        wanted.update(dict.fromkeys(keys, row))
    write(run.report, KIND, {id(row): row for row in wanted.values()}.values())


def _name_key(contact: Contact) -> str:
    return plain(f"{contact.first_name} {contact.last_name}")


def _read_fields(run: ImportRun, reader: RowReader) -> Company | None:
    company = read_company(run, reader)
    reader.text("first_name", max_length=100)
    reader.text("last_name", max_length=100, required=True)
    reader.text("role", max_length=150)
    reader.read("email", read_email, field="email")
    reader.read("phone", read_phone, field="phone")
    reader.read("language", lambda value: read_choice(value, LANGUAGES), field="language")
    return company


def _is_given_already(
    reader: RowReader,
    keys: list[tuple[int, str]],
    wanted: dict[tuple[int, str], Wanted[Contact]],
) -> bool:
    for _company, key in keys:
        first = wanted.get((_company, key))
        if first is not None:
            text = _("This contact is given already, on %s.") % first.reader.place
            reader.error("email" if "@" in key else "last_name", text)
            return True
    return False
