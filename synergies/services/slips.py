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
from synergies.services.declarations import label_of_concept
from synergies.services.matches import add_synergy
from synergies.services.slip_resources import declare_from_slip, family_of, retract_from_slip
from synergies.services.suggesting import Suggestion, suggest_concepts

NAME_LENGTH = 150  # as the column
NONE_OF_THESE = "none"
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
    concept: str = ""  # confirmed with a tap; NONE_OF_THESE; "": nobody was asked


@transaction.atomic
def record_slip(*, access: TableAccess, words: Words, client_key: str, now: datetime) -> Slip:
    """Return the slip, with the synergy it became under the next number of the initiative.

    The same key is the same slip: sent again, it is returned as it stands. Raises SlipRefused for
    a company nobody knows, unless it is to be added, and for one company on both sides.
    """
    initiative = lock(access.workshop)
    if same := Slip.objects.filter(client_key=client_key).select_related("synergy").first():
        if same.workshop_id != access.workshop_id:
            raise SlipRefused(_("This slip belongs to another workshop."))
        return same
    offers, wants = companies_of(initiative, words, now)
    concept, is_confirmed, family = concept_of(words)
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
        concept_confirmed=is_confirmed,
        entered_at=now,
    )
    slip.synergy = _synergy(initiative, slip, family)
    slip.save()
    declare_from_slip(slip, family=family, now=now)
    return slip


@transaction.atomic
def withdraw_slip(*, slip: Slip, reason: str, now: datetime) -> Slip:
    """Return the slip, withdrawn with its reason; its synergy is closed, nothing is deleted.

    Raises SlipRefused without a reason, or when somebody has gone on with the synergy.
    """
    reason = reason.strip()
    if not reason:
        raise SlipRefused(_("Say why the slip is withdrawn."))
    lock(slip.workshop)
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
    retract_from_slip(slip, reason=reason, now=now)
    slip.withdrawn_at, slip.withdrawn_reason = now, reason
    slip.save()
    return slip


def lock(workshop: Workshop) -> Initiative:
    """Return the initiative: one slip at a time gets the next number, from however many tables."""
    return Initiative.objects.select_for_update().get(pk=workshop.initiative_id)


def companies_of(initiative: Initiative, words: Words, now: datetime) -> tuple[Company, Company]:
    """Return who offers and who wants; companies met today are added when that was ticked."""
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


def concept_of(words: Words) -> tuple[str, bool, Resource.Family]:
    """Return the concept ("" for none), whether a person confirmed it, and its family.

    The family gives the area of the synergy; a concept nobody confirmed is the likeliest one.
    """
    if words.concept == NONE_OF_THESE:
        return "", False, USUAL_FAMILY
    if label_of_concept(words.concept, "fr"):
        return words.concept, True, family_of(words.concept, USUAL_FAMILY)
    found = concepts_for(words.what, language="fr")
    if not found:
        return "", False, USUAL_FAMILY
    return found[0].value, False, family_of(found[0].value, USUAL_FAMILY)


def concepts_for(what: str, *, language: str) -> list[Suggestion]:
    """Return up to 5 concepts that the words of a slip may mean, the likeliest first."""
    if not what.strip():
        return []
    return suggest_concepts(title=what, description="", family="", direction="", language=language)


def title_of(what: str) -> str:
    """Return the title of the synergy that a slip becomes."""
    return what[: Synergy._meta.get_field("title").max_length]


def roles_of(kind: str) -> tuple[str, str]:
    """Return the roles of who offers and who wants, in a synergy of this kind."""
    if kind == Synergy.Kind.POOLING:
        return Party.Role.MEMBER, Party.Role.MEMBER
    return Party.Role.PROVIDER, Party.Role.RECEIVER


def _synergy(initiative: Initiative, slip: Slip, family: Resource.Family) -> Synergy:
    table = slip.access.table_number or None
    synergy = add_synergy(
        initiative, slip.what, slip.kind, family, workshop=slip.workshop, table_number=table
    )
    if slip.note:
        synergy.comment = slip.note
        synergy.save()
    pairs = zip((slip.offers, slip.wants), roles_of(slip.kind), strict=True)
    for position, (company, role) in enumerate(pairs):
        synergy.parties.create(company=company, role=role, position=position)
    return synergy
