"""Rounds of companies counted by pabutools, and the stored results.

`python -m tests.synergies.voting.independent_rounds` writes data/agreement_rounds.json anew, where
pabutools is installed. A ballot is a text with one letter for each option, in order: n no, m maybe,
y yes, p priority, c does not concern us, and a dot for no answer.
"""

import json
import random
import sys
from fractions import Fraction
from pathlib import Path

from tests.synergies.voting.independent import ByPabutools

STORED = Path(__file__).parent / "data" / "agreement_rounds.json"
COUNT = 240
POINTS = {"n": 0, "m": 1, "y": 2, "p": 3, "c": 0}


def drawn_round(seed: int) -> dict:
    """Draw {"places", "minimum", "ballots"}: letters by company; some ballots are empty."""
    chance = random.Random(seed)
    options = chance.randint(4, 16)
    ballots = {
        f"c{rank}": "".join(chance.choice("nmyyyp....c") for _option in range(options))
        for rank in range(chance.randint(3, 10))
    }
    return {"places": chance.randint(1, 9), "minimum": chance.randint(1, 3), "ballots": ballots}


def counted(seed: int) -> dict:
    """One round with what pabutools retains, and then by points what is left."""
    drawn = drawn_round(seed)
    voters = {name: letters for name, letters in drawn["ballots"].items() if letters.strip(".")}
    order, supporters = candidates(voters, drawn["minimum"])
    share = Fraction(drawn["places"], len(voters) or 1)
    bought: list[tuple[str, dict[str, Fraction]]] = []
    if order:
        share, bought = completed(drawn["places"], voters, order, supporters)
    names = [name for name, _paid in bought]
    points = {name: sum(map(points_for(name), voters.values())) for name in order}
    others = sorted((name for name in order if name not in names), key=lambda name: -points[name])
    return {
        "seed": seed,
        **drawn,
        "share": str(share),
        "retained": [
            [name, {who: str(part) for who, part in paid.items()}] for name, paid in bought
        ],
        "fill_ups": others[: drawn["places"] - len(names)],
    }


def points_for(name: str):
    return lambda letters: POINTS.get(letters[int(name) - 1], 0)


def candidates(voters: dict[str, str], minimum: int) -> tuple[list[str], dict[str, list[str]]]:
    """The options that enough companies want, in the order of the tie-break, and who wants them."""
    length = max((len(letters) for letters in voters.values()), default=0)
    supporters = {
        str(number): [who for who, letters in voters.items() if letters[number - 1] in "yp"]
        for number in range(1, length + 1)
    }
    wanted = [name for name, companies in supporters.items() if len(companies) >= max(1, minimum)]
    points = {name: sum(map(points_for(name), voters.values())) for name in wanted}
    order = sorted(wanted, key=lambda name: (-len(supporters[name]), -points[name], int(name)))
    return order, supporters


class RoundByPabutools(ByPabutools):
    """One place for each option, ties in the order given."""

    def __init__(self, places: int, votes: dict, order: list[str]) -> None:
        from pabutools.tiebreaking import TieBreakingRule

        costs = dict.fromkeys(order, 1)
        drawn = {"vote_type": "approval", "budget": places, "costs": costs, "votes": votes}
        self.order = order
        super().__init__(drawn, "cost")
        self.ties = TieBreakingRule(lambda _instance, _profile, one: order.index(one.name))


def completed(
    places: int, voters: dict[str, str], order: list[str], supporters: dict[str, list[str]]
) -> tuple[Fraction, list[tuple[str, dict[str, Fraction]]]]:
    votes = {who: {name: 1 for name in order if who in supporters[name]} for who in voters}
    theirs = RoundByPabutools(places, votes, order)
    return theirs.completed(Fraction(places, 100 * len(voters)))


def main() -> None:
    cases = [json.dumps(counted(seed), separators=(",", ":")) for seed in range(COUNT)]
    STORED.write_text("[\n" + ",\n".join(cases) + "\n]\n", encoding="utf-8")
    sys.stdout.write(f"{COUNT} rounds in {STORED.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
