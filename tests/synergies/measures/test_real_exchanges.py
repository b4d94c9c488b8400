"""What the vocabulary in force is worth on real exchanges; their file stays outside the repository.

REAL_EXCHANGES names the file. The bounds are the targets: they guard against loss.
"""

import os
from pathlib import Path

import pytest

from synergies.detection import Relations, load_vocabulary
from synergies.measures import coverage, same_resource, takers
from synergies.measures.exchanges import Exchange, read_exchanges
from synergies.measures.likeness import TfIdf, token_set_ratio

COVERED = 0.85


@pytest.fixture(scope="module")
def real() -> list[Exchange]:
    path = os.environ.get("REAL_EXCHANGES", "")
    if not path:
        pytest.skip("no real exchanges here: set REAL_EXCHANGES to their CSV file")
    return read_exchanges(Path(path))


@pytest.fixture(scope="module")
def relations() -> Relations:
    return Relations(load_vocabulary(), with_activities=True)


def test_most_texts_are_understood(real, relations):
    *columns, everything = coverage.coverage(real, relations.vocabulary)

    assert everything.covered.ratio >= COVERED
    assert columns[0].covered.ratio >= COVERED


def test_the_same_resource_is_found_better_than_by_letters(real, relations):
    truths = same_resource.truths(real)
    texts = {text for truth in truths.values() for pair in truth for text in pair}
    ratio = token_set_ratio()
    assert ratio is not None
    detected = same_resource.Detected(texts, relations)
    baselines = [same_resource.letters(alike) for alike in (ratio, TfIdf(texts))]

    for truth in truths.values():
        own = same_resource.quality_of_order(truth, detected)
        assert own > max(same_resource.quality_of_order(truth, other) for other in baselines)


def test_receivers_are_found_better_than_by_letters(real, relations):
    column, ratio = "receiver_business", token_set_ratio()
    assert ratio is not None
    own = takers.summed_up(takers.searches(real, column, takers.by_detection(column, relations)))
    other = takers.summed_up(takers.searches(real, column, takers.by_letters(ratio)))

    assert own.in_first_ten > other.in_first_ten
    assert own.reciprocal_rank > other.reciprocal_rank
