"""Companies and what ties them: pairs, their order in a matrix, their places in a drawing.

Pure Python in, pure Python out: no Django, no clock, the same answer for the same input.
"""

from synergies.network.order import order_of
from synergies.network.park import Mark, Park, Site, park_of
from synergies.network.places import Link, Place, circle
from synergies.network.ties import Tie, partners_of, strongest, ties_of

__all__ = [
    "Link",
    "Mark",
    "Park",
    "Place",
    "Site",
    "Tie",
    "circle",
    "order_of",
    "park_of",
    "partners_of",
    "strongest",
    "ties_of",
]
