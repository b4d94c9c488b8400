"""What a person decides about a suggestion: keep it as a synergy, or say why it is none."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from companies.models import Initiative, Resource, User
from synergies.models import Area, Match, Party, Synergy, VocabularyChange, Workshop
from synergies.services import teaching

AREAS = {
    Resource.Family.EQUIPMENT: Area.EQUIPMENT,
    Resource.Family.SPACE: Area.EQUIPMENT,
    Resource.Family.SKILL: Area.SKILLS,
}


class MatchRefused(Exception):
    """A decision about a suggestion that cannot be taken; its text may be shown."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What came of a decision: the synergy, and what was proposed to the vocabulary."""

    synergy: Synergy | None = None
    learnt: tuple[VocabularyChange, ...] = ()


def keep_match(*, match: Match, user: User, now: datetime) -> Decision:
    """Return the new synergy made of the two declarations of a suggestion, and what it teaches.

    It takes the next number of the initiative. Raises MatchRefused when somebody has decided.
    """
    sides = _provider_first(match)
    with transaction.atomic():
        initiative = lock_initiative(sides[0])
        _decide(match, Match.Status.KEPT, user, now)
        family = Resource.Family(sides[0].family)
        synergy = add_synergy(initiative, _title(match, sides), match.kind, family)
        _add_parties(synergy, sides)
        Match.objects.filter(pk=match.pk).update(synergy=synergy)
        learnt = teaching.from_keeping(match)
    match.refresh_from_db()
    return Decision(synergy, learnt)


def reject_match(*, match: Match, user: User, reason: str, now: datetime) -> Decision:
    """Note that the two declarations do not belong together; return what that teaches.

    They are not suggested again. Raises MatchRefused without a reason, or when somebody has
    decided.
    """
    reason = required(reason)
    with transaction.atomic():
        lock_initiative(match.resource_a)
        _decide(match, Match.Status.REJECTED, user, now, reason)
        learnt = teaching.from_rejection([match], reason)
    match.refresh_from_db()
    return Decision(learnt=learnt)


# -- Shared by the decisions about pairs and about groups ---------------------------------------
def lock_initiative(resource: Resource) -> Initiative:
    """Return the initiative of a declaration; one person at a time decides about it.

    The lock ends with the transaction. Two people who keep at the same instant would take the
    same number, and two decisions about a group would each see half of the other.
    """
    return Initiative.objects.select_for_update().get(pk=resource.company.initiative_id)


def add_synergy(
    initiative: Initiative,
    title: str,
    kind: str,
    family: Resource.Family,
    *,
    workshop: Workshop | None = None,
    table_number: int | None = None,
) -> Synergy:
    """Return a new synergy without parties, under the next number; the family gives its area.

    It comes from the workshop that is given, else from detection.
    """
    last = initiative.synergies.aggregate(last=Max("number"))["last"] or 0
    return Synergy.objects.create(
        initiative=initiative,
        number=last + 1,
        title=title[: Synergy._meta.get_field("title").max_length],
        kind=kind,
        area=AREAS.get(family, Area.RESOURCES),
        origin=Synergy.Origin.WORKSHOP if workshop else Synergy.Origin.DETECTION,
        workshop=workshop,
        table_number=table_number,
    )


def required(reason: str) -> str:
    """Return the reason without spaces around it; MatchRefused when nothing is left."""
    if not reason.strip():
        raise MatchRefused(_("Say why it is not a match."))
    return reason.strip()


def already_decided() -> MatchRefused:
    """Return the refusal to decide what somebody else has decided meanwhile."""
    return MatchRefused(_("This suggestion has already been decided."))


def _decide(match: Match, status: str, user: User, now: datetime, reason: str = "") -> None:
    """Take the decision unless somebody has: the UPDATE is the lock."""
    free = Match.objects.suggested().filter(pk=match.pk)
    if not free.update(status=status, decided_at=now, decided_by=user, decision_reason=reason):
        raise already_decided()


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
    return f"{first} {sign} {second}"


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
