"""The sheet of contacts."""

from __future__ import annotations

from django.utils.translation import gettext as _

from companies.imports.references import read_company
from companies.imports.row_reader import RowReader, left_empty
from companies.imports.run import ImportRun
from companies.imports.sync import Wanted, write
from companies.models import Company, Contact
from companies.workbook.addresses import read_email, read_phone
from companies.workbook.choices import LANGUAGES, read_choice
from companies.workbook.words import plain
from pompey_ite.outbox.models import AddressError

KIND = "contacts"


def import_contacts(run: ImportRun) -> None:
    """Write the contacts of the workbook: known by company and address, else by name."""
    stored = Contact.objects.filter(company__initiative=run.initiative).order_by("pk")
    by_email = {(row.company_id, row.email.lower()): row for row in stored if row.email}
    by_name = {(row.company_id, _name_key(row)): row for row in stored}
    wanted: dict[tuple[int, str], Wanted[Contact]] = {}
    taken: set[int | None] = set()
    wrong = dict(AddressError.objects.standing().values_list("address", "reason"))
    for reader in run.rows(KIND):
        company = _read_fields(run, reader)
        if company is None or reader.is_refused:
            continue
        name = (company.pk, _name_key(Contact(company=company, **reader.values)))
        if address_given := str(reader.values.get("email", "")):
            reader.values["email_error"] = wrong.get(address_given.lower(), "")[:250]
        if name in wanted:
            text = _("This contact is given already, on %s.") % wanted[name].reader.place
            reader.error("last_name", text)
            continue
        if _is_same_person(reader, company, wanted):
            continue
        address = (company.pk, str(reader.values.get("email", "")))
        holder, namesake = by_email.get(address), by_name.get(name)
        if holder and namesake and holder is not namesake:
            reader.error("email", _("This address is the one of “%s”.") % holder)
            continue
        instance = holder or namesake or Contact(company=company)
        if holder and not namesake and holder.pk not in taken:
            text = _("This address is the one of “%s”: it was read as this contact.")
            reader.warn("last_name", text % holder)
        if instance.pk in taken:
            instance = Contact(company=company)
            if not _is_freed(reader, address, by_email, wanted):
                continue
        taken |= {instance.pk} - {None}
        wanted[name] = Wanted(reader, instance, reader.values)
        if address[1]:
            wanted[address] = wanted[name]
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


def _is_same_person(
    reader: RowReader, company: Company, wanted: dict[tuple[int, str], Wanted[Contact]]
) -> bool:
    """Return whether an address and last name were given already; the row is then refused.

    Another person who shares an address is kept, but without it.
    """
    first = wanted.get((company.pk, str(reader.values.get("email", ""))))
    if first is None:
        return False
    if plain(str(first.values["last_name"])) == plain(str(reader.values["last_name"])):
        reader.error("email", _("This contact is given already, on %s.") % first.reader.place)
        return True
    text = _("This address is that of another contact, on %s.") % first.reader.place
    reader.warn("email", left_empty(text))
    del reader.values["email"]
    return False


def _is_freed(
    reader: RowReader,
    address: tuple[int, str],
    by_email: dict[tuple[int, str], Contact],
    wanted: dict[tuple[int, str], Wanted[Contact]],
) -> bool:
    """Return whether no stored contact keeps this address; refuse the row when one does."""
    holder = by_email.get(address)
    row = next((row for row in wanted.values() if row.instance is holder), None)
    if holder is None or (row is not None and row.values.get("email", address[1]) != address[1]):
        return True
    reader.error("email", _("This address is the one of “%s”.") % holder)
    return False
