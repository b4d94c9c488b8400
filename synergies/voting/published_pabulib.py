"""A published round as a PaBuLib file, and back.

Other programs read approval ballots on options that cost one place each. `vote` holds the options
that a company wants; which of them are priorities, and the other answers, stand in columns of their
own, which META's `answers` names, so that ties and fill-ups are counted again as they were. META
also keeps places, minimum_supporters, rule_version and input_hash.
"""

from collections.abc import Mapping
from fractions import Fraction

from synergies.voting.ballots import SUPPORT, Answer, Ballot
from synergies.voting.counts import Parameters
from synergies.voting.pabulib import FileRefused, PabulibFile, Problem, Project, Vote, VoteType
from synergies.voting.published import PublishedRound
from synergies.voting.reasons import points_of

# A yes is what stands in `vote` and not in `priority`.
COLUMNS = tuple(answer for answer in Answer if answer is not Answer.YES)
ANSWERS = ",".join(COLUMNS)
UNKNOWN = "unknown"  # what PaBuLib requires and nobody said


def as_pabulib(published: PublishedRound) -> PabulibFile:
    """Return the file of a round, which `manage.py tally` counts to the same result."""
    count = published.count
    about = {key: published.about.get(key, UNKNOWN) for key in ("description", "country", "unit")}
    meta = {
        **about,
        "instance": published.about.get("instance", UNKNOWN),
        "budget": str(count.parameters.places),
        "vote_type": VoteType.APPROVAL.value,
        "rule": count.rule,
        **{key: text for key, text in published.about.items() if key not in about},
        "places": str(count.parameters.places),
        "minimum_supporters": str(count.parameters.minimum_supporters),
        "rule_version": count.version,
        "answers": ANSWERS,
        "input_hash": published.input_hash,
    }
    votes = tuple(_vote(ballot) for ballot in published.ballots)
    return PabulibFile(meta, _projects(published), votes)


def _projects(published: PublishedRound) -> tuple[Project, ...]:
    points = points_of(published.ballots)
    numbers = sorted({*published.titles, *points})
    return tuple(
        Project(
            str(number),
            Fraction(1),
            published.titles.get(number, ""),
            {
                "votes": str(sum(one.answers.get(number) in SUPPORT for one in published.ballots)),
                "selected": str(int(number in published.count.numbers)),
            },
        )
        for number in numbers
    )


def _vote(ballot: Ballot) -> Vote:
    wanted = sorted(number for number, answer in ballot.answers.items() if answer in SUPPORT)
    more = {
        column.value: ",".join(
            str(number) for number, answer in sorted(ballot.answers.items()) if answer is column
        )
        for column in COLUMNS
    }
    return Vote(ballot.company, {str(number): Fraction(1) for number in wanted}, more=more)


def is_round(file: PabulibFile) -> bool:
    """Return whether a file holds a round of companies, with all their answers."""
    return file.meta.get("answers") == ANSWERS


def ballots_of(file: PabulibFile) -> list[Ballot]:
    """Return the ballots of a round's file, those without any answer too.

    Raises FileRefused when the answers contradict each other or name no option.
    """
    known = {project.id for project in file.projects}
    problems = []
    ballots = []
    for vote in file.votes:
        answers: dict[str, Answer] = dict.fromkeys(vote.points, Answer.YES)
        for column in COLUMNS:
            for number in filter(None, vote.more.get(column.value, "").split(",")):
                wanted = column in SUPPORT
                if number not in known or (number in vote.points) is not wanted:
                    detail = f"{vote.voter}: {column.value} = {number}"
                    problems.append(Problem(file.line_of("answers"), "answers", detail))
                answers[number] = column
        ballots.append(Ballot(vote.voter, _numbered(answers)))
    if problems or not all(
        project.id.isascii() and project.id.isdigit() for project in file.projects
    ):
        first = Problem(file.line_of("answers"), "answers", "project_id")
        raise FileRefused(problems or [first])
    return ballots


def _numbered(answers: Mapping[str, Answer]) -> dict[int, Answer]:
    return {int(number): answer for number, answer in answers.items() if number.isdigit()}


def parameters_of(file: PabulibFile, places: int | None = None) -> Parameters:
    """Return the parameters of a round's file; `places` replaces those of META."""
    minimum = int(file.amount("minimum_supporters") or 1)
    return Parameters(places or int(file.amount("places") or file.amount("budget") or 1), minimum)
