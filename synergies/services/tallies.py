"""Counting closed rounds: the same ballots give the same stored result for ever.

The result is stored first; comparison and bands follow (services/counting.py).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from pompey_ite.journal.models import Act
from pompey_ite.journal.noting import note
from synergies.models import Ballot, Party, Round, Tally, TallyLine, Vote
from synergies.services.ballots import new_receipt_code
from synergies.voting import ballots as papers
from synergies.voting.bands import to_leave_out
from synergies.voting.counts import Count, Parameters, Retained
from synergies.voting.election import Progress
from synergies.voting.rules import VERSIONS, count_by


class TallyRefused(Exception):
    """A round that may not be counted; the text says why and may be shown."""


@dataclass(frozen=True)
class Box:
    """What is counted of a closed round: the ballots with an answer, by the round's rule."""

    rule: str
    parameters: Parameters
    ballots: list[papers.Ballot]
    company_count: int

    @property
    def identity(self) -> dict[str, str]:
        """Return what tells this count from all others: rule, version and input."""
        hashed = papers.input_hash(self.ballots, self.parameters.as_dict())
        return {"rule": self.rule, "version": VERSIONS[self.rule], "input_hash": hashed}


def uncounted_rounds(now: datetime) -> QuerySet[Round]:
    """Return the rounds that have closed by `now` and have no tally yet, oldest close first."""
    return Round.objects.closed_at(now).filter(tallies=None).order_by("closes_at", "pk")


def tally_round(*, round_: Round, now: datetime, progress: Progress | None = None) -> Tally:
    """Return the tally of a closed round by its rule: the stored one if the input is the same.

    The count itself is outside of any transaction: a long one holds no lock, and others see how far
    it is. Should `now` lie before the present and an answer come in meanwhile, it is made again.
    Raises TallyRefused before the close, or when the round is cancelled.
    """
    while True:
        box = closed_box(round_, now)
        stored = Tally.objects.filter(round=round_, **box.identity).first()
        if stored:
            return stored
        count = count_by(box.rule, box.ballots, box.parameters, progress)
        if tally := _store(round_, box, count, now):
            return tally


@transaction.atomic
def closed_box(round_: Round, now: datetime) -> Box:
    """Return what is to be counted, once the answers under way have come in.

    Raises TallyRefused unless the round is closed at `now`.
    """
    # From here on no answer is taken (services/ballots.py).
    companies = Ballot.objects.select_for_update().filter(round=round_).values_list("company_id")
    company_count = len(companies)
    current = Round.objects.get(pk=round_.pk)
    if current.state_at(now) != Round.State.CLOSED:
        raise TallyRefused(_("A round is counted after it has closed."))
    parameters = Parameters(current.places, current.minimum_supporters)
    return Box(current.rule, parameters, ballots_of(current), company_count)


def ballots_of(round_: Round) -> list[papers.Ballot]:
    """Return the ballots with an answer, by primary key of the company, in one query."""
    answers: dict[int, dict[int, papers.Answer]] = defaultdict(dict)
    votes = Vote.objects.filter(ballot__round=round_).order_by("pk")
    rows = votes.values_list("ballot__company_id", "option__number", "answer")
    for company, number, answer in rows.iterator():
        answers[company][number] = papers.Answer(answer)
    return [papers.Ballot(str(company), given) for company, given in answers.items()]


@transaction.atomic
def _store(round_: Round, box: Box, count: Count, now: datetime) -> Tally | None:
    """Return the tally of a box, written unless it is there; None when it holds more by now."""
    if closed_box(round_, now) != box:
        return None
    different = len(to_leave_out(box.ballots))
    tally, is_new = Tally.objects.get_or_create(
        round=round_,
        **box.identity,
        defaults={
            "parameters": box.parameters.as_dict(),
            "counted_at": now,
            "company_count": box.company_count,
            "voter_count": len(box.ballots),
            "answer_count": sum(len(ballot.answers) for ballot in box.ballots),
            "shares": _shares(count),
            "bands_total": different if different <= Tally.MOST_BALLOTS_LEFT_OUT else None,
        },
    )
    if is_new:
        _write_lines(tally, count)
        publish(tally, box.ballots)
        note(Act.ROUND_COUNTED, about=round_, rule=box.rule)
    return tally


def publish(tally: Tally, ballots: Iterable[papers.Ballot]) -> None:
    """Give each ballot with an answer the code under which it is published, and keep their hash.

    A code is the receipt of the ballot, or else made by chance like one: nothing leads from it to
    the company but its own mail. Codes that were given stay.
    """
    rows = Ballot.objects.filter(round=tally.round_id, votes__isnull=False).distinct()
    nameless = list(rows.filter(published_code=""))
    for row in nameless:
        row.published_code = row.receipt_code or new_receipt_code()
    Ballot.objects.bulk_update(nameless, ["published_code"], batch_size=500)
    codes = published_codes(tally.round_id)
    renamed = [papers.Ballot(codes[one.company], one.answers) for one in ballots]
    tally.published_hash = papers.input_hash(renamed, tally.parameters)
    tally.save(update_fields=["published_hash"])


def published_codes(round_pk: int) -> dict[str, str]:
    """Return the codes of the published ballots by primary key of the company."""
    rows = Ballot.objects.filter(round=round_pk).exclude(published_code="")
    return {str(company): code for company, code in rows.values_list("company", "published_code")}


def _write_lines(tally: Tally, count: Count) -> None:
    result_of = {
        retained.number: _result(count, retained, rank)
        for rank, retained in enumerate(count.retained, start=1)
    }
    counts_of, silent_of = answer_counts(tally.round), _silent_counts(tally.round)
    TallyLine.objects.bulk_create(
        TallyLine(
            tally=tally,
            option=option,
            **(result_of.get(option.number) or {"band": TallyLine.Band.OUTSIDE}),
            **counts_of[option.pk],
            silent_count=silent_of.get(option.synergy_id, 0),
        )
        for option in tally.round.options.order_by("number")
    )


def _result(count: Count, retained: Retained, rank: int) -> dict[str, object]:
    """Return what a line says of an option that is in; how firm it is follows."""
    has_shares = bool(count.remaining)
    return {
        "band": TallyLine.Band.RETAINED,
        "retained_rank": rank,
        "is_fill_up": has_shares and retained.is_fill_up,
        "price": "" if retained.price is None else str(retained.price),
        "score": "" if retained.score is None else str(retained.score),
    }


def _shares(count: Count) -> dict[str, dict[str, object]]:
    """Return, by primary key of the company, its share and what became of it, as fractions."""

    def paid(company: str) -> dict[str, str]:
        payments: dict[int, Fraction] = count.payments_of(company)
        return {str(number): str(part) for number, part in payments.items()}

    return {
        company: {"share": str(count.share), "paid": paid(company), "remaining": str(left)}
        for company, left in count.remaining.items()
    }


def answer_counts(round_: Round) -> dict[int, dict[str, int]]:
    """Return, by option, how many companies gave each answer."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for option, answer, count in Vote.objects.filter(ballot__round=round_).by_answer():
        counts[option][f"{answer}_count"] = count
    return counts


def _silent_counts(round_: Round) -> dict[int, int]:
    """Return, by synergy, how many of the companies that it names were asked and gave no answer."""
    given = Vote.objects.filter(
        option__synergy=OuterRef("synergy"),
        ballot__company=OuterRef("company"),
        ballot__round=round_,
    )
    asked = Party.objects.present().filter(
        synergy__in=round_.options.values("synergy"), company__in=round_.ballots.values("company")
    )
    silent = asked.filter(~Exists(given)).order_by().values_list("synergy")
    return dict(silent.annotate(count=models.Count("*")))
