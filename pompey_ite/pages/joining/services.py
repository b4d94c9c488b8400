"""Joining: take a request, point out who may be there already, accept or decline."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from companies.models import Company, Contact, Initiative, JoinRequest, User
from companies.models.company import CompanyQuerySet
from companies.services.links import token_of
from pompey_ite.outbox.calendar import local_day
from pompey_ite.outbox.queueing import Letter, queue_mails
from pompey_ite.outbox.services import queue_mail
from pompey_ite.pages.joining.emails import (
    NOTICE,
    RECEIPT,
    WELCOME,
    notice_draft,
    receipt_draft,
    welcome_draft,
)
from synergies.services.space import give_link

COMMON_WORDS = frozenset(
    "sa sas sarl sasu eurl sci ets etablissements societe groupe les des".split()
)
SHORTEST_WORD = 4  # letters; shorter words are in every second name
MOST_DOUBLES = 5


class JoinRefused(Exception):
    """A request that cannot be taken or answered so; its text may be shown."""


@transaction.atomic
def ask_to_join(
    *, asked: JoinRequest, initiative: Initiative, language: str, now: datetime
) -> JoinRequest:
    """Return the request as it was kept, its receipt and a word to the team queued.

    asked: read by the form, not saved. Sent twice on one day by the same person for the same
    company, the first one is returned, and there is one receipt.
    """
    earlier = JoinRequest.objects.waiting().filter(
        initiative=initiative,
        email__iexact=asked.email,
        company_name__iexact=asked.company_name,
    )
    if found := earlier.first():
        return found
    asked.initiative, asked.language, asked.received_at = initiative, language, now
    asked.save()
    receipt = Letter(RECEIPT, asked.email, f"join:{asked.pk}", receipt_draft(asked), language)
    team, words = initiative.contact_email, notice_draft(asked)
    notice = Letter(NOTICE, team, f"join:{asked.pk}", words, settings.LANGUAGE_CODE)
    queue_mails([replace(receipt, recipient_name=asked.person), notice], now=now)
    return asked


def possible_doubles(asked: JoinRequest) -> CompanyQuerySet:
    """Return the companies that may be the one of a request: its SIRET, its address or its name.

    The name is compared by its telling words: "Fonderie Nord SAS" finds "La Fonderie du Nord".
    """
    same = Q(contacts__email__iexact=asked.email)
    if asked.siret:
        same |= Q(siret=asked.siret)
    words = [
        word
        for word in asked.company_name.replace("-", " ").split()
        if len(word) >= SHORTEST_WORD and word.lower() not in COMMON_WORDS
    ]
    alike = Q(name__iexact=asked.company_name)
    for word in words:
        alike |= Q(name__icontains=word)
    rows = Company.objects.filter(same | alike, initiative=asked.initiative)
    return rows.distinct().order_by("name")


@transaction.atomic
def accept_request(
    *,
    asked: JoinRequest,
    company: Company | None,
    sends_link: bool,
    user: User,
    now: datetime,
) -> Company:
    """Return the company that takes part from now on: a new one, or `company`, with the contact.

    sends_link: queue the welcome with a personal link to the company's space. Raises JoinRefused
    when the request has its answer, or when the name or the SIRET is taken by another company.
    """
    _claim(asked)
    found = company or _new_company(asked, now)
    if found.left_on:
        raise JoinRefused(_("This company has left: take its leaving back first."))
    contact = _contact(asked, found)
    _answer(asked, JoinRequest.Status.ACCEPTED, user, now, company=found)
    if sends_link:
        link = give_link(contact=contact, now=now)
        queue_mail(
            kind=WELCOME,
            recipient=contact.email,
            recipient_name=str(contact),
            object_key=f"join:{asked.pk}",
            draft=welcome_draft(asked, token=token_of(link)),
            language=contact.language,
            now=now,
        )
    return found


@transaction.atomic
def decline_request(*, asked: JoinRequest, reason: str, user: User, now: datetime) -> None:
    """Close a request with its reason; no mail leaves. Raises JoinRefused when it was answered."""
    _claim(asked)
    _answer(asked, JoinRequest.Status.DECLINED, user, now, reason=reason)


def _claim(asked: JoinRequest) -> None:
    """Refuse what somebody else has answered meanwhile."""
    rows = JoinRequest.objects.select_for_update().waiting().filter(pk=asked.pk)
    if not rows.exists():
        raise JoinRefused(_("Somebody has answered this request already."))


def _answer(asked: JoinRequest, status: str, user: User, now: datetime, **values: object) -> None:
    for name, value in values.items():
        setattr(asked, name, value)
    asked.status, asked.answered_at, asked.answered_by = status, now, user
    asked.save()


def _new_company(asked: JoinRequest, now: datetime) -> Company:
    taken = Q(name__iexact=asked.company_name)
    if asked.siret:
        taken |= Q(siret=asked.siret)
    if Company.objects.filter(taken, initiative=asked.initiative).exists():
        raise JoinRefused(_("A company of this name or SIRET takes part already: choose it."))
    return Company.objects.create(
        initiative=asked.initiative,
        name=asked.company_name,
        siret=asked.siret,
        municipality=asked.municipality,
        joined_on=local_day(now),
        notes=asked.wishes,
    )


def _contact(asked: JoinRequest, company: Company) -> Contact:
    """Return the contact of the company with the address of the request, made if there is none."""
    known = company.contacts.filter(email__iexact=asked.email).first()
    if known:
        if not known.is_active:
            raise JoinRefused(_("This person is an inactive contact of the company."))
        return known
    return Contact.objects.create(
        company=company,
        first_name=asked.first_name,
        last_name=asked.last_name,
        role=asked.role,
        email=asked.email,
        phone=asked.phone,
        language=asked.language,
    )
