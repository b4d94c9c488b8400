"""What a person decides about a suggestion: keep it as a synergy, or say why it is none."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from companies.models import Initiative, Resource, User
from synergies.models import Area, Match, Party, Synergy

AREAS = {
    Resource.Family.EQUIPMENT: Area.EQUIPMENT,
    Resource.Family.SPACE: Area.EQUIPMENT,
    Resource.Family.SKILL: Area.SKILLS,
}


class MatchRefused(Exception):
    """A decision about a suggestion that cannot be taken; its text may be shown."""


def keep_match(*, match: Match, user: User, now: datetime) -> Synergy:
    """Return the new synergy made of the two declarations of a suggestion.

    It takes the next number of the initiative. Raises MatchRefused when somebody has decided.
    """
    with transaction.atomic():
        _decide(match, Match.Status.KEPT, user, now)
        sides = _provider_first(match)
        # Two people who keep at the same instant would take the same number.
        initiative = Initiative.objects.select_for_update().get(pk=sides[0].company.initiative_id)
        last = initiative.synergies.aggregate(last=Max("number"))["last"] or 0
        synergy = Synergy.objects.create(
            initiative=initiative,
            number=last + 1,
            title=_title(match, sides),
            kind=match.kind,
            area=AREAS.get(Resource.Family(sides[0].family), Area.RESOURCES),
            origin=Synergy.Origin.DETECTION,
        )
        _add_parties(synergy, sides)
        Match.objects.filter(pk=match.pk).update(synergy=synergy)
    match.refresh_from_db()
    return synergy


def reject_match(*, match: Match, user: User, reason: str, now: datetime) -> None:
    """Note that the two declarations do not belong together; they are not suggested again.

    Raises MatchRefused without a reason, or when somebody has decided.
    """
    if not reason.strip():
        raise MatchRefused(_("Say why it is not a match."))
    _decide(match, Match.Status.REJECTED, user, now, reason.strip())
    match.refresh_from_db()


def _decide(match: Match, status: str, user: User, now: datetime, reason: str = "") -> None:
    """Take the decision unless somebody has: the UPDATE is the lock."""
    free = Match.objects.suggested().filter(pk=match.pk)
    if not free.update(status=status, decided_at=now, decided_by=user, decision_reason=reason):
        raise MatchRefused(_("This suggestion has already been decided."))


def _provider_first(match: Match) -> list[Resource]:
    """Return the two declarations, in a substitution the one that gives first."""
    sides = [match.resource_a, match.resource_b]
    if match.kind == Synergy.Kind.SUBSTITUTION:
        sides.sort(key=lambda resource: resource.direction == Resource.Direction.NEED)
    return sides


def _title(match: Match, sides: list[Resource]) -> str:
    first, second = (resource.title for resource in sides)
    if first.casefold() == second.casefold():
        return first
    sign = "→" if match.kind == Synergy.Kind.SUBSTITUTION else "+"
    longest = Synergy._meta.get_field("title").max_length or 0
    return f"{first} {sign} {second}"[:longest]


def _add_parties(synergy: Synergy, sides: list[Resource]) -> None:
    is_substitution = synergy.kind == Synergy.Kind.SUBSTITUTION
    roles = (
        (Party.Role.PROVIDER, Party.Role.RECEIVER)
        if is_substitution
        else (Party.Role.MEMBER, Party.Role.MEMBER)
    )
    for position, (resource, role) in enumerate(zip(sides, roles, strict=True)):
        party = synergy.parties.create(company=resource.company, role=role, position=position)
        party.resources.add(resource)
