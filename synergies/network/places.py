"""Where companies and their ties stand in a drawing: a circle in the order of the matrix.

A force drawing of 299 synergies is a ball of wool, and another one at each drawing. On a circle in
the order of `order_of` partners are neighbours, ties are short, and every name can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians, sin

from synergies.network.ties import Tie

SIZE = 1000  # the side of the drawing, in its own units
RADIUS = 290  # of the circle; what is left is for the names
NAME_GAP = 14  # from the circle to a name
BEND = 0.25  # how far from the centre a tie passes, as a share of the way of its ends
HALF_TURN, QUARTER_TURN = 180, 90  # degrees
WIDEST = 4  # classes of width of a tie


@dataclass(frozen=True, slots=True)
class Place:
    """Where a company stands; numbers are written as SVG reads them, whatever the language.

    name_gap: from the place to the name, along the name. turn: of the name, in degrees, so that it
    is never upside down; is_left: it ends at its place.
    """

    company: int
    x: str
    y: str
    name_gap: str
    turn: str
    is_left: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A tie as a curve, with its width from 1 to WIDEST."""

    tie: Tie
    path: str
    width: int


def circle(order: Sequence[int], ties: Iterable[Tie]) -> tuple[list[Place], list[Link]]:
    """Return the places of the companies in order, and the curves of the ties between them.

    Ties of a company that is not in `order` are left out; the strongest come last, so on top.
    """
    angles = {
        company: 2 * HALF_TURN * position / max(len(order), 1) - QUARTER_TURN
        for position, company in enumerate(order)
    }
    drawn = [tie for tie in ties if tie.a in angles and tie.b in angles]
    most = max((len(tie.synergies) for tie in drawn), default=1)
    links = [Link(tie, _curve(angles[tie.a], angles[tie.b]), _width(tie, most)) for tie in drawn]
    links.sort(key=lambda link: link.tie.rank_shown, reverse=True)
    return [_place(company, angle) for company, angle in angles.items()], links


def _place(company: int, angle: float) -> Place:
    x, y = _point(angle, RADIUS)
    is_left = QUARTER_TURN < angle < HALF_TURN + QUARTER_TURN
    turn, gap = (angle - HALF_TURN, -NAME_GAP) if is_left else (angle, NAME_GAP)
    return Place(company, _n(x), _n(y), _n(gap), _n(turn), is_left)


def _curve(one: float, other: float) -> str:
    (x1, y1), (x2, y2) = _point(one, RADIUS), _point(other, RADIUS)
    centre = SIZE / 2
    bend_x = centre + ((x1 + x2) / 2 - centre) * BEND
    bend_y = centre + ((y1 + y2) / 2 - centre) * BEND
    return f"M{_n(x1)} {_n(y1)}Q{_n(bend_x)} {_n(bend_y)} {_n(x2)} {_n(y2)}"


def _width(tie: Tie, most: int) -> int:
    return max(1, round(WIDEST * len(tie.synergies) / most))


def _point(angle: float, radius: float) -> tuple[float, float]:
    return SIZE / 2 + radius * cos(radians(angle)), SIZE / 2 + radius * sin(radians(angle))


def _n(value: float) -> str:
    return f"{value:.1f}"
