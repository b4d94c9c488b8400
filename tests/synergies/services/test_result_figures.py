"""Figures that point at nobody."""

import pytest

from synergies.models import TallyLine
from synergies.services.result_figures import figures_of

VOTERS = 25


def figures(*, voters=VOTERS, named=True, **counts):
    line = TallyLine(**{f"{name}_count": count for name, count in counts.items()})
    return figures_of(line, voter_count=voters, names_supporters=named)


def test_the_figures_are_of_the_concerned_companies_in_the_order_of_the_bar(english):
    found = figures(priority=3, yes=7, maybe=2, no=1, silent=2, not_concerned=9)

    assert (found.answered, found.concerned) == (13, 15)
    assert found.text.replace("\u00a0", " ") == (
        "Priority 3 · Yes 7 · Maybe 2 · No 1 · no answer 2"
    )
    assert [part.start for part in found.segments] == [0, 3, 10, 12, 13]
    assert sum(part.count for part in found.segments) == found.concerned


def test_what_nobody_answered_is_left_out(english):
    assert [part.label for part in figures(yes=3).segments] == ["Yes"]


@pytest.mark.parametrize(("answered", "is_thin"), [(0, True), (2, True), (3, False)])
def test_below_three_answers_there_are_no_figures(answered, is_thin):
    found = figures(yes=answered, silent=4, not_concerned=5)

    assert (found.is_thin, found.segments == []) == (is_thin, is_thin)
    assert (found.answered, found.concerned) == (answered, answered + 4)


@pytest.mark.parametrize(
    ("voters", "named", "is_merged"),
    [
        (4, True, True),  # two are named: the two others said no
        (5, True, True),  # the one that said neither knows who the two are
        (6, True, False),
        (5, False, False),  # nobody is named
        (3, False, True),  # the one that said yes knows that both others said no
    ],
)
def test_no_is_told_apart_only_where_it_points_at_nobody(voters, named, is_merged, english):
    found = figures(voters=voters, named=named, yes=2, no=2)

    labels = [part.label for part in found.segments]
    assert labels == (["Yes", "Maybe or no"] if is_merged else ["Yes", "No"])


def test_without_any_no_there_is_nothing_to_hide(english):
    assert [part.label for part in figures(voters=3, yes=2, maybe=1).segments] == ["Yes", "Maybe"]
