"""The same elections counted by pabutools and abcvoting, programs of others; the stored results.

`python -m tests.synergies.voting.independent` writes data/agreement.json anew: pabutools must be
installed for equal shares and greedy; abcvoting, where it is, adds sequential PAV. The tests read
the file, so that the proof runs without either.

Ties are broken as our rules say; completion (Add1) is a loop here around one run of pabutools for
each share, since its own stops earlier. Everything else is theirs.
"""

import json
import sys
from fractions import Fraction
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from tests.synergies.voting.elections_at_random import election

STORED = Path(__file__).parent / "data" / "agreement.json"
COUNT = 240
HAS_PABUTOOLS = find_spec("pabutools") is not None
HAS_ABCVOTING = find_spec("abcvoting") is not None


def tie_break(drawn: dict) -> list[str]:
    """More voters, more points, lower cost, lower number."""

    def key(name: str) -> tuple:
        given = [points[name] for points in drawn["votes"].values() if name in points]
        return -len(given), -sum(given), drawn["costs"][name], int(name.rsplit("/", maxsplit=1)[-1])

    return sorted(drawn["costs"], key=key)


class ByPabutools:
    """One election in the terms of pabutools, with utility "cost" or "cardinality"."""

    def __init__(self, drawn: dict, utility: str) -> None:
        from pabutools import election as terms
        from pabutools.tiebreaking import TieBreakingRule

        self.drawn = drawn
        projects = {name: terms.Project(name, cost) for name, cost in drawn["costs"].items()}
        self.instance = terms.Instance(projects.values(), budget_limit=drawn["budget"])
        if drawn["vote_type"] == "approval":
            self.utility = terms.Cost_Sat if utility == "cost" else terms.Cardinality_Sat
            self.profile = terms.ApprovalProfile(
                [
                    terms.ApprovalBallot(projects[name] for name in points)
                    for points in drawn["votes"].values()
                ],
                instance=self.instance,
            )
        else:
            self.utility = terms.Additive_Cardinal_Sat
            worth = drawn["costs"] if utility == "cost" else dict.fromkeys(drawn["costs"], 1)
            self.profile = terms.CardinalProfile(
                [
                    terms.CardinalBallot(
                        {projects[name]: value * worth[name] for name, value in points.items()}
                    )
                    for points in drawn["votes"].values()
                ],
                instance=self.instance,
            )
        order = tie_break(drawn)
        self.ties = TieBreakingRule(lambda _instance, _profile, one: order.index(one.name))

    def greedy(self) -> list[str]:
        from pabutools.rules import greedy_utilitarian_welfare

        won = greedy_utilitarian_welfare(
            self.instance, self.profile, self.utility, tie_breaking=self.ties
        )
        wanted = {name for points in self.drawn["votes"].values() for name in points}
        return [one.name for one in won if one.name in wanted]

    def equal_shares(self, share: Fraction) -> list[tuple[str, dict[str, Fraction]]]:
        """One run: the winners in order, with what each voter paid."""
        from pabutools.fractions import frac
        from pabutools.rules import BudgetAllocation
        from pabutools.rules.mes.mes_rule import method_of_equal_shares_scheme

        won = method_of_equal_shares_scheme(
            self.instance,
            self.profile,
            self.profile.as_sat_profile(self.utility),
            frac(share.numerator, share.denominator),
            BudgetAllocation(),
            self.ties,
            binary_sat=self.drawn["vote_type"] == "approval",
            analytics=True,
        )
        bought = [one for one in won.details.iterations if one.selected_project]
        return [
            (one.selected_project.name, self._paid(one.voters_budget, after))
            for one in bought
            if (after := one.voters_budget_after_selection) is not None
        ]

    def _paid(self, before: list, after: list) -> dict[str, Fraction]:
        spent = (
            (voter, Fraction(str(had)) - Fraction(str(has)))
            for voter, had, has in zip(self.drawn["votes"], before, after, strict=True)
        )
        return {voter: part for voter, part in spent if part}

    def completed(self, step: Fraction) -> tuple[Fraction, list[tuple[str, dict[str, Fraction]]]]:
        """Add1: the last run before one that costs more than the budget, or buys everything."""
        costs, budget = self.drawn["costs"], self.drawn["budget"]
        wanted = {name for points in self.drawn["votes"].values() for name in points}
        share = Fraction(budget, len(self.drawn["votes"]))
        kept = self.equal_shares(share)
        while len(kept) < len(wanted):
            run = self.equal_shares(share + step)
            if sum(costs[name] for name, _paid in run) > budget:
                break
            share, kept = share + step, run
        return share, kept


def by_abcvoting(drawn: dict, places: int) -> list[str]:
    """Sequential PAV on the approvals, one place each; candidates are numbered in our tie-break."""
    abcrules = import_module("abcvoting.abcrules")
    preferences = import_module("abcvoting.preferences")
    order = tie_break(drawn | {"costs": dict.fromkeys(drawn["costs"], 1)})
    profile = preferences.Profile(len(order))
    profile.add_voters(
        [[order.index(name) for name in points] for points in drawn["votes"].values()]
    )
    committees = [
        abcrules.compute("seqpav", profile, committeesize=size, resolute=True)[0]
        for size in range(places + 1)
        if size
    ]
    names, seen = [], set()
    for committee in committees:
        names += [order[number] for number in committee if number not in seen]
        seen |= set(committee)
    return names


def counted(seed: int, stored: dict | None = None) -> dict:
    """One election with what the others make of it; PAV of `stored` when abcvoting is missing."""
    drawn = election(seed)
    results: dict = {}
    for utility in ("cost", "cardinality"):
        theirs = ByPabutools(drawn, utility)
        share, completed = theirs.completed(Fraction(1))
        alone = theirs.equal_shares(Fraction(drawn["budget"], len(drawn["votes"])))
        results[utility] = {
            "greedy": theirs.greedy(),
            "none": [name for name, _paid in alone],
            "add1": _as_text(completed),
            "share": str(share),
        }
    if drawn["vote_type"] == "approval":
        if HAS_ABCVOTING:
            wanted = {name for points in drawn["votes"].values() for name in points}
            results["pav"] = by_abcvoting(drawn, min(4, len(wanted)))
        elif stored:
            results["pav"] = stored["results"]["pav"]
    return {"seed": seed, "election": drawn, "results": results}


def _as_text(won: list[tuple[str, dict[str, Fraction]]]) -> list:
    return [[name, {voter: str(part) for voter, part in paid.items()}] for name, paid in won]


def main() -> None:
    cases = [json.dumps(counted(seed), separators=(",", ":")) for seed in range(COUNT)]
    STORED.write_text("[\n" + ",\n".join(cases) + "\n]\n", encoding="utf-8")
    sys.stdout.write(f"{COUNT} elections in {STORED.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
