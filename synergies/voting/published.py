"""A closed round as published: pseudonymous ballots, rule, version, parameters, result.

Whoever has the published ballots can count again and must find the same options. As CSV rows for a
spreadsheet and as JSON here; as a PaBuLib file in published_pabulib.py. Nothing names a company.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from synergies.voting import average
from synergies.voting.ballots import SUPPORT, Answer, Ballot, input_hash, voting
from synergies.voting.counts import Count, Retained
from synergies.voting.reasons import points_of
from synergies.voting.results import winner

BALLOT_COLUMNS = ("ballot", "option", "title", "answer")
RESULT_COLUMNS = ("option", "title", "supporters", "points", "rank", "price", "is_fill_up", "band")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class PublishedRound:
    """A counted round without the names of its companies.

    ballots, count: by pseudonym; make them with `pseudonymous`. titles: of every option asked, by
    number. bands: by number, where known. about: META of the PaBuLib file that describes the round:
    description, country, unit, instance, date_begin, date_end, currency.
    """

    ballots: Sequence[Ballot]
    count: Count
    titles: Mapping[int, str]
    bands: Mapping[int, str] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def input_hash(self) -> str:
        """Hash of the published ballots, which `manage.py tally` finds again."""
        return input_hash(self.ballots, self.count.parameters.as_dict())


def pseudonymous(
    ballots: Iterable[Ballot], count: Count, pseudonyms: Mapping[str, str]
) -> tuple[list[Ballot], Count]:
    """Return ballots and count with each company replaced by its pseudonym, in their order.

    pseudonyms: by company that voted, such as the codes of the receipts. A pseudonym may be guessed
    by whoever knows the park, so no ballot shows a “no” unless the rule reads it: see `veiled`.
    Raises ValueError when a pseudonym is missing or stands for two.
    """
    voters = voting(ballots)
    veil = as_it_is if count.rule == average.RULE else veiled
    names = {ballot.company: pseudonyms.get(ballot.company, "") for ballot in voters}
    if not all(names.values()) or len(set(names.values())) < len(names):
        raise ValueError("every voting company has a pseudonym of its own")
    renamed = [Ballot(names[ballot.company], veil(ballot.answers)) for ballot in voters]
    retained = tuple(
        replace(
            option,
            supporters=tuple(sorted(names[one] for one in option.supporters)),
            payments=_renamed(option.payments, names),
        )
        for option in count.retained
    )
    return sorted(renamed, key=lambda ballot: ballot.company), replace(
        count, retained=retained, remaining=_renamed(count.remaining, names)
    )


def veiled(answers: Mapping[int, Answer]) -> dict[int, Answer]:
    """Return the answers with “no” and “does not concern us” as one: both give no point.

    Only the average tells them apart. They stay in the file, because an answer of any kind makes
    a company a voter with a share.
    """
    apart = {Answer.NO: Answer.NOT_CONCERNED}
    return {number: apart.get(answer, answer) for number, answer in answers.items()}


def as_it_is(answers: Mapping[int, Answer]) -> dict[int, Answer]:
    """Return the answers as they were given."""
    return dict(answers)


def _renamed(amounts: Mapping[str, Fraction], names: Mapping[str, str]) -> dict[str, Fraction]:
    return dict(sorted((names[company], amount) for company, amount in amounts.items()))


def ballot_rows(published: PublishedRound) -> list[tuple[str, ...]]:
    """Return the ballots as rows for a CSV file, the header first: one row for each answer."""
    rows: list[tuple[str, ...]] = [BALLOT_COLUMNS]
    for ballot in published.ballots:
        for number, answer in sorted(ballot.answers.items()):
            title = safe_cell(published.titles.get(number, ""))
            rows.append((safe_cell(ballot.company), str(number), title, answer.value))
    return rows


def result_rows(published: PublishedRound) -> list[tuple[str, ...]]:
    """Return every option as rows for a CSV file, the header first, by number."""
    points = points_of(published.ballots)
    wanted = _wanted(published.ballots)
    retained = {one.number: (rank, one) for rank, one in enumerate(published.count.retained, 1)}
    rows: list[tuple[str, ...]] = [RESULT_COLUMNS]
    for number, title in sorted(published.titles.items()):
        said = (str(number), safe_cell(title), str(wanted[number]), str(points[number]))
        came_in = _came_in(published.count, *retained[number]) if number in retained else ("",) * 3
        rows.append((*said, *came_in, published.bands.get(number, "")))
    return rows


def _wanted(ballots: Iterable[Ballot]) -> Counter[int]:
    return Counter(
        number for one in ballots for number, answer in one.answers.items() if answer in SUPPORT
    )


def _came_in(count: Count, rank: int, one: Retained) -> tuple[str, str, str]:
    price = "" if one.price is None else str(one.price)
    return str(rank), price, str(int(one.is_fill_up and bool(count.remaining)))


def as_json(published: PublishedRound) -> dict[str, object]:
    """Return the round for a JSON file; its keys are stable, its amounts are exact fractions.

    about, rule, version, parameters, input_hash; ballots: answer by option number, by pseudonym;
    share and remaining: in places; winners: as results.winner says; bands: by option number.
    """
    count = published.count
    points = points_of(published.ballots)
    return {
        "about": dict(published.about),
        "rule": count.rule,
        "version": count.version,
        "parameters": count.parameters.as_dict(),
        "input_hash": published.input_hash,
        "options": {str(number): title for number, title in sorted(published.titles.items())},
        "ballots": {
            one.company: {str(number): answer.value for number, answer in one.answers.items()}
            for one in published.ballots
        },
        "share": str(count.share),
        "remaining": {company: str(left) for company, left in count.remaining.items()},
        "winners": [
            winner(
                rank=rank,
                identifier=str(one.number),
                name=published.titles.get(one.number, ""),
                cost=Fraction(1),
                supporters=Fraction(len(one.supporters)),
                points=Fraction(points[one.number]),
                price=one.price,
                score=one.score,
                is_fill_up=one.is_fill_up and bool(count.remaining),
                payments=one.payments,
            )
            for rank, one in enumerate(count.retained, start=1)
        ],
        "bands": {str(number): band for number, band in sorted(published.bands.items())},
    }


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
