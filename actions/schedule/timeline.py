"""Where the bars of a timeline stand: days become units of a drawing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from pompey_ite.outbox.calendar import next_month

MONTH_WIDTH = 44
ROW_HEIGHT = 44
HEAD_HEIGHT = 40
BAR_HEIGHT = 14
BAR_TOP = 24  # below the words of the row
CHARACTER_WIDTH = 6.4  # of the words of a row, about
DIAMOND = 6  # half of its diagonal
QUARTER_MONTHS = (1, 4, 7, 10)

Placing = Callable[[date], float]


@dataclass(frozen=True)
class Point:
    """A milestone: when, and whether it is reached or late."""

    day: date
    title: str
    state: str  # "reached", "late", "open"


@dataclass(frozen=True)
class Row:
    """One action. starts_on, ends_on: None when unknown; state: "late", "done", "" …"""

    key: int
    code: str
    title: str
    area: str
    state: str
    starts_on: date | None
    ends_on: date | None
    points: Sequence[Point] = field(default=())


@dataclass(frozen=True)
class Diamond:
    path: str
    point: Point


@dataclass(frozen=True)
class Bar:
    """A row with its place; without a date there is no bar, and its words stand at the left."""

    row: Row
    y: int
    text_x: float
    text_y: int
    ends_at_edge: bool  # its words would leave the drawing: they end at its right edge
    bar_y: int
    x: float | None
    width: float
    diamonds: list[Diamond]


@dataclass(frozen=True)
class Tick:
    x: float
    day: date
    is_quarter: bool


@dataclass(frozen=True)
class Timeline:
    """A drawing in its own units. today_x: None when today lies outside."""

    width: int
    height: int
    ticks: list[Tick]
    bars: list[Bar]
    today_x: float | None


def timeline(rows: Sequence[Row], *, first: date, last: date, today: date) -> Timeline:
    """Return the drawing from the month of `first` to that of `last`, both whole.

    What lies outside is cut at the edge; every day of a month has the same width.
    """
    months = _months(first, last)
    start, end = months[0], next_month(months[-1])

    def place(day: date) -> float:
        inside = min(max(day, start), end)
        if inside == end:
            return float(MONTH_WIDTH * len(months))
        month = inside.replace(day=1)
        days = (next_month(month) - month).days
        return round(MONTH_WIDTH * (months.index(month) + (inside.day - 1) / days), 1)

    return Timeline(
        width=MONTH_WIDTH * len(months),
        height=HEAD_HEIGHT + ROW_HEIGHT * len(rows),
        ticks=[Tick(place(month), month, month.month in QUARTER_MONTHS) for month in months],
        bars=[
            _bar(row, HEAD_HEIGHT + ROW_HEIGHT * i, place, MONTH_WIDTH * len(months))
            for i, row in enumerate(rows)
        ],
        today_x=place(today) if start <= today < end else None,
    )


def _months(first: date, last: date) -> list[date]:
    months = [first.replace(day=1)]
    while months[-1] < last.replace(day=1):
        months.append(next_month(months[-1]))
    return months


def _bar(row: Row, y: int, place: Placing, edge: int) -> Bar:
    starts_on, ends_on = row.starts_on or row.ends_on, row.ends_on or row.starts_on
    x, width = None, 0.0
    if starts_on and ends_on:
        x = place(starts_on)
        width = max(round(place(ends_on + timedelta(days=1)) - x, 1), 2.0)
    words_width = CHARACTER_WIDTH * len(f"{row.code} · {row.title}")
    ends_at_edge = (x or 0) + words_width > edge > words_width
    middle = y + BAR_TOP + BAR_HEIGHT // 2
    return Bar(
        row=row,
        y=y,
        text_x=edge - 2 if ends_at_edge else (x or 0) + 2,
        text_y=y + BAR_TOP - 6,
        ends_at_edge=ends_at_edge,
        bar_y=y + BAR_TOP,
        x=x,
        width=width,
        diamonds=[Diamond(_diamond(place(one.day), middle), one) for one in row.points],
    )


def _diamond(x: float, y: int) -> str:
    corners: Iterable[tuple[float, float]] = (
        (x, y - DIAMOND),
        (x + DIAMOND, y),
        (x, y + DIAMOND),
        (x - DIAMOND, y),
    )
    return "M" + "L".join(f"{round(a, 1)} {round(b, 1)}" for a, b in corners) + "Z"
