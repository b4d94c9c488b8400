"""How fast the figures of a round are read, as ratios to one `GROUP BY` of its votes by SQL."""

from collections.abc import Iterator
from functools import partial

from django.db import connection

from pompey_ite.bench.asking import best_of_turns
from synergies.models import Round, Tally
from synergies.services.result_figures import Figures, figures_of
from synergies.services.results import lines_of
from synergies.services.tallies import answer_counts

GROUPED = (
    "SELECT vote.option_id, vote.answer, COUNT(*) FROM synergies_vote vote"
    " JOIN synergies_ballot ballot ON ballot.id = vote.ballot_id"
    " WHERE ballot.round_id = %s GROUP BY vote.option_id, vote.answer"
)


def bench_figures(name: str, round_: Round) -> Iterator[tuple[str, str]]:
    """Yield (what, ratio) of counting the answers of a round, and of reading its stored figures."""
    counted_s, stored_s, floor_s = best_of_turns(
        partial(answer_counts, round_), partial(_stored, round_), partial(_grouped, round_)
    )
    yield f"{name}, answers counted / GROUP BY", f"{counted_s / floor_s:.2f}"
    yield f"{name}, stored figures / GROUP BY", f"{stored_s / floor_s:.2f}"


def _stored(round_: Round) -> list[Figures]:
    """Return all figures of the latest result, as its page reads them."""
    tally = Tally.objects.latest_of(round_)
    if tally is None:
        raise AssertionError("The round is not counted.")
    return [
        figures_of(line, voter_count=tally.voter_count, names_supporters=False)
        for line in lines_of(tally)
    ]


def _grouped(round_: Round) -> list[tuple[int, str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(GROUPED, [round_.pk])
        found: list[tuple[int, str, int]] = cursor.fetchall()
    return found
