"""Reading a PaBuLib file: every line that cannot be counted is named, and nothing is guessed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TextIO

from .limits import length_problems, limit_problems
from .records import Code, FileRefused, PabulibFile, Problem, Project, Vote, VoteType, number
from .sections import Row, Section, read_sections

RANKED_BY_POSITION = ("", "borda")  # what META's scoring_fn may say


def read_pabulib(file: TextIO) -> PabulibFile:
    """Return the election that a PaBuLib file holds.

    Approval and choose-1 ballots give one point to each project; cumulative and scoring ballots
    say their points; ordinal ballots that say none give one to the last, two to the one before
    it, and so on, as PaBuLib's own scores do.
    Costs may be missing. Ballots must keep to the lengths and points that META states, and META's
    numbers of projects and votes, where given, must be those of the file: a file cut short is
    never counted. Raises FileRefused naming the lines that are wrong.
    """
    sections, problems = read_sections(file)
    meta, lines, wrong = _read_meta(sections["META"])
    projects = list(_read_projects(sections["PROJECTS"], problems))
    election = PabulibFile(meta, tuple(projects), (), lines)
    wrong += limit_problems(election)
    problems += wrong
    votes: list[Vote] = []
    if not wrong:  # else META does not say how to read them
        votes = list(_read_votes(sections["VOTES"], election, problems))
    problems += _count_problems(election, sections)
    if problems:
        raise FileRefused(problems)
    return PabulibFile(meta, tuple(projects), tuple(votes), lines)


def _read_meta(section: Section) -> tuple[dict[str, str], dict[str, int], list[Problem]]:
    meta: dict[str, str] = {}
    lines: dict[str, int] = {}
    problems = []
    for row in section.rows:
        key = row.get("key").lower()
        if key in lines:
            problems.append(Problem(row.line, "key_twice", key))
        lines[key] = row.line
        meta[key] = row.get("value")
    known = {kind.value for kind in VoteType}
    if meta.get("vote_type", "") not in known:
        line = lines.get("vote_type", section.line)
        problems.append(Problem(line, "vote_type", meta.get("vote_type", "")))
    if meta.get("scoring_fn", "").lower() not in RANKED_BY_POSITION:
        problems.append(Problem(lines["scoring_fn"], "scoring_fn", meta["scoring_fn"]))
    return meta, lines, problems


def _count_problems(election: PabulibFile, sections: Mapping[str, Section]) -> Iterator[Problem]:
    counted: tuple[tuple[Code, str], ...] = (("num_projects", "PROJECTS"), ("num_votes", "VOTES"))
    for key, name in counted:
        said, there = election.meta.get(key, ""), len(sections[name].rows)
        if said and number(said) != there:
            yield Problem(election.line_of(key), key, f"{said} ≠ {there}")


def _read_projects(section: Section, problems: list[Problem]) -> Iterator[Project]:
    seen: set[str] = set()
    for row in section.rows:
        identifier, text = row.get("project_id"), row.get("cost")
        cost = number(text) if text else None
        if not identifier:
            problems.append(Problem(row.line, "missing_cell", "project_id"))
        elif identifier in seen:
            problems.append(Problem(row.line, "project_twice", identifier))
        else:
            if text and (cost is None or cost < 0):
                problems.append(Problem(row.line, "number", f"cost = {text}"))
            yield Project(identifier, cost, row.get("name"), _more(row, "project_id", "cost"))
        seen.add(identifier)


def _more(row: Row, *read: str) -> dict[str, str]:
    return {column: cell for column, cell in row.cells.items() if column not in {*read, "name"}}


def _read_votes(section: Section, election: PabulibFile, problems: list[Problem]) -> Iterator[Vote]:
    projects = [project.id for project in election.projects]
    known = frozenset(projects)
    seen: set[str] = set()
    for row in section.rows:
        voter, weight = row.get("voter_id"), number(row.get("weight") or "1")
        choices = [choice.strip() for choice in row.get("vote").split(",")]
        if choices == [""]:
            choices = []
        found = list(_vote_problems(voter, seen, choices, known))
        if weight is None or weight <= 0:
            found.append(("number", f"weight = {row.get('weight')}"))
        if not found:
            points = _points(row, choices, election)
            found += points if isinstance(points, list) else ()
        if found:
            problems += (Problem(row.line, code, detail) for code, detail in found)
        elif weight and isinstance(points, dict):
            yield Vote(voter, points, weight, _more(row, "voter_id", "vote", "points", "weight"))
        seen.add(voter)


def _vote_problems(
    voter: str, seen: set[str], choices: list[str], known: frozenset[str]
) -> Iterator[tuple[Code, str]]:
    if not voter:
        yield "missing_cell", "voter_id"
    elif voter in seen:
        yield "voter_twice", voter
    for choice in choices:
        if choice not in known:
            yield "unknown_project", choice
    if len(set(choices)) < len(choices):
        yield "choice_twice", ", ".join(c for c, times in Counter(choices).items() if times > 1)


def _points(
    row: Row, choices: list[str], election: PabulibFile
) -> dict[str, Fraction] | list[tuple[Code, str]]:
    """Return the points of a ballot by project, or what is wrong with it."""
    kind = election.vote_type
    given: Iterable[Fraction | None] = (Fraction(1) for _choice in choices)
    if kind in {VoteType.CUMULATIVE, VoteType.SCORING} or (
        kind is VoteType.ORDINAL and row.get("points")
    ):
        cells = row.get("points").split(",") if row.get("points") else []
        if len(cells) != len(choices):
            return [("points_count", f"{len(cells)} ≠ {len(choices)}")]
        given = [number(cell.strip()) for cell in cells]
        if None in given:
            return [("number", f"points = {row.get('points')}")]
    elif kind is VoteType.ORDINAL:
        given = [Fraction(len(choices) - rank) for rank in range(len(choices))]
    points = {
        choice: value for choice, value in zip(choices, given, strict=True) if value is not None
    }
    if wrong := length_problems(points, election):
        return wrong
    default = number(election.meta.get("default_score") or "0")
    if default and choices and kind is VoteType.SCORING:
        points = {project.id: default for project in election.projects} | points
    return points
