"""Writing a PaBuLib file: what `read_pabulib` reads back unchanged."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from typing import TextIO

from .records import PabulibFile, VoteType, decimal

FIRST_OF_META = "description country unit instance num_projects num_votes budget vote_type".split()
WITH_POINTS = {VoteType.CUMULATIVE, VoteType.SCORING, VoteType.ORDINAL}


def write_pabulib(election: PabulibFile, file: TextIO) -> None:
    """Write an election with the three sections; the numbers of projects and votes are ours.

    Columns: those of PaBuLib first, then the others in the order in which they occur.
    """
    writer = csv.writer(file, delimiter=";", lineterminator="\n")
    meta = dict(election.meta) | {
        "num_projects": str(len(election.projects)),
        "num_votes": str(len(election.votes)),
    }
    keys = [key for key in FIRST_OF_META if key in meta]
    keys += [key for key in meta if key not in FIRST_OF_META]
    writer.writerows([["META"], ["key", "value"]])
    writer.writerows([key, meta[key]] for key in keys)
    writer.writerow(["PROJECTS"])
    writer.writerows(_project_rows(election))
    writer.writerow(["VOTES"])
    writer.writerows(_vote_rows(election))


def _project_rows(election: PabulibFile) -> Iterator[list[str]]:
    more = _columns(project.more for project in election.projects)
    yield ["project_id", "cost", "name", *more]
    for project in election.projects:
        cost = "" if project.cost is None else decimal(project.cost)
        cells = [project.more.get(column, "") for column in more]
        yield [project.id, cost, project.name, *cells]


def _vote_rows(election: PabulibFile) -> Iterator[list[str]]:
    more = _columns(vote.more for vote in election.votes)
    with_points = election.vote_type in WITH_POINTS
    with_weight = any(vote.weight != 1 for vote in election.votes)
    yield ["voter_id", "vote", *["points"] * with_points, *["weight"] * with_weight, *more]
    for vote in election.votes:
        cells = [vote.voter, ",".join(vote.points)]
        cells += [",".join(map(decimal, vote.points.values()))] * with_points
        cells += [decimal(vote.weight)] * with_weight
        yield [*cells, *(vote.more.get(column, "") for column in more)]


def _columns(rows: Iterable[Mapping[str, str]]) -> list[str]:
    return list(dict.fromkeys(column for row in rows for column in row))
