"""Who gets a report: the active subscribers of the lists, and the contacts of the companies."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from actions.emails import Reader
from actions.models import Audience, DistributionList, Subscriber
from actions.models.report import OUTSIDE
from companies.models import Contact, Initiative


@dataclass(frozen=True)
class ReaderGroup:
    """The readers of one list, and who of it gets no mail, with the reason."""

    source: DistributionList
    readers: list[Reader] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)

    @property
    def audience(self) -> str:
        return self.source.audience


@dataclass(frozen=True)
class ReadersPlan:
    """Who would get a report now: one mail for each address."""

    groups: list[ReaderGroup]

    @property
    def readers(self) -> list[Reader]:
        return [reader for group in self.groups for reader in group.readers]

    @property
    def keys(self) -> list[str]:
        """Return what is frozen of each reader: the address, and what it may see."""
        return [key_of(reader) for reader in self.readers]

    @property
    def audiences(self) -> list[str]:
        """Return the audiences that have a reader, those who see most first."""
        found = {reader.audience for reader in self.readers}
        return [audience for audience in OUTSIDE if audience in found]


def key_of(reader: Reader) -> str:
    """Return what makes a reader the same in a preview and at the sending."""
    return f"{reader.audience}:{reader.email.lower()}"


def make_companies_list(initiative: Initiative) -> bool:
    """Give the companies' contacts a list; return whether this call made it.

    There is one at most: a list that is there, used or resting, is left as it is.
    """
    _list, is_new = DistributionList.objects.get_or_create(
        initiative=initiative,
        audience=Audience.COMPANIES,
        defaults={"name": _("Companies")},
    )
    return is_new


def addresses_reading(initiative_id: int, addresses: Collection[str]) -> set[str]:
    """Return which of the addresses, in lower case, get the reports of an initiative.

    In two queries, whose rows are those of the addresses alone: asked for each batch that leaves.
    """
    lists = DistributionList.objects.filter(initiative=initiative_id, is_active=True)
    people = Subscriber.objects.filter(is_active=True, list__in=lists)
    rows = people.annotate(address=Lower("email")).filter(address__in=addresses)
    found = set(rows.values_list("address", flat=True))
    contacts = _contacts(initiative_id).filter(email_error="")
    of_companies = contacts.annotate(address=Lower("email")).filter(
        Exists(lists.filter(audience=Audience.COMPANIES)), address__in=addresses
    )
    return found | set(of_companies.order_by().values_list("address", flat=True))


def _contacts(initiative_id: int) -> QuerySet[Contact]:
    return Contact.objects.active().filter(company__initiative=initiative_id, company__left_on=None)


def readers_of(initiative_id: int) -> ReadersPlan:
    """Return who gets the reports of an initiative, list by list, in three queries.

    Who stands in several lists gets one mail, with what the list that sees most may see.
    """
    lists = list(
        DistributionList.objects.filter(initiative=initiative_id, is_active=True).prefetch_related(
            "subscribers"
        )
    )
    contacts = list(
        _contacts(initiative_id)
        .select_related("company")
        .order_by("company__name", "last_name", "pk")
    )
    lists.sort(key=lambda one: (OUTSIDE.index(Audience(one.audience)), one.name))
    written: set[str] = set()
    return ReadersPlan([_group(one, contacts, written) for one in lists])


def _group(one: DistributionList, contacts: list[Contact], written: set[str]) -> ReaderGroup:
    group = ReaderGroup(one)
    is_companies = one.audience == Audience.COMPANIES
    candidates = _of_companies(contacts) if is_companies else _of_list(one)
    for reader, error in candidates:
        if reason := _why_not(reader, error, written):
            group.left_out.append((f"{reader.name} · {reader.because}", reason))
        else:
            written.add(reader.email.lower())
            group.readers.append(reader)
    return group


def _of_list(one: DistributionList) -> Iterable[tuple[Reader, str]]:
    people: Iterable[Subscriber] = one.subscribers.all()
    for person in people:
        if person.is_active:
            yield (
                Reader(person.email, person.name, person.language, one.audience, one.name),
                "",
            )


def _of_companies(contacts: list[Contact]) -> Iterable[tuple[Reader, str]]:
    for contact in contacts:
        reader = Reader(
            *(contact.email, str(contact), contact.language, Audience.COMPANIES),
            because=contact.company.name,
        )
        yield reader, contact.email_error


def _why_not(reader: Reader, error: str, written: set[str]) -> str:
    """Return why a reader gets no mail of this list, or nothing."""
    reasons = (
        (not reader.email, _("no e-mail address")),
        (error, _("address in error")),
        (reader.email.lower() in written, _("gets it already by another list")),
    )
    return next((reason for holds, reason in reasons if holds), "")
