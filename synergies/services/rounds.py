"""The life of a round: all frozen when opened; closed by the clock, or early with a reason."""

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from companies.models import Company, Contact, Initiative, PersonalLink
from companies.services.links import issue_link, issue_links, revoke_link
from pompey_ite.journal.models import Act
from pompey_ite.journal.noting import note
from synergies.models import Ballot, Party, Round, RoundOption, Synergy
from synergies.services.round_scope import Scope, in_scope

READ_ONLY_PERIOD = timedelta(days=14)  # after the close, links still show the ballot
SEEDS = 2**31  # seeds fit the database's positive integer


class RoundRefused(Exception):
    """A change of a round that cannot be made; its text may be shown."""


def link_purpose(round_: Round) -> str:
    """Return the purpose written on the personal links of a round."""
    return f"round:{round_.pk}"


def round_of_purpose(purpose: str) -> int | None:
    """Return the primary key of the round a link is for, or None when it is for something else."""
    kind, _separator, key = purpose.partition(":")
    return int(key) if kind == "round" and key.isdecimal() else None


@transaction.atomic
def open_round(
    *,
    initiative: Initiative,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    now: datetime,
    text: str = "",
    places: int = 27,
    rule: str = Round.Rule.EQUAL_SHARES,
    minimum_supporters: int = 2,
    scope: Scope | None = None,
    results_are_public: bool = False,
) -> Round:
    """Return a new round with all it freezes: options, one ballot per company, personal links.

    The options are the open synergies of `initiative` that `scope` lets through, all of them
    without one; ballots go to its active companies, links to their active contacts, until 14 days
    after the close. The clock opens and closes it.
    Raises RoundRefused without synergies or companies, or when the title is taken.
    """
    Initiative.objects.select_for_update().get(pk=initiative.pk)  # a button pressed twice
    scope = scope or Scope()
    synergies = list(in_scope(initiative, scope).with_parties().order_by("number"))
    companies = list(initiative.companies.active())
    if not synergies:
        raise RoundRefused(_("There is no open synergy to ask about."))
    if not companies:
        raise RoundRefused(_("There is no company to ask."))
    if initiative.rounds.filter(title=title).exists():
        raise RoundRefused(_("A round of this title exists already."))
    round_ = Round.objects.create(
        initiative=initiative,
        title=title,
        text=text,
        places=places,
        rule=rule,
        minimum_supporters=minimum_supporters,
        scope=scope.as_json(),
        results_are_public=results_are_public,
        opens_at=opens_at,
        closes_at=closes_at,
    )
    freeze_options(round_, synergies)
    _create_ballots(round_, companies, synergies)
    _issue_links(round_, companies, now)
    note(Act.ROUND_OPENED, about=round_, options=len(synergies), ballots=len(companies))
    return round_


def freeze_options(round_: Round, synergies: Iterable[Synergy]) -> None:
    """Write the synergies as they stand as the options of the round; parties are prefetched."""
    RoundOption.objects.bulk_create(
        frozen_option(round_=round_, synergy=synergy) for synergy in synergies
    )


def frozen_option(*, round_: Round, synergy: Synergy) -> RoundOption:
    """Return the synergy as it stands now, as an option not yet written; parties are prefetched."""
    return RoundOption(
        round=round_,
        synergy=synergy,
        number=synergy.number,
        title=synergy.title,
        area=synergy.area,
        parties_text=parties_text(synergy),
        comment=synergy.comment,
    )


def parties_text(synergy: Synergy) -> str:
    """Return who with whom: “A → B, C” where some provide to others, else “A, B, C”."""
    parties = list(synergy.parties.all())
    providers = [str(p.company) for p in parties if p.role == Party.Role.PROVIDER]
    others = [str(p.company) for p in parties if p.role != Party.Role.PROVIDER]
    return " → ".join(", ".join(names) for names in (providers, others) if names)


def _create_ballots(
    round_: Round, companies: Iterable[Company], synergies: Iterable[Synergy]
) -> None:
    named = Counter(party.company_id for synergy in synergies for party in synergy.parties.all())
    Ballot.objects.bulk_create(
        Ballot(
            round=round_,
            company=company,
            seed=secrets.randbelow(SEEDS),
            concerned_count=named[company.pk],
        )
        for company in companies
    )


def _issue_links(round_: Round, companies: Sequence[Company], now: datetime) -> None:
    issue_links(
        contacts=list(Contact.objects.active().filter(company__in=companies)),
        purpose=link_purpose(round_),
        now=now,
        expires_at=round_.closes_at + READ_ONLY_PERIOD,
    )


@transaction.atomic
def renew_link(*, round_: Round, contact: Contact, now: datetime) -> PersonalLink:
    """Return a new link of `contact` to the ballot of its company; the one it had stops working.

    For a contact who came late, or whose link went astray. Raises RoundRefused when the contact is
    not active, the company is not asked, or the round is over.
    """
    if not contact.is_active or not round_.ballots.filter(company=contact.company_id).exists():
        raise RoundRefused(_("Links go to the active contacts of the companies asked."))
    if round_.state_at(now) not in {Round.State.PLANNED, Round.State.OPEN}:
        raise RoundRefused(_("This round takes no answers now."))
    return issue_link(
        contact=contact,
        purpose=link_purpose(round_),
        now=now,
        expires_at=round_.closes_at + READ_ONLY_PERIOD,
    )


def follow_new_close(*, round_: Round) -> None:
    """Let the links of a round whose close was moved end 14 days after it again."""
    links = PersonalLink.objects.filter(purpose=link_purpose(round_), revoked_at=None)
    links.update(expires_at=round_.closes_at + READ_ONLY_PERIOD)


@transaction.atomic
def withdraw_link(*, round_: Round, contact: Contact, now: datetime) -> bool:
    """Return whether `contact` had a link to this round; from now on it opens nothing."""
    link = PersonalLink.objects.filter(
        contact=contact, purpose=link_purpose(round_), revoked_at=None
    ).first()
    if link:
        revoke_link(link=link, now=now)
    return link is not None


def locked_round(round_: Round) -> Round:
    """Return the round as the database has it now, locked until the end of the transaction.

    Answers lock their ballot before they read the round: those under way finish first, those that
    come later see what changed.
    """
    list(Ballot.objects.select_for_update().filter(round=round_).order_by("pk").values_list("pk"))
    return Round.objects.select_for_update().get(pk=round_.pk)


def after_all_answers(round_: Round, now: datetime) -> datetime:
    """Return `now`, or the instant after the latest answer or validation of the locked round.

    Who ends a round waits for the answers under way. One that began after the button was pressed
    may have been faster; it was taken, so the round ends after it.
    """
    latest = round_.ballots.aggregate(
        answer=Max("changes__changed_at"), validation=Max("validated_at")
    )
    taken: list[datetime] = [
        instant + timedelta(microseconds=1) for instant in latest.values() if instant
    ]
    return max([now, *taken])


@transaction.atomic
def close_early(*, round_: Round, reason: str, now: datetime) -> Round:
    """Return the round, closed at `now` or right after its latest answer; the reason stays.

    Raises RoundRefused without a reason, or when the round is not open.
    """
    if not reason.strip():
        raise RoundRefused(_("Say why the round closes early."))
    current = locked_round(round_)
    if current.state_at(now) != Round.State.OPEN:
        raise RoundRefused(_("Only an open round can be closed early."))
    current.closes_at = after_all_answers(current, now)
    current.change_reason = reason.strip()
    current.save()
    note(Act.ROUND_CLOSED, about=current)
    return current
