"""Ballots as the counting rules see them: which company answered what to which option."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """The five answers of a ballot; the values are those kept in the database."""

    NO = "no"
    MAYBE = "maybe"
    YES = "yes"
    PRIORITY = "priority"
    NOT_CONCERNED = "not_concerned"


# The scale of the workshop's workbook. Points break ties and fill the last places; they never
# buy anything, so that a “maybe” cannot spend a company's share.
POINTS: Mapping[Answer, int] = {
    Answer.NO: 0,
    Answer.NOT_CONCERNED: 0,
    Answer.MAYBE: 1,
    Answer.YES: 2,
    Answer.PRIORITY: 3,
}
SUPPORT = frozenset({Answer.YES, Answer.PRIORITY})
JUDGED = frozenset(Answer) - {Answer.NOT_CONCERNED}  # what an average is the average of


@dataclass(frozen=True, slots=True)
class Ballot:
    """The answers of one company, by option number."""

    company: str
    answers: Mapping[int, Answer]


@dataclass(frozen=True, slots=True)
class Option:
    """What all ballots together say about one option."""

    number: int
    supporters: tuple[str, ...]
    points: int

    @property
    def precedence(self) -> tuple[int, int, int]:
        """Sort key of the tie-break: more companies, then more points, then the lower number."""
        return -len(self.supporters), -self.points, self.number


def voting(ballots: Iterable[Ballot]) -> list[Ballot]:
    """Return the ballots with at least one answer, by company: the companies that hold a share.

    Raises ValueError when a company has two ballots.
    """
    voters = sorted((b for b in ballots if b.answers), key=lambda ballot: ballot.company)
    companies = [ballot.company for ballot in voters]
    if len(set(companies)) < len(companies):
        raise ValueError("a company has two ballots")
    return voters


def supported_options(ballots: Iterable[Ballot], *, minimum_supporters: int) -> list[Option]:
    """Return the options that enough companies want, in the order of the tie-break."""
    supporters: dict[int, list[str]] = {}
    points: dict[int, int] = {}
    for ballot in voting(ballots):
        for number, answer in ballot.answers.items():
            points[number] = points.get(number, 0) + POINTS[answer]
            if answer in SUPPORT:
                supporters.setdefault(number, []).append(ballot.company)
    options = [
        Option(number, tuple(companies), points[number])
        for number, companies in supporters.items()
        if len(companies) >= minimum_supporters
    ]
    return sorted(options, key=lambda option: option.precedence)


def input_hash(ballots: Iterable[Ballot], parameters: Mapping[str, object]) -> str:
    """Return the SHA-256 (hexadecimal) of what a count reads, whatever the order it came in.

    The hashed text is JSON without spaces, keys sorted, UTF-8; ballots without answer are left out.
    """
    answers = {
        ballot.company: {str(number): answer.value for number, answer in ballot.answers.items()}
        for ballot in voting(ballots)
    }
    content = {"ballots": answers, "parameters": dict(parameters)}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
