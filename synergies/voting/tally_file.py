"""Counting a PaBuLib file by any rule: what `manage.py tally` does, without Django.

The result is a dictionary for JSON with these keys, which do not change:

- rule, version: which rule, and which edition of it;
- parameters: utility (cost, cardinality), completion (add1, none, or null for rules without
  shares), places (null when costs and a budget are counted), budget, step (what Add1 adds to each
  voter's share), fill_up (whether points fill what the shares leave), skip (whether greedy goes on
  after what does not fit), minimum_points, minimum_supporters;
- input_hash: SHA-256 of what is counted, whatever the order of the rows;
- voter_count (those with a choice), candidate_count (those that could be retained);
- share: what each voter held in the run that was kept; remaining: by voter, what it did not spend;
- cost: of all winners; winners: in the order of the count, as results.winner says.

Amounts are exact, as text such as "3/8", in units of money or places.
"""

from dataclasses import dataclass
from fractions import Fraction

from synergies.voting import average, equal_shares, greedy, pav
from synergies.voting.ballots import input_hash
from synergies.voting.completion import Completion
from synergies.voting.election import Election, Outcome, Progress, Utility, Win
from synergies.voting.pabulib import PabulibFile, election_of, hash_of
from synergies.voting.pabulib.records import decimal
from synergies.voting.published_pabulib import ballots_of, is_round, parameters_of
from synergies.voting.results import winner
from synergies.voting.rounds import election_of as election_of_round
from synergies.voting.rules import VERSIONS

RULES = (equal_shares.RULE, greedy.RULE, average.RULE, pav.RULE)
COMPLETIONS = ("add1", "none")
WITHOUT_SKIPPING = "greedy-no-skip"  # PaBuLib's name of the greedy rule that stops


@dataclass(frozen=True, slots=True)
class Request:
    """How to count: a rule of RULES, a completion of COMPLETIONS.

    places: None for the costs and the budget of the file, or for the places of a round's file.
    """

    rule: str = equal_shares.RULE
    utility: Utility = Utility.COST
    completion: str = "add1"
    places: int | None = None


def tally_file(
    file: PabulibFile, request: Request, progress: Progress | None = None
) -> dict[str, object]:
    """Return the result of counting a file, as the module says.

    Raises FileRefused when the file lacks what the count needs, such as a budget.
    """
    places = request.places or _places_of(file)
    election, hashed = _election(file, places)
    completion = _completion(election, request, places)
    outcome = _outcome(file, election, request, completion, progress)
    names = {project.id: project.name for project in file.projects}
    has_shares = request.rule == equal_shares.RULE
    cost = sum((_cost(election, win) for win in outcome.wins), Fraction(0))
    return {
        "rule": request.rule,
        "version": VERSIONS[request.rule],
        "parameters": _parameters(file, election, request, completion, places),
        "input_hash": hashed,
        "voter_count": len(election.voters),
        "candidate_count": len(election.candidates),
        "share": str(outcome.share) if has_shares else None,
        "cost": str(cost),
        "winners": [
            _winner(election, win, rank, names) for rank, win in enumerate(outcome.wins, start=1)
        ],
        "remaining": {
            voter: str(left) for voter, left in zip(election.voters, outcome.left, strict=False)
        },
    }


def _places_of(file: PabulibFile) -> int | None:
    return parameters_of(file).places if is_round(file) else None


def _election(file: PabulibFile, places: int | None) -> tuple[Election, str]:
    """Return what is counted and its hash: a round as the round itself was counted."""
    if is_round(file):
        ballots, parameters = ballots_of(file), parameters_of(file, places)
        hashed = input_hash(ballots, parameters.as_dict())
        return election_of_round(ballots, parameters), hashed
    minimum = int(file.amount("minimum_supporters") or 1)
    election = election_of(file, places=places, minimum_supporters=minimum)
    return election, hash_of(file, {"minimum_supporters": minimum, "places": places})


def _completion(election: Election, request: Request, places: int | None) -> Completion | None:
    if request.rule != equal_shares.RULE or request.completion == "none":
        return None
    if places is None:
        return equal_shares.by_budget(election)
    return equal_shares.by_places(election)


def _outcome(
    file: PabulibFile,
    election: Election,
    request: Request,
    completion: Completion | None,
    progress: Progress | None,
) -> Outcome:
    utility = request.utility
    if request.rule == greedy.RULE:
        return greedy.most_points(election, utility=utility, skip=_skips(file))
    if request.rule == average.RULE:
        return average.best_averages(election)
    if request.rule == pav.RULE:
        return pav.sequential(election, utility=utility, progress=progress)
    return equal_shares.share_out(
        election, utility=utility, completion=completion, progress=progress
    )


def _skips(file: PabulibFile) -> bool:
    return file.meta.get("rule", "").lower() != WITHOUT_SKIPPING


def _parameters(
    file: PabulibFile,
    election: Election,
    request: Request,
    completion: Completion | None,
    places: int | None,
) -> dict[str, object]:
    threshold = None if is_round(file) else file.amount("min_project_score_threshold")
    scale = Fraction(election.voice_parts, election.parts)
    return {
        "utility": request.utility.value,
        "completion": request.completion if request.rule == equal_shares.RULE else None,
        "places": places,
        "budget": str(Fraction(election.budget, election.parts)),
        "step": str(completion.step * scale) if completion else None,
        "fill_up": completion.fill_up if completion else None,
        "skip": _skips(file) if request.rule == greedy.RULE else None,
        "minimum_points": None if threshold is None else decimal(threshold),
        "minimum_supporters": int(file.amount("minimum_supporters") or 1),
    }


def _cost(election: Election, win: Win) -> Fraction:
    return Fraction(election.candidates[win.candidate].cost, election.parts)


def _winner(election: Election, win: Win, rank: int, names: dict[str, str]) -> dict[str, object]:
    candidate = election.candidates[win.candidate]
    return winner(
        rank=rank,
        identifier=candidate.name,
        name=names[candidate.name],
        cost=_cost(election, win),
        supporters=Fraction(candidate.voices, election.voice_parts),
        points=Fraction(candidate.points, election.point_parts),
        price=win.price,
        score=win.score,
        is_fill_up=win.is_fill_up,
        payments={election.voters[voter]: part for voter, part in win.payments.items()},
    )
