"""Counting closed rounds: the same ballots give the same stored result for ever."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from synergies.models import Ballot, Round, Tally, TallyLine, Vote
from synergies.voting import ballots as papers
from synergies.voting.bands import bands
from synergies.voting.counts import Count, Parameters
from synergies.voting.equal_shares import RULE, VERSION, equal_shares


class TallyRefused(Exception):
    """A round that may not be counted; the text says why and may be shown."""


def uncounted_rounds(now: datetime) -> QuerySet[Round]:
    """Return the rounds that have closed by `now` and have no tally yet, oldest close first."""
    return Round.objects.closed_at(now).filter(tallies=None).order_by("closes_at", "pk")


def tally_closed_rounds(*, now: datetime) -> list[Tally]:
    """Return the tallies of the rounds that were closed and not counted; safe to run twice."""
    return [tally_round(round_=round_, now=now) for round_ in uncounted_rounds(now)]


@transaction.atomic
def tally_round(*, round_: Round, now: datetime) -> Tally:
    """Return the tally of a closed round by its rule: the stored one if the input is the same.

    Raises TallyRefused before the close, or when the round is cancelled.
    """
    # Wait for the answers under way; from here on none is taken (services/ballots.py).
    companies = Ballot.objects.select_for_update().filter(round=round_).values_list("company_id")
    company_count = len(companies)
    round_ = Round.objects.get(pk=round_.pk)
    if round_.state_at(now) != Round.State.CLOSED:
        raise TallyRefused(_("A round is counted after it has closed."))
    ballots = _ballots_of(round_)
    parameters = Parameters(round_.places, round_.minimum_supporters)
    tally, is_new = Tally.objects.get_or_create(
        round=round_,
        rule=RULE,
        version=VERSION,
        input_hash=papers.input_hash(ballots, parameters.as_dict()),
        defaults={
            "parameters": parameters.as_dict(),
            "counted_at": now,
            "company_count": company_count,
            "voter_count": len(ballots),
            "answer_count": sum(len(ballot.answers) for ballot in ballots),
        },
    )
    if is_new:
        _write_result(tally, ballots, parameters)
    return tally


def _ballots_of(round_: Round) -> list[papers.Ballot]:
    answers: dict[int, dict[int, papers.Answer]] = defaultdict(dict)
    votes = Vote.objects.filter(ballot__round=round_).order_by("pk")
    rows = votes.values_list("ballot__company_id", "option__number", "answer")
    for company, number, answer in rows:
        answers[company][number] = papers.Answer(answer)
    return [papers.Ballot(str(company), given) for company, given in answers.items()]


def _write_result(tally: Tally, ballots: Sequence[papers.Ballot], parameters: Parameters) -> None:
    rule = partial(equal_shares, parameters=parameters)
    count = rule(ballots)
    tally.shares = _shares(count)
    tally.save(update_fields=["shares"])
    options = list(tally.round.options.order_by("number"))
    band_of = bands(ballots, rule, numbers=[option.number for option in options])
    result_of = {
        retained.number: {
            "retained_rank": rank,
            "is_fill_up": retained.is_fill_up,
            "price": "" if retained.price is None else str(retained.price),
        }
        for rank, retained in enumerate(count.retained, start=1)
    }
    counts_of = _answer_counts(tally.round)
    TallyLine.objects.bulk_create(
        TallyLine(
            tally=tally,
            option=option,
            band=band_of[option.number].value,
            **result_of.get(option.number, {}),
            **counts_of[option.pk],
        )
        for option in options
    )


def _shares(count: Count) -> dict[str, dict[str, object]]:
    """Return, by primary key of the company, its share and what became of it, as fractions."""

    def paid(company: str) -> dict[str, str]:
        payments: dict[int, Fraction] = count.payments_of(company)
        return {str(number): str(part) for number, part in payments.items()}

    return {
        company: {"share": str(count.share), "paid": paid(company), "remaining": str(left)}
        for company, left in count.remaining.items()
    }


def _answer_counts(round_: Round) -> dict[int, Counter[str]]:
    """Return, by option, how many companies gave each answer, and how many it names gave none."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    answered = set()
    votes = Vote.objects.filter(ballot__round=round_)
    for option, company, answer in votes.values_list("option", "ballot__company", "answer"):
        counts[option][f"{answer}_count"] += 1
        answered.add((option, company))
    asked = round_.options.filter(synergy__parties__company__ballots__round=round_)
    for option, company in asked.values_list("pk", "synergy__parties__company"):
        if (option, company) not in answered:
            counts[option]["silent_count"] += 1
    return counts
