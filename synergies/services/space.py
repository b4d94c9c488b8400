"""The space of a company: its personal links, and what matches its declarations."""

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from companies.audiences import Audience, seen_by, sees
from companies.models import Company, Contact, PersonalLink, Resource
from companies.services.links import issue_link
from synergies import detection
from synergies.models import Match, Synergy
from synergies.services.detection import best_matches
from synergies.services.detection.reasons import language, spoken
from synergies.services.suggesting import Prompt, prompts
from synergies.services.vocabulary import relations

PURPOSE = "space"  # written on the personal links that open a company's space
LINK_LIFETIME = timedelta(days=365)
SHOWN_PER_COMPANY = 6
SHOWN_PER_RESOURCE = 5
SHOWN_OF_ONE_RESOURCE = 3  # in the list of the company, so that one does not fill it
LOOKED_AT = 60  # the best ones, of which some may be hidden or beyond the share of their resource
BESIDE = frozenset(
    "all_year common_months distance distance_unknown quantity_missing quantity_unread"
    " direction_unknown".split()
)
GIVEN_UP = Q(status=Match.Status.REJECTED) | Q(synergy__status=Synergy.Status.CLOSED)


class SpaceRefused(Exception):
    """A link that cannot be given; its text may be shown."""


@dataclass(frozen=True)
class Shown:
    """One match as a company sees it: its own declaration, the other one, and why.

    `reasons` decide: what meets, how much of it, what is dangerous. `more`: when, how far, what
    is not known.
    """

    match: Match  # unsaved when the worker has not stored it yet
    mine: Resource
    other: Resource
    reasons: list[str]
    more: list[str]

    @property
    def is_kept(self) -> bool:
        """Whether a person has made a synergy of it."""
        return self.match.status == Match.Status.KEPT


@dataclass(frozen=True)
class PromptGroup:
    """What companies of one trade often have, or often need."""

    activity: str
    direction: str
    prompts: list[Prompt]


# -- The way in -----------------------------------------------------------------------------------
@transaction.atomic
def give_link(*, contact: Contact, now: datetime) -> PersonalLink:
    """Return a new link of `contact` to the space of its company; the one it had stops working.

    It lives a year. Raises SpaceRefused when the contact is not active or the company has left.
    """
    if not contact.is_active or contact.company.left_on:
        raise SpaceRefused(_("Links go to the active contacts of companies that take part."))
    return issue_link(contact=contact, purpose=PURPOSE, now=now, expires_at=now + LINK_LIFETIME)


# -- What matches ---------------------------------------------------------------------------------
def matches_of_company(company: Company) -> list[Shown]:
    """Return what is suggested to the company or kept with it, the surest first.

    Never what was rejected or given up, nor a declaration that is not for the participants.
    """
    mine_first = _between("resource_a", "resource_b", company)
    mine_second = _between("resource_b", "resource_a", company)
    rows = Match.objects.exclude(GIVEN_UP).filter(mine_first | mine_second).for_list()
    new_first = rows.order_by("tier_order", "-status", "-kind", "pk")  # in a tier, before the kept
    vocabulary = relations().vocabulary
    taken: Counter[int] = Counter()
    found = []
    for match in new_first[:LOOKED_AT]:
        mine, other = match.resource_a, match.resource_b
        if mine.company_id != company.pk:
            mine, other = other, mine
        taken[mine.pk] += 1
        if taken[mine.pk] <= SHOWN_OF_ONE_RESOURCE:
            found.append(_shown(match, mine, other, match.reasons, vocabulary))
    return found[:SHOWN_PER_COMPANY]


def matches_of_resource(resource: Resource) -> list[Shown]:
    """Return what matches a declaration as it stands now, the best first; write nothing.

    The worker need not have looked at it yet. What is hidden is as in `matches_of_company`.
    """
    best = best_matches(resource=resource, limit=LOOKED_AT)
    pairs = [(match, _other_ref(match, resource)) for _judgement, match in best]
    mine = Match.objects.filter(Q(resource_a=resource) | Q(resource_b=resource))
    kept = _by_other(mine.filter(status=Match.Status.KEPT), resource)
    hidden = _by_other(mine.filter(GIVEN_UP), resource)
    others = _visible([ref for _match, ref in pairs if ref not in hidden], kept)
    vocabulary = relations().vocabulary
    found = []
    for match, ref in pairs:
        if other := others.get(ref):
            reasons = [{"code": why.code, "params": dict(why.params)} for why in match.reasons]
            row = kept.get(ref) or Match()
            row.tier, row.kind = match.tier.value.lower(), match.kind.value
            found.append(_shown(row, resource, other, reasons, vocabulary))
    return found[:SHOWN_PER_RESOURCE]


def _between(mine: str, other: str, company: Company) -> Q:
    """Return the matches between an open declaration of the company and one it may see."""
    is_open = Q(
        **{
            f"{mine}__company": company,
            f"{mine}__closed_at": None,
            f"{other}__closed_at": None,
            f"{other}__company__left_on": None,
        }
    )
    return is_open & _seen(other)


def _seen(other: str) -> Q:
    """Return the matches whose other side is shown to all, or to the parties once it is kept."""
    field = f"{other}__visibility"
    to_parties = seen_by(Audience.PARTIES, field) & Q(status=Match.Status.KEPT)
    return seen_by(Audience.PARTICIPANTS, field) | to_parties


def _shown(
    match: Match,
    mine: Resource,
    other: Resource,
    reasons: list[dict[str, Any]],
    vocabulary: detection.Vocabulary,
) -> Shown:
    names = {str(side.pk): side.company.name for side in (mine, other)}
    deciding = [reason for reason in reasons if reason["code"] not in BESIDE]
    beside = [reason for reason in reasons if reason["code"] in BESIDE]
    told = [spoken(part, names, vocabulary) for part in (deciding, beside)]
    return Shown(match, mine, other, *told)


def _other_ref(match: detection.Match, resource: Resource) -> int:
    return int(match.ref_b if match.ref_a == str(resource.pk) else match.ref_a)


def _by_other(matches: QuerySet[Match], resource: Resource) -> dict[int, Match]:
    """Return stored matches of a declaration by the primary key of the other one."""
    return {
        row.resource_b_id if row.resource_a_id == resource.pk else row.resource_a_id: row
        for row in matches
    }


def _visible(pks: Iterable[int], kept: Container[int]) -> dict[int, Resource]:
    """Return those of the declarations that a company may see, by primary key."""
    rows = Resource.objects.open().select_related("company").in_bulk(set(pks))
    return {
        pk: row
        for pk, row in rows.items()
        if sees(Audience.PARTIES if pk in kept else Audience.PARTICIPANTS, row)
    }


# -- What may be missing --------------------------------------------------------------------------
def prompt_groups(company: Company) -> list[PromptGroup]:
    """Return what the company's trade often has and needs, and it has not declared."""
    groups: dict[tuple[str, str], list[Prompt]] = {}
    for prompt in prompts(company=company, language=language()):
        groups.setdefault((prompt.activity, prompt.direction), []).append(prompt)
    return [PromptGroup(*key, found) for key, found in groups.items()]
