"""A round of companies as an election, and what a rule makes of it as a count."""

from collections import Counter
from collections.abc import Iterable

from synergies.voting.ballots import JUDGED, Ballot, supported_options, voting
from synergies.voting.counts import Count, Parameters, Retained
from synergies.voting.election import Candidate, Election, Outcome, Win


def election_of(ballots: Iterable[Ballot], parameters: Parameters) -> Election:
    """Return the election of a round: one voice per voting company, one place per option.

    Only the options that enough companies want are candidates. Raises ValueError when a company has
    two ballots.
    """
    voters = voting(ballots)
    ranks = {ballot.company: rank for rank, ballot in enumerate(voters)}
    judges = Counter(
        number for ballot in voters for number, answer in ballot.answers.items() if answer in JUDGED
    )
    options = supported_options(voters, minimum_supporters=parameters.minimum_supporters)
    return Election(
        voters=tuple(ranks),
        voices=(1,) * len(ranks),
        candidates=tuple(
            Candidate(
                name=str(option.number),
                cost=1,
                supporters=tuple(ranks[company] for company in option.supporters),
                worth=(1,) * len(option.supporters),
                voices=len(option.supporters),
                points=option.points,
                judges=judges[option.number],
            )
            for option in options
        ),
        budget=parameters.places,
    )


def count_of(
    rule: str, version: str, parameters: Parameters, election: Election, outcome: Outcome
) -> Count:
    """Return the outcome of a round in terms of its companies and options."""
    remaining = dict(zip(election.voters, outcome.left, strict=False))
    retained = tuple(_retained(election, win) for win in outcome.wins)
    return Count(rule, version, parameters, retained, outcome.share, remaining)


def _retained(election: Election, win: Win) -> Retained:
    candidate = election.candidates[win.candidate]
    return Retained(
        number=int(candidate.name),
        supporters=tuple(election.voters[rank] for rank in candidate.supporters),
        payments={election.voters[rank]: part for rank, part in win.payments.items()},
        score=win.score,
    )
