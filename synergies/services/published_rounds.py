"""The files of a counted round: pseudonymous ballots, rule and result, to be counted again."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from django.utils import timezone

from synergies.models import Round, Tally
from synergies.services.tallies import ballots_of, published_codes
from synergies.voting.ballots import SUPPORT, Ballot
from synergies.voting.counts import Count, Parameters, Retained
from synergies.voting.pabulib import write_pabulib
from synergies.voting.published import (
    PublishedRound,
    as_json,
    ballot_rows,
    pseudonymous,
    result_rows,
)
from synergies.voting.published_pabulib import as_pabulib

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes accents for something else


def ballots_csv(published: PublishedRound) -> str:
    """Return the ballots, one row for each answer."""
    return _csv(ballot_rows(published))


def result_csv(published: PublishedRound) -> str:
    """Return what became of every option, by number."""
    return _csv(result_rows(published))


def result_json(published: PublishedRound) -> str:
    """Return ballots, rule and result in one file; amounts are exact fractions."""
    return json.dumps(as_json(published), ensure_ascii=False, indent=1) + "\n"


def round_pb(published: PublishedRound) -> str:
    """Return the round as a PaBuLib file, which `manage.py tally` counts again."""
    text = io.StringIO(newline="")
    write_pabulib(as_pabulib(published), text)
    return text.getvalue()


# By name of the file: its type, and what makes it.
FILES: Mapping[str, tuple[str, Callable[[PublishedRound], str]]] = {
    "ballots.csv": ("text/csv", ballots_csv),
    "result.csv": ("text/csv", result_csv),
    "result.json": ("application/json", result_json),
    "round.pb": ("text/plain", round_pb),
}


def published_round(tally: Tally) -> PublishedRound:
    """Return a counted round without the names of its companies; nothing is counted again."""
    ballots = ballots_of(tally.round)
    codes = published_codes(tally.round_id)
    renamed, count = pseudonymous(ballots, stored_count(tally, ballots), codes)
    lines = tally.lines.select_related("option")
    return PublishedRound(
        ballots=renamed,
        count=count,
        titles={line.option.number: line.option.title for line in lines},
        bands={line.option.number: line.band for line in lines},
        about=_about(tally.round),
    )


def stored_count(tally: Tally, ballots: Iterable[Ballot]) -> Count:
    """Return the count as it was made of `ballots`, from what the tally keeps of it."""
    supporters: dict[int, list[str]] = {}
    for ballot in sorted(ballots, key=lambda one: one.company):
        for number, answer in ballot.answers.items():
            if answer in SUPPORT:
                supporters.setdefault(number, []).append(ballot.company)
    payments: dict[int, dict[str, Fraction]] = {}
    for company, stored in tally.shares.items():
        for number, part in stored["paid"].items():
            payments.setdefault(int(number), {})[company] = Fraction(part)
    retained = tally.lines.filter(retained_rank__isnull=False).order_by("retained_rank")
    rows = retained.values_list("option__number", "score")
    return Count(
        rule=tally.rule,
        version=tally.version,
        parameters=Parameters(**tally.parameters),
        retained=tuple(
            Retained(
                number=number,
                supporters=tuple(supporters.get(number, ())),
                payments=payments.get(number, {}),
                score=Fraction(score) if score else None,
            )
            for number, score in rows
        ),
        share=max((Fraction(one["share"]) for one in tally.shares.values()), default=Fraction(0)),
        remaining={company: Fraction(one["remaining"]) for company, one in tally.shares.items()},
    )


def _about(round_: Round) -> dict[str, str]:
    initiative = round_.initiative
    opened, closed = (timezone.localdate(at) for at in (round_.opens_at, round_.closes_at))
    about = {
        "description": round_.title,
        "unit": initiative.territory or initiative.name,
        "instance": str(closed.year),
        "date_begin": f"{opened:%d.%m.%Y}",  # as pabulib.org writes dates
        "date_end": f"{closed:%d.%m.%Y}",
    }
    return {key: " ".join(text.split()) for key, text in about.items()}


def _csv(rows: Iterable[tuple[str, ...]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return BYTE_ORDER_MARK + text.getvalue()
