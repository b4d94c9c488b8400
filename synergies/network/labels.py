"""Names beside marks so that no two cover each other, at the first zoom at which there is room.

Greedy: the most important name chooses first among the sides of its mark. What finds no room waits
for the next zoom, where marks and names keep their size on the screen and the ground grows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import floor

ZOOMS = (1, 2, 4, 8)
CHARACTER = 0.56  # the width of a character, as a share of its height, in a usual sans-serif
LINE = 1.25  # the height of a line, as a share of that of its text
CELL = 60  # of the grid in which boxes are looked up, in units of the drawing

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark that wants a name; the first in a list chooses first."""

    x: float
    y: float
    radius: float
    text: str
    size: float


@dataclass(frozen=True, slots=True)
class Label:
    """Where a name stands, from the middle of its mark; zoom: from which on it is shown."""

    dx: str
    dy: str
    anchor: str
    zoom: int


class Ground:
    """The boxes taken so far."""

    def __init__(self, boxes: Iterable[Box] = ()) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = defaultdict(list)
        for box in boxes:
            self.take(box)

    def take(self, box: Box) -> None:
        for cell in _cells_of(box):
            self._cells[cell].append(box)

    def is_free(self, box: Box) -> bool:
        left, top, right, bottom = box
        return not any(
            left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
            for cell in _cells_of(box)
            for other in self._cells.get(cell, ())
        )


def labels(spots: Sequence[Spot], width: float, height: float) -> list[Label | None]:
    """Return the label of each spot, or None where no zoom has room for it.

    width, height: of the drawing, which no name leaves.
    """
    placed: list[Label | None] = [None] * len(spots)
    for zoom in ZOOMS:
        ground = Ground(_mark_box(spot, zoom) for spot in spots)
        for spot, label in zip(spots, placed, strict=True):
            if label is not None:  # shown since a smaller zoom: it keeps its side
                ground.take(_text_box(spot, float(label.dx), float(label.dy), label.anchor, zoom))
        for number, spot in enumerate(spots):
            if placed[number] is None:
                placed[number] = _first_free(spot, ground, zoom, (width, height))
    return placed


def taken_by(spots: Sequence[Spot], named: Sequence[Label | None]) -> Iterator[Box]:
    """Yield the boxes of the marks, and of the names shown without any zoom."""
    for spot, label in zip(spots, named, strict=True):
        yield _mark_box(spot, 1)
        if label is not None and label.zoom == 1:
            yield _text_box(spot, float(label.dx), float(label.dy), label.anchor, 1)


def text_box(x: float, y: float, text: str, size: float) -> Box:
    """Return the box of a text whose middle is at (x, y)."""
    half, line = len(text) * size * CHARACTER / 2, size * LINE / 2
    return (x - half, y - line, x + half, y + line)


def _first_free(
    spot: Spot, ground: Ground, zoom: int, drawing: tuple[float, float]
) -> Label | None:
    for dx, dy, anchor in _sides(spot):
        box = _text_box(spot, dx, dy, anchor, zoom)
        is_inside = box[0] >= 0 and box[1] >= 0 and box[2] <= drawing[0] and box[3] <= drawing[1]
        if is_inside and ground.is_free(box):
            ground.take(box)
            return Label(f"{dx:.1f}", f"{dy:.1f}", anchor, zoom)
    return None


def _sides(spot: Spot) -> Iterator[tuple[float, float, str]]:
    gap = spot.radius + 5
    up = gap + spot.size * 0.45
    yield gap, 0, "start"
    yield -gap, 0, "end"
    yield 0, -up, "middle"
    yield 0, up, "middle"
    slant, rise = gap * 0.75, up * 0.75
    yield slant, -rise, "start"
    yield slant, rise, "start"
    yield -slant, -rise, "end"
    yield -slant, rise, "end"


def _text_box(spot: Spot, dx: float, dy: float, anchor: str, zoom: int) -> Box:
    width = len(spot.text) * spot.size * CHARACTER
    left = {"start": dx, "middle": dx - width / 2, "end": dx - width}[anchor]
    line = spot.size * LINE / 2
    return (
        spot.x + left / zoom,
        spot.y + (dy - line) / zoom,
        spot.x + (left + width) / zoom,
        spot.y + (dy + line) / zoom,
    )


def _mark_box(spot: Spot, zoom: int) -> Box:
    side = spot.radius / zoom
    return (spot.x - side, spot.y - side, spot.x + side, spot.y + side)


def _cells_of(box: Box) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (floor(edge / CELL) for edge in box)
    for column in range(left, right + 1):
        for row in range(top, bottom + 1):
            yield column, row
