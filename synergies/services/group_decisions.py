"""What a person decides about a suggested group: one synergy with n parties, or why there is none.

Everything is decided under the lock of the initiative, so of two people the second sees what the
first has done: it is told, and nothing is doubled.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from companies.models import Initiative, Resource, User
from synergies.models import Match, Party, Synergy
from synergies.services import teaching
from synergies.services.matches import (
    Decision,
    MatchRefused,
    add_synergy,
    already_decided,
    lock_initiative,
    required,
)
from synergies.services.suggested_groups import find_group, pairs_of
from synergies.services.vocabulary import relations

FEWEST_COMPANIES = 2


def keep_group(
    *, concept: str, resources: Sequence[Resource], user: User, now: datetime
) -> Decision:
    """Return the new pooling of these declarations: one party for each company.

    All suggested pairs among them are kept by it; the others stay suggested. Raises MatchRefused
    for fewer than two companies, and when a decision already taken stands between two of them.
    """
    if len({resource.company_id for resource in resources}) < FEWEST_COMPANIES:
        raise MatchRefused(_("Tick at least two companies."))
    with transaction.atomic():
        initiative = lock_initiative(resources[0])
        _refuse_obstacles(resources, [], is_joining=False)
        label = teaching.label_of(concept, relations().vocabulary)
        family = Resource.Family(resources[0].family)
        title = label[:1].upper() + label[1:]
        synergy = add_synergy(initiative, title, Synergy.Kind.POOLING, family)
        _add_parties(synergy, resources)
        _keep_pairs(synergy, user, now)
    return Decision(synergy)


def join_group(
    *, synergy: Synergy, resources: Sequence[Resource], user: User, now: datetime
) -> Decision:
    """Return the synergy with these declarations added: the companies that come late.

    A company that takes part already brings one resource more. Raises MatchRefused when nothing
    is left to add, when the synergy is no longer open, or two of them were set aside.
    """
    if not resources:
        raise MatchRefused(_("Tick at least one company to add."))
    with transaction.atomic():
        lock_initiative(resources[0])
        if not Synergy.objects.open().filter(pk=synergy.pk, kind=Synergy.Kind.POOLING).exists():
            raise MatchRefused(_("This synergy has been closed or merged meanwhile."))
        present = set(_resources_of(synergy))
        new = [resource for resource in resources if resource not in present]
        if not new:
            raise already_decided()
        _refuse_obstacles(new, present, is_joining=True)
        _add_parties(synergy, new)
        _keep_pairs(synergy, user, now)
    return Decision(synergy)


def reject_group(
    *,
    initiative: Initiative,
    concept: str,
    side: str,
    seen: int,
    reason: str,
    user: User,
    now: datetime,
) -> Decision:
    """Note that the declarations of a group do not belong together; return what that teaches.

    seen: how many pairs the group had when it was shown. Raises MatchRefused without a reason,
    or when the group is another one by now: nobody sets aside what they have not seen.
    """
    reason = required(reason)
    with transaction.atomic():
        Initiative.objects.select_for_update().get(pk=initiative.pk)
        key = find_group(initiative, concept, side)
        if key is None:
            raise already_decided()
        if key.pair_count != seen:
            raise MatchRefused(_("This group has changed meanwhile. Look at it again."))
        pairs = list(pairs_of(initiative, key).for_list())
        Match.objects.suggested().filter(pk__in=[match.pk for match in pairs]).update(
            status=Match.Status.REJECTED, decided_at=now, decided_by=user, decision_reason=reason
        )
        learnt = teaching.from_rejection(pairs, reason)
    return Decision(learnt=learnt)


def obstacle(match: Match, *, is_joining: bool) -> str:
    """Return why two declarations are not put into one synergy, or "".

    match: a pair, with its companies and synergy loaded; is_joining: when an existing synergy
    grows, its members may stand together in another one too.
    """
    names = {"one": match.resource_a.company, "other": match.resource_b.company}
    if match.status == Match.Status.REJECTED:
        text = _("%(one)s and %(other)s were set aside: “%(reason)s”.")
        return text % {**names, "reason": match.decision_reason}
    synergy = match.synergy if match.status == Match.Status.KEPT else None
    if is_joining or synergy is None or synergy.status == Synergy.Status.CLOSED:
        return ""
    number = (synergy.merged_into or synergy).number
    text = _("%(one)s and %(other)s are together in synergy no. %(number)d already.")
    return text % {**names, "number": number}


def _refuse_obstacles(
    new: Collection[Resource], present: Collection[Resource], *, is_joining: bool
) -> None:
    """Refuse when a decision stands between two new declarations, or a new and a present one."""
    rows = Match.objects.exclude(status=Match.Status.SUGGESTED).filter(
        Q(resource_a__in=new) | Q(resource_b__in=new),
        resource_a__in=[*new, *present],
        resource_b__in=[*new, *present],
    )
    rows = rows.select_related(
        "resource_a__company", "resource_b__company", "synergy__merged_into"
    ).order_by("pk")
    for match in rows:
        if text := obstacle(match, is_joining=is_joining):
            raise MatchRefused(text)


def _add_parties(synergy: Synergy, resources: Sequence[Resource]) -> None:
    last = synergy.parties.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    for resource in resources:
        defaults = {"role": Party.Role.MEMBER, "position": position}
        party, is_new = synergy.parties.get_or_create(company=resource.company, defaults=defaults)
        party.resources.add(resource)
        position += is_new


def _keep_pairs(synergy: Synergy, user: User, now: datetime) -> None:
    """Have the synergy keep the pairs suggested among all that stands in it; refuse if none is."""
    together = Resource.objects.filter(parties__synergy=synergy).values("pk")
    pairs = Match.objects.suggested().filter(resource_a__in=together, resource_b__in=together)
    kept = pairs.update(status=Match.Status.KEPT, synergy=synergy, decided_at=now, decided_by=user)
    if not kept:
        raise MatchRefused(_("Nothing suggests these together any more. Look at the list again."))


def _resources_of(synergy: Synergy) -> list[Resource]:
    return list(Resource.objects.filter(parties__synergy=synergy).select_related("company"))
