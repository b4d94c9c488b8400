"""In which order to launch: effort against benefit, in four fields. It never weighs in a vote."""

from __future__ import annotations

from enum import Enum

SMALL_UNTIL = 2  # of the sizes 1 to 4


class Quadrant(Enum):
    """What effort and benefit say together (design: launch now, structuring, along the way)."""

    LAUNCH_NOW = "launch_now"
    STRUCTURING = "structuring"
    ALONG_THE_WAY = "along_the_way"
    LATER = "later"


def quadrant_of(*, effort: int, benefit: int) -> Quadrant:
    """Return the field of an action; effort and benefit go from 1 (small) to 4 (large)."""
    is_light, is_useful = effort <= SMALL_UNTIL, benefit > SMALL_UNTIL
    if is_useful:
        return Quadrant.LAUNCH_NOW if is_light else Quadrant.STRUCTURING
    return Quadrant.ALONG_THE_WAY if is_light else Quadrant.LATER
