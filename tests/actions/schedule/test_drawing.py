"""Where things stand on the timeline, and in which order to launch."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.schedule.quadrant import Quadrant, quadrant_of
from actions.schedule.timeline import MONTH_WIDTH, Point, Row, timeline

YEAR = {"first": date(2019, 1, 1), "last": date(2019, 12, 31), "today": date(2019, 7, 1)}
days = st.none() | st.dates(date(2017, 1, 1), date(2022, 1, 1))


def row(starts_on, ends_on, points=()) -> Row:
    return Row(1, "A1", "Broyeur", "equipment", "", starts_on, ends_on, points)


@given(days, days)
def test_nothing_leaves_the_drawing(starts_on, ends_on):
    if starts_on and ends_on and ends_on < starts_on:
        starts_on, ends_on = ends_on, starts_on

    drawing = timeline([row(starts_on, ends_on)], **YEAR)

    (bar,) = drawing.bars
    assert drawing.width == 12 * MONTH_WIDTH
    assert (bar.x is None) == (starts_on is None and ends_on is None)
    if bar.x is not None:
        assert 0 <= bar.x <= bar.x + bar.width <= drawing.width + 2


def test_months_have_one_width_and_bars_reach_the_end_of_their_last_day():
    drawing = timeline([row(date(2019, 2, 1), date(2019, 2, 28))], **YEAR)

    assert (drawing.bars[0].x, drawing.bars[0].width) == (MONTH_WIDTH, MONTH_WIDTH)
    assert drawing.today_x == 6 * MONTH_WIDTH
    assert [tick.day.month for tick in drawing.ticks if tick.is_quarter] == [1, 4, 7, 10]


def test_an_action_without_dates_has_words_and_points_only():
    point = Point(date(2019, 4, 1), "Appel", "open")

    (bar,) = timeline([row(None, None, [point])], **YEAR).bars

    assert (bar.x, bar.width) == (None, 0)
    assert bar.diamonds[0].path.startswith(f"M{3.0 * MONTH_WIDTH} ")


@pytest.mark.parametrize(
    ("effort", "benefit", "place"),
    [
        (1, 4, Quadrant.LAUNCH_NOW),
        (2, 3, Quadrant.LAUNCH_NOW),
        (3, 3, Quadrant.STRUCTURING),
        (2, 2, Quadrant.ALONG_THE_WAY),
        (4, 1, Quadrant.LATER),
    ],
)
def test_four_fields(effort, benefit, place):
    assert quadrant_of(effort=effort, benefit=benefit) is place
