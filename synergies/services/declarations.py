"""Declarations: what may be confirmed with a tap, saving, and closing what is no longer so."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from companies.models import Company, Contact, Resource, WasteCode
from pompey_ite.outbox.calendar import local_day
from synergies import detection
from synergies.detection.text import phrase
from synergies.detection.vocabulary.concepts import (
    ACTIVITY_SECTION,
    PRIMARY_SECTIONS,
    SECONDARY_SECTIONS,
)
from synergies.services.amounts import Amount, join_description
from synergies.services.detection import parsing
from synergies.services.suggesting import Suggestion, suggest_concepts, suggest_waste_codes
from synergies.services.vocabulary import propose_alias, relations

# What tells a second press of the button from a second declaration.
SAME_WHEN = ("direction", "family", "title", "description", "quantity", "unit", "period")
LONGEST_CHANGE_REASON = 100


@dataclass(frozen=True)
class Suggestions:
    """What a declaration may be about, to be confirmed; `waste_codes` of waste only."""

    concepts: tuple[Suggestion, ...] = ()
    waste_codes: tuple[Suggestion, ...] = ()


def suggestions_for(
    *, company: Company, title: str, description: str, family: str, direction: str, language: str
) -> Suggestions:
    """Return up to 5 concepts and, for waste, up to 5 waste codes for what has been typed so far.

    family, direction: values of Resource, or "" while nothing was chosen.
    """
    if not title:
        return Suggestions()
    concepts = suggest_concepts(
        title=title,
        description=description,
        family=family,
        direction=direction,
        language=language,
    )
    if family != Resource.Family.WASTE:
        return Suggestions(tuple(concepts))
    codes = suggest_waste_codes(
        company=company,
        title=title,
        description=description,
        family=family,
        direction=direction,
        language=language,
    )
    return Suggestions(tuple(concepts), tuple(codes))


def label_of_concept(code: str, language: str) -> str:
    """Return what a concept is called, or "" when no declaration can be about it."""
    if not code:
        return ""
    vocabulary = relations().vocabulary
    if code not in vocabulary or vocabulary.section(code) == ACTIVITY_SECTION:
        return ""
    return vocabulary.label(code, language)


@transaction.atomic
def save_declaration(
    *,
    resource: Resource,
    amount: Amount,
    concept: str,
    waste_code: WasteCode | None,
    language: str,
    contact: Contact | None,
) -> Resource:
    """Return the declaration as it is kept, with what its author confirmed.

    resource: with its plain fields set; new when it was never saved.
    amount: what the columns cannot hold of it is kept in the description.
    concept: the code confirmed, or "" for none of those suggested.
    contact: who declares by personal link; None: the project manager.
    A button pressed twice declares once: the declaration made by the first press is returned.
    """
    Company.objects.select_for_update().get(pk=resource.company_id)
    resource.quantity, resource.unit, resource.period = amount.number, amount.unit, amount.period
    resource.description = join_description(resource.description, amount.words)
    resource.concept, resource.waste_code = concept, waste_code
    resource.confirmed_on = local_day(timezone.now())
    if resource._state.adding and (twin := _twin_of(resource)):
        return twin
    _save(resource, contact)
    _learn_alias(resource, language)
    return resource


@transaction.atomic
def close_declaration(
    *, resource: Resource, reason: str, contact: Contact | None, now: datetime
) -> bool:
    """Close what is no longer so, with the reason; return whether this call did it."""
    current = Resource.objects.select_for_update().get(pk=resource.pk)
    if current.closed_at is not None:
        return False
    current.closed_at, current.closed_reason = now, reason
    _save(current, contact)
    return True


@transaction.atomic
def confirm_declarations(
    *,
    company: Company,
    pk: int | None,
    contact: Contact | None,
    now: datetime,
    are_all_meant: bool = False,
) -> int:
    """Return how many declarations were said to be still true.

    pk: one declaration of the company, or None for all that are to be confirmed: those nobody has
    spoken of for a year, or with `are_all_meant` each one nobody has spoken of today.
    What is closed, of another company or confirmed already is left alone: a second press counts 0.
    """
    Company.objects.select_for_update().get(pk=company.pk)
    today = local_day(now)
    rows = Resource.objects.to_confirm(today).filter(company=company)
    if are_all_meant:
        rows = Resource.objects.not_told_since(today).filter(company=company)
    if pk is not None:
        rows = rows.filter(pk=pk)
    confirmed = list(rows)
    for resource in confirmed:
        resource.confirmed_on = today
        _save(resource, contact)
    return len(confirmed)


def show_to(*, resource: Resource, visibility: str, contact: Contact | None) -> None:
    """Show a declaration to others than before, `visibility` being one of Resource.Visibility."""
    resource.visibility = visibility
    _save(resource, contact)


def _twin_of(resource: Resource) -> Resource | None:
    same = {name: getattr(resource, name) for name in SAME_WHEN}
    return Resource.objects.open().filter(company=resource.company_id, **same).first()


def _save(resource: Resource, contact: Contact | None) -> None:
    """Save with its history saying who: a contact has no account that it could name."""
    if contact is None:
        by = _("by the project manager")
    else:
        by = _("by %(contact)s, through the personal link") % {"contact": contact}
    resource._change_reason = by[:LONGEST_CHANGE_REASON]  # type: ignore[attr-defined]
    resource.save()


def _learn_alias(resource: Resource, language: str) -> None:
    """Propose the title as an alias of the concept confirmed, when it was not found by itself.

    Words that mean something already are left alone: one alias has one meaning.
    """
    if not resource.concept:
        return
    vocabulary = relations().vocabulary
    declaration = replace(parsing.declaration_of(resource), concept="", waste_code="")
    sections = (*PRIMARY_SECTIONS[declaration.family], *SECONDARY_SECTIONS[declaration.family])
    is_found = resource.concept in detection.parse_declaration(declaration, vocabulary).heads
    if is_found or vocabulary.meaning(phrase(resource.title), sections):
        return
    with override(settings.LANGUAGE_CODE):  # that of the person who reviews it
        reason = _("%(company)s confirmed it when declaring “%(title)s”.")
    propose_alias(
        concept=resource.concept,
        language=language,
        words=resource.title,
        reason=reason % {"company": resource.company, "title": resource.title},
    )
