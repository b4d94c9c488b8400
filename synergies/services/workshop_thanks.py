"""After a workshop: thank each company, with the synergies that name it and the workbook of all.

Nothing leaves without a preview (law 3): it freezes the list of recipients, and sending writes to
nobody else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from companies.models import Company, Contact, PersonalLink, User
from companies.services.links import can_be_carried, issue_link, token_of
from pompey_ite.journal.models import Act
from pompey_ite.journal.noting import note
from pompey_ite.outbox.calendar import next_writing_instant
from pompey_ite.outbox.models import Mail
from pompey_ite.outbox.rendering import Attachment, Draft
from pompey_ite.outbox.services import Letter, queue_mail, queue_mails
from synergies.emails import TEST
from synergies.models import Synergy, Workshop
from synergies.services.space import LINK_LIFETIME, PURPOSE
from synergies.workshop_mails import THANKS, ThanksFacts, thanks_draft, workbook_of

SAMPLE_TOKEN = "exemple"  # noqa: S105 – stands where the personal link will


@dataclass(frozen=True)
class Thanked:
    """One contact who gets the mail, with what it says of the company."""

    contact: Contact
    facts: ThanksFacts


@dataclass(frozen=True)
class LeftOut:
    """One contact who does not, and why."""

    contact: Contact
    reason: str


@dataclass(frozen=True)
class ThanksPlan:
    """Who would be thanked, if the mail were sent now."""

    leaves_at: datetime
    recipients: list[Thanked]
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def contact_pks(self) -> list[int]:
        return [one.contact.pk for one in self.recipients]

    @property
    def company_count(self) -> int:
        return len({one.contact.company_id for one in self.recipients})

    def by_company(self) -> list[tuple[Company, list[Thanked]]]:
        """Return the recipients under their companies, by name."""
        groups: dict[int, tuple[Company, list[Thanked]]] = {}
        for one in self.recipients:
            company = one.contact.company
            groups.setdefault(company.pk, (company, []))[1].append(one)
        return list(groups.values())


def thanks_plan(*, workshop: Workshop, now: datetime) -> ThanksPlan:
    """Return who would be thanked: the contacts of the companies that a synergy of it names.

    In a fixed number of queries; an initiative nobody wrote anything in has nobody to thank.
    """
    facts = _facts_of(workshop)
    contacts = Contact.objects.active().filter(company__in=facts, company__left_on=None)
    in_order = contacts.select_related("company").order_by("company__name", "last_name", "pk")
    rows = Mail.objects.filter(kind=THANKS, object_key=_key_of(workshop))
    thanked = set(rows.exclude(status=Mail.Status.DROPPED).values_list("recipient", flat=True))
    recipients, left_out = [], []
    for contact in in_order:
        if reason := _why_not(contact, thanked):
            left_out.append(LeftOut(contact, reason))
        else:
            recipients.append(Thanked(contact, facts[contact.company_id]))
    return ThanksPlan(next_writing_instant(now), recipients, left_out)


def _key_of(workshop: Workshop) -> str:
    return f"workshop:{workshop.pk}"


def _why_not(contact: Contact, thanked: set[str]) -> str:
    """Return why a contact gets no mail, or nothing when the contact gets one."""
    if not contact.email:
        return _("no e-mail address")
    if contact.email_error:
        return _("address in error")
    return _("thanked already") if contact.email.lower() in thanked else ""


def _facts_of(workshop: Workshop) -> dict[int, ThanksFacts]:
    """Return what the mail says to each company, by its key: its synergies, merged ones once."""
    synergies = list(Synergy.objects.of_workshop(workshop).with_parties().order_by("number"))
    total = len(synergies)
    found: dict[int, ThanksFacts] = {}
    for synergy in synergies:
        for party in synergy.parties.all():
            empty = ThanksFacts(workshop, party.company, total)
            found.setdefault(party.company_id, empty).synergies.append(synergy)
    return found


def thanks_samples(plan: ThanksPlan) -> list[Draft]:
    """Return the mail as the first recipient gets it; the link is replaced, it may be projected."""
    return [
        thanks_draft(one.facts, contact=one.contact, token=SAMPLE_TOKEN)
        for one in plan.recipients[:1]
    ]


@transaction.atomic
def send_thanks_test(*, plan: ThanksPlan, workshop: Workshop, user: User, now: datetime) -> int:
    """Return how many samples were queued for the person who asks, with the workbook."""
    return sum(
        queue_mail(
            kind=TEST,
            recipient=user.email,
            recipient_name=str(user),
            object_key=f"{THANKS}:{workshop.pk}",
            period=f"{now:%y%m%d%H%M%S%f}",
            draft=thanks_draft(
                one.facts,
                contact=one.contact,
                token=SAMPLE_TOKEN,
                workbook=workbook_of(workshop, one.contact.language),
            ),
            language=one.contact.language,
            now=now,
        )
        for one in plan.recipients[:1]
    )


@transaction.atomic
def send_thanks(*, workshop: Workshop, contact_pks: Iterable[int], now: datetime) -> int:
    """Return how many mails were queued, one for each contact of the frozen list that still fits.

    Each carries the contact's personal link to the space, prolonged or new. Pressed twice, or in
    two windows, each mail is queued once.
    """
    Workshop.objects.select_for_update().get(pk=workshop.pk)
    plan = thanks_plan(workshop=workshop, now=now)
    frozen = set(contact_pks)
    chosen = [one for one in plan.recipients if one.contact.pk in frozen]
    links = _links([one.contact for one in chosen], now)
    languages = {one.contact.language for one in chosen}
    workbooks = {language: workbook_of(workshop, language) for language in languages}
    count = len(queue_mails([_letter(plan, one, links, workbooks) for one in chosen], now=now))
    note(Act.MAILS_APPROVED, about=workshop, mails=THANKS, count=count)
    return count


def _letter(
    plan: ThanksPlan,
    one: Thanked,
    links: dict[int, PersonalLink],
    workbooks: dict[str, Attachment],
) -> Letter:
    contact = one.contact
    token, workbook = token_of(links[contact.pk]), workbooks[contact.language]
    return Letter(
        kind=THANKS,
        recipient=contact.email,
        recipient_name=str(contact),
        object_key=_key_of(one.facts.workshop),
        draft=lambda: thanks_draft(one.facts, contact=contact, token=token, workbook=workbook),
        language=contact.language,
        due_at=plan.leaves_at,
    )


def _links(contacts: list[Contact], now: datetime) -> dict[int, PersonalLink]:
    """Return by contact the link to the space: the one it has, prolonged, else a new one."""
    until = now + LINK_LIFETIME
    alive = PersonalLink.objects.filter(purpose=PURPOSE, contact__in=contacts, revoked_at=None)
    alive.update(expires_at=until)
    links = {link.contact_id: link for link in alive if can_be_carried(link)}
    for contact in contacts:
        if contact.pk not in links:
            links[contact.pk] = issue_link(
                contact=contact, purpose=PURPOSE, now=now, expires_at=until
            )
    return links
