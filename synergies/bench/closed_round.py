"""A closed round with made-up ballots, on the database of a bench."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from companies.models import Company, Initiative
from pompey_ite.bench.settling import settle
from synergies.models import Area, Ballot, Channel, Round, RoundOption, Synergy, Vote
from synergies.voting import ballots as papers

BATCH_SIZE = 2_000


def closed_round(ballots: Sequence[papers.Ballot], *, options: int, places: int) -> Round:
    """Return a round that has just closed, with one company for each of the ballots."""
    now = timezone.now()
    initiative = Initiative.objects.create(name=f"Bench {len(ballots)}", started_on=now.date())
    round_ = Round.objects.create(
        initiative=initiative,
        title="Bench",
        places=places,
        opens_at=now - timedelta(days=14),
        closes_at=now,
    )
    rows = _options(round_, options)
    companies = Company.objects.bulk_create(
        (Company(initiative=initiative, name=one.company) for one in ballots), BATCH_SIZE
    )
    owned = Ballot.objects.bulk_create(
        (Ballot(round=round_, company=company, seed=1) for company in companies), BATCH_SIZE
    )
    Vote.objects.bulk_create(_votes(zip(owned, ballots, strict=True), rows, now), BATCH_SIZE)
    settle()
    return round_


def _options(round_: Round, count: int) -> dict[int, RoundOption]:
    synergies = Synergy.objects.bulk_create(
        Synergy(
            initiative=round_.initiative,
            number=number,
            title=f"Synergy {number}",
            kind=Synergy.Kind.POOLING,
            area=Area.RESOURCES,
        )
        for number in range(1, count + 1)
    )
    made = RoundOption.objects.bulk_create(
        RoundOption(round=round_, synergy=one, number=one.number, title=one.title, area=one.area)
        for one in synergies
    )
    return {option.number: option for option in made}


def _votes(
    pairs: Iterable[tuple[Ballot, papers.Ballot]], options: dict[int, RoundOption], now: datetime
) -> Iterable[Vote]:
    for ballot, paper in pairs:
        for number, answer in paper.answers.items():
            yield Vote(
                ballot=ballot,
                option=options[number],
                answer=answer.value,
                answered_at=now,
                channel=Channel.LINK,
            )
