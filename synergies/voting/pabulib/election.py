"""A PaBuLib file as an election that every rule can count, and the hash of what is counted."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from synergies.voting.election import Candidate, Election, in_order, natural_key

from .records import FileRefused, PabulibFile, Problem, Project, Vote, decimal


@dataclass(slots=True)
class _Sums:
    supporters: list[int] = field(default_factory=list)
    worth: list[int] = field(default_factory=list)
    voices: int = 0
    points: int = 0
    judges: int = 0


def election_of(
    file: PabulibFile, *, places: int | None = None, minimum_supporters: int = 1
) -> Election:
    """Return the election of a file: its costs and budget, or one place for each project.

    A voter without any choice does not vote and holds no share; who gave only 0 votes. Projects
    below META's min_project_score_threshold, or wanted by too few voters, are no candidates.
    Raises FileRefused when the budget or a cost is missing and no places are given.
    """
    votes = voting(file)
    voice_parts = _denominator(vote.weight for vote in votes)
    point_parts = _denominator(value for vote in votes for value in vote.points.values())
    voices = tuple(int(vote.weight * voice_parts) for vote in votes)
    sums = {project.id: _Sums() for project in file.projects}
    for rank, vote in enumerate(votes):
        for choice, value in vote.points.items():
            _add(sums[choice], rank, int(value * point_parts), voices[rank])
    costs, budget = _costs(file, places)
    parts = _denominator([budget, *costs.values()])
    threshold = file.amount("min_project_score_threshold")
    scale = point_parts * voice_parts
    candidates = [
        Candidate(
            name=identifier,
            cost=int(costs[identifier] * parts),
            supporters=tuple(one.supporters),
            worth=tuple(one.worth),
            voices=one.voices,
            points=one.points,
            judges=one.judges,
        )
        for identifier, one in sums.items()
        if (threshold is None or one.points >= threshold * scale)
        and len(one.supporters) >= minimum_supporters
    ]
    return Election(
        voters=tuple(vote.voter for vote in votes),
        voices=voices,
        candidates=in_order(candidates),
        budget=int(budget * parts),
        parts=parts,
        voice_parts=voice_parts,
        point_parts=scale,
    )


def voting(file: PabulibFile) -> list[Vote]:
    """Return the votes that hold a share, by voter."""
    return sorted(
        (vote for vote in file.votes if vote.points), key=lambda vote: natural_key(vote.voter)
    )


def _add(sums: _Sums, rank: int, points: int, voices: int) -> None:
    sums.points += points * voices
    sums.judges += voices
    if points > 0:
        sums.supporters.append(rank)
        sums.worth.append(points * voices)
        sums.voices += voices


def _denominator(values: Iterable[Fraction]) -> int:
    return lcm(1, *{value.denominator for value in values})


def _costs(file: PabulibFile, places: int | None) -> tuple[dict[str, Fraction], Fraction]:
    if places is not None:
        return {project.id: Fraction(1) for project in file.projects}, Fraction(places)
    budget = file.amount("budget")
    if budget is None:
        raise FileRefused([Problem(file.line_of("budget"), "no_budget")])
    return {project.id: _cost(project, file) for project in file.projects}, budget


def _cost(project: Project, file: PabulibFile) -> Fraction:
    if project.cost is None:
        raise FileRefused([Problem(file.line_of("budget"), "no_cost", project.id)])
    return project.cost


def hash_of(file: PabulibFile, parameters: Mapping[str, object]) -> str:
    """Return the SHA-256 (hexadecimal) of what a count reads, whatever the order of the rows.

    The hashed text is JSON without spaces, keys sorted, UTF-8: ballots (points and weight by voter,
    those without choice left out), projects (cost by number), META's budget and threshold, and the
    parameters. Names and comments are not counted, so not hashed.
    """
    content = {
        "ballots": {
            vote.voter: {
                "points": {choice: decimal(value) for choice, value in vote.points.items()},
                "weight": decimal(vote.weight),
            }
            for vote in voting(file)
        },
        "projects": {
            project.id: None if project.cost is None else decimal(project.cost)
            for project in file.projects
        },
        "meta": {
            key: decimal(value)
            for key in ("budget", "min_project_score_threshold")
            if (value := file.amount(key)) is not None
        },
        "parameters": dict(parameters),
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
