"""Elections of cities drawn at random: few voters, small costs, many ties, all kinds of ballots.

Plain records that say nothing of how they are counted, so that two programs can count them.
"""

import random
from fractions import Fraction

from hypothesis import strategies as st

from synergies.voting.pabulib import PabulibFile, Project, Vote

VOTE_TYPES = ("approval", "cumulative", "scoring", "ordinal")


def election(seed: int) -> dict:
    """Draw {"vote_type", "budget", "costs", "votes"}: costs by project, points by voter."""
    chance = random.Random(seed)
    kind = VOTE_TYPES[seed % len(VOTE_TYPES)]
    names = [f"P/{number}" for number in range(1, chance.randint(3, 11) + 1)]
    costs = {name: chance.choice((1, 2, 3, 4, 4, 5, 6, 8, 10, 12)) for name in names}
    votes = {
        str(voter): ballot(chance, kind, names) for voter in range(1, chance.randint(2, 10) + 1)
    }
    budget = chance.randint(max(costs.values()), max(12, sum(costs.values()) * 3 // 4))
    return {"vote_type": kind, "budget": budget, "costs": costs, "votes": votes}


def ballot(chance: random.Random, kind: str, names: list[str]) -> dict[str, int]:
    chosen = chance.sample(names, chance.randint(1, min(5, len(names))))
    if kind == "approval":
        return dict.fromkeys(chosen, 1)
    if kind == "ordinal":
        return {name: len(chosen) - rank for rank, name in enumerate(chosen)}
    return {name: chance.randint(1, 6) for name in chosen}


def as_file(drawn: dict) -> PabulibFile:
    """The same election in our own terms."""
    return PabulibFile(
        meta={"budget": str(drawn["budget"]), "vote_type": drawn["vote_type"]},
        projects=tuple(Project(name, Fraction(cost)) for name, cost in drawn["costs"].items()),
        votes=tuple(
            Vote(voter, {name: Fraction(points) for name, points in given.items()})
            for voter, given in drawn["votes"].items()
        ),
    )


# -- For properties: what the stored elections leave out – weights, decimals, points below zero ----

POINTS = st.sampled_from([Fraction(text) for text in ("-1", "0", "1", "2", "3", "1.5")])
WEIGHTS = st.sampled_from([Fraction(text) for text in ("1", "1", "2", "3", "0.5")])
COSTS = st.sampled_from([Fraction(text) for text in ("0", "1", "2", "2.5", "3", "4", "6", "7.25")])


@st.composite
def files(draw: st.DrawFn, *, most_voters: int = 6) -> PabulibFile:
    """A scoring election of a few voters; some give no points at all."""
    names = [f"P/{number}" for number in range(1, draw(st.integers(1, 7)) + 1)]
    projects = tuple(Project(name, draw(COSTS), f"project {name}") for name in names)
    ballots = st.dictionaries(st.sampled_from(names), POINTS, max_size=5)
    votes = tuple(
        Vote(str(rank), draw(ballots), draw(WEIGHTS))
        for rank in range(1, draw(st.integers(0, most_voters)) + 1)
    )
    budget = draw(st.sampled_from(["3", "5", "8.5", "12"]))
    return PabulibFile({"vote_type": "scoring", "budget": budget}, projects, votes)
