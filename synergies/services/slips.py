"""Match slips: what is said at a table becomes a synergy at once, and once only."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from companies.models import Company, Initiative, Resource
from companies.workbook.texts import closest_name
from companies.workbook.words import company_key
from pompey_ite.outbox.calendar import local_day
from synergies.models import Party, Slip, Synergy, TableAccess, Workshop
from synergies.services.matches import add_synergy
from synergies.services.suggesting import suggest_concepts
from synergies.services.vocabulary import relations

NAME_LENGTH = 150  # as the column
USUAL_FAMILY = Resource.Family.MATERIAL


class SlipRefused(Exception):
    """A slip that cannot be taken, or withdrawn; its text may be shown."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is written on a slip, as it was typed."""

    offers: str
    wants: str
    what: str
    kind: str = Synergy.Kind.SUBSTITUTION
    note: str = ""
    adds_companies: bool = False  # names that are not in the list are companies met today


@transaction.atomic
def record_slip(*, access: TableAccess, words: Words, client_key: str, now: datetime) -> Slip:
    """Return the slip, with the synergy it became under the next number of the initiative.

    The same key is the same slip: sent again, it is returned as it stands. Raises SlipRefused for
    a company nobody knows, unless it is to be added, and for one company on both sides.
    """
    initiative = _locked(access.workshop)
    if same := Slip.objects.filter(client_key=client_key).select_related("synergy").first():
        if same.workshop_id != access.workshop_id:
            raise SlipRefused(_("This slip belongs to another workshop."))
        return same
    offers, wants = _companies(initiative, words, now)
    concept, family = _recognised(words.what)
    slip = Slip(
        workshop=access.workshop,
        access=access,
        client_key=client_key,
        offers=offers,
        wants=wants,
        what=words.what,
        kind=words.kind,
        note=words.note,
        concept=concept,
        entered_at=now,
    )
    slip.synergy = _synergy(initiative, slip, family)
    slip.save()
    return slip


@transaction.atomic
def withdraw_slip(*, slip: Slip, reason: str, now: datetime) -> Slip:
    """Return the slip, withdrawn with its reason; its synergy is closed, nothing is deleted.

    Raises SlipRefused without a reason, or when somebody has gone on with the synergy.
    """
    reason = reason.strip()
    if not reason:
        raise SlipRefused(_("Say why the slip is withdrawn."))
    _locked(slip.workshop)
    slip = Slip.objects.select_related("synergy").get(pk=slip.pk)
    if slip.withdrawn_at:
        return slip
    synergy = slip.synergy
    if synergy.is_ended or synergy.status != Synergy.Status.IDEA:
        raise SlipRefused(
            _("Synergy %d has gone on since: only the project manager can close it.")
            % synergy.number
        )
    synergy.status, synergy.status_reason = Synergy.Status.CLOSED, reason
    synergy.save()
    slip.withdrawn_at, slip.withdrawn_reason = now, reason
    slip.save()
    return slip


def _locked(workshop: Workshop) -> Initiative:
    """Return the initiative: one slip at a time gets the next number, from however many tables."""
    return Initiative.objects.select_for_update().get(pk=workshop.initiative_id)


def _companies(initiative: Initiative, words: Words, now: datetime) -> tuple[Company, Company]:
    known = {company_key(one.name): one for one in initiative.companies.active().order_by("-pk")}
    keys = [company_key(name) for name in (words.offers, words.wants)]
    if keys[0] == keys[1]:
        raise SlipRefused(_("A slip names two companies."))
    for key, name in zip(keys, (words.offers, words.wants), strict=True):
        if key not in known and not words.adds_companies:
            raise SlipRefused(_unknown(name, known))
    offers, wants = (
        known.get(key) or _met(initiative, name, now)
        for key, name in zip(keys, (words.offers, words.wants), strict=True)
    )
    return offers, wants


def _unknown(name: str, known: dict[str, Company]) -> str:
    """Return the question a name nobody knows raises: misspelt, or met today?"""
    names = {key: company.name for key, company in known.items()}
    if close := closest_name(name, names):
        words = _("No company is called “%(name)s”; is it “%(close)s”?")
        text = words % {"name": name, "close": close}
    else:
        text = _("No company is called “%s”.") % name
    hint = _("If it is new, tick “Add companies that are not in the list”.")
    return f"{text} {hint}"


def _met(initiative: Initiative, name: str, now: datetime) -> Company:
    """Return a company met today, with a note that its sheet is to be completed."""
    company = Company(
        initiative=initiative,
        name=" ".join(name.split())[:NAME_LENGTH],
        joined_on=local_day(now),
        notes=_("Met at the workshop: its sheet is to be completed."),
    )
    taken = initiative.companies.filter(name__iexact=company.name).exists()
    if taken or not company_key(company.name):
        raise SlipRefused(_("“%s” cannot be added: it has left, or is no name.") % company.name)
    company.save()
    return company


def _recognised(what: str) -> tuple[str, Resource.Family]:
    """Return the concept the words speak of, "" for none, and its family: it gives the area."""
    found = suggest_concepts(
        title=what, description="", family=USUAL_FAMILY, direction="offer", language="fr"
    )
    if not found:
        return "", USUAL_FAMILY
    section = relations().vocabulary.concepts[found[0].value].section
    known = section in Resource.Family.values
    return found[0].value, Resource.Family(section) if known else USUAL_FAMILY


def _synergy(initiative: Initiative, slip: Slip, family: Resource.Family) -> Synergy:
    table = slip.access.table_number or None
    synergy = add_synergy(
        initiative, slip.what, slip.kind, family, workshop=slip.workshop, table_number=table
    )
    if slip.note:
        synergy.comment = slip.note
        synergy.save()
    roles = (Party.Role.PROVIDER, Party.Role.RECEIVER)
    if slip.kind == Synergy.Kind.POOLING:
        roles = (Party.Role.MEMBER, Party.Role.MEMBER)
    for position, (company, role) in enumerate(zip((slip.offers, slip.wants), roles, strict=True)):
        synergy.parties.create(company=company, role=role, position=position)
    return synergy
