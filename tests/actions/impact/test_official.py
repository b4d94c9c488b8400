"""eci_18, eci_19 and eci_19.b by day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.impact.official import (
    Move,
    Spell,
    Step,
    Track,
    eci_18,
    eci_19,
    eci_19_b,
    spells_of,
    started_in,
    steps,
)
from actions.impact.rollup import Stake

TRACKS = [
    Track(1, [Spell(date(2018, 3, 1), date(2019, 3, 1))], [Stake(7), Stake(8)]),
    Track(2, [Spell(date(2018, 9, 1))], [Stake(8), Stake(9, joined_on=date(2019, 1, 1))]),
    Track(3, [], [Stake(5)]),
]


@pytest.mark.parametrize(
    ("day", "synergies", "companies", "of_cycle"),
    [
        (date(2018, 2, 28), 0, 0, 0),
        (date(2018, 3, 1), 1, 2, 1),
        (date(2018, 12, 31), 2, 2, 2),
        (date(2019, 2, 28), 2, 3, 2),
        (date(2019, 3, 1), 1, 2, 2),
        (date(2023, 2, 28), 1, 2, 2),
        (date(2023, 3, 1), 1, 2, 1),
    ],
)
def test_official_numbers_of_a_day(day, synergies, companies, of_cycle):
    assert (eci_18(TRACKS, day), eci_19(TRACKS, day), eci_19_b(TRACKS, day)) == (
        synergies,
        companies,
        of_cycle,
    )


ordered = st.lists(
    st.tuples(st.dates(date(2017, 1, 1), date(2021, 12, 31)), st.booleans()), max_size=6
).map(lambda rows: [Move(day, up) for day, up in sorted(rows, key=lambda row: row[0])])


@given(ordered, st.dates(date(2017, 1, 1), date(2021, 12, 31)))
def test_the_last_move_by_a_day_decides(rows, day):
    before = [move for move in rows if move.day <= day]
    works = bool(before) and before[-1].is_operational

    assert eci_18([Track(1, spells_of(rows))], day) == works


@given(ordered, st.dates(date(2017, 1, 1), date(2021, 12, 31)))
def test_what_happens_later_leaves_a_past_day_as_it_was(rows, day):
    known = [move for move in rows if move.day <= day]

    assert eci_18([Track(1, spells_of(rows))], day) == eci_18([Track(1, spells_of(known))], day)


def test_a_year_counts_first_starts_up_to_the_day():
    again = Track(4, [Spell(date(2017, 5, 1), date(2017, 9, 1)), Spell(date(2018, 5, 1))])

    assert started_in([*TRACKS, again], 2018, date(2018, 12, 31)) == 2
    assert started_in([*TRACKS, again], 2018, date(2018, 8, 31)) == 1


def test_thresholds_say_which_are_reached():
    found = steps([(3, "20 %"), (1, "10 %"), (2, "20 %")], 2)

    assert [step.is_reached for step in found] == [True, True, False]
    assert found == [
        Step(1, "10 %", 1),
        Step(2, "20 %", 2),
        Step(3, "20 %", 2),
    ]
