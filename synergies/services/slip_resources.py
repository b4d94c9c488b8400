"""From a slip to declarations: what a table confirmed is offered or needed, detection learns of."""

from datetime import datetime

from django.utils.translation import gettext as _

from companies.models import Company, Resource
from pompey_ite.outbox.calendar import local_day
from synergies.models import Party, Slip, Synergy
from synergies.services.declarations import LONGEST_CHANGE_REASON
from synergies.services.vocabulary import relations

LONGEST_CLOSE_REASON = 250  # as the column
SHARED = frozenset((Resource.Family.EQUIPMENT, Resource.Family.SPACE, Resource.Family.LOGISTICS))


def family_of(concept: str, usual: Resource.Family) -> Resource.Family:
    """Return the family of a concept, `usual` when it belongs to none."""
    vocabulary = relations().vocabulary
    section = vocabulary.concepts[concept].section if concept in vocabulary else ""
    return Resource.Family(section) if section in Resource.Family.values else usual


def declare_from_slip(slip: Slip, *, family: Resource.Family, now: datetime) -> list[Resource]:
    """Return the declarations of the two companies that stand behind a slip, made where missing.

    Only what a person confirmed is declared, so a slip without a confirmed concept gives none. A
    company that declared the same concept already is not asked to say it twice.
    """
    if not slip.concept_confirmed:
        return []
    parties = {party.company_id: party for party in slip.synergy.parties.all()}
    directions = _directions(slip, family)
    found = []
    for company, direction in zip((slip.offers, slip.wants), directions, strict=True):
        resource = _standing(company, direction, slip.concept)
        if resource is None:
            resource = _declared(slip, company, direction, family, now)
            slip.declared.add(resource)
        parties[company.pk].resources.add(resource)
        found.append(resource)
    return found


def retract_from_slip(slip: Slip, *, reason: str, now: datetime) -> int:
    """Return how many declarations of the slip were closed, with the reason.

    What another synergy rests on, or its company has confirmed or changed since, stays.
    """
    closed = 0
    for resource in slip.declared.open():
        others = Party.objects.filter(resources=resource).exclude(synergy=slip.synergy_id)
        if resource.history.count() > 1 or others.exists():
            continue
        resource.closed_at, resource.closed_reason = now, reason[:LONGEST_CLOSE_REASON]
        resource.save()
        closed += 1
    slip.declared.clear()
    for party in slip.synergy.parties.all():
        party.resources.clear()
    return closed


def _directions(slip: Slip, family: Resource.Family) -> tuple[str, str]:
    """Return what the two companies do: give and take, share a thing, or need one together."""
    if slip.kind != Synergy.Kind.POOLING:
        return Resource.Direction.OFFER, Resource.Direction.NEED
    both = Resource.Direction.SHARE if family in SHARED else Resource.Direction.NEED
    return both, both


def _standing(company: Company, direction: str, concept: str) -> Resource | None:
    rows = Resource.objects.open().filter(company=company, direction=direction, concept=concept)
    return rows.order_by("pk").first()


def _declared(
    slip: Slip, company: Company, direction: str, family: Resource.Family, now: datetime
) -> Resource:
    resource = Resource(
        company=company,
        direction=direction,
        family=family,
        title=slip.what[: Resource._meta.get_field("title").max_length],
        concept=slip.concept,
        confirmed_on=local_day(now),
    )
    said = _("from a slip of “%s”") % slip.workshop
    resource._change_reason = said[:LONGEST_CHANGE_REASON]  # type: ignore[attr-defined]
    resource.save()
    return resource
