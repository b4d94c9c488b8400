"""Walk the tour: each stage timed, the project manager's clicks counted."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from pompey_ite.tour.stages import STAGES, Tour

CLICKS_MAX = 150  # of the project manager, from an empty database to the mailed report


@dataclass(frozen=True)
class Walked:
    """One stage as it was walked."""

    title: str
    clicks: int
    seconds: float


def walk(tour: Tour, say: Callable[[str], None] = print) -> list[Walked]:
    """Return what each stage took, saying it as it goes.

    Clicks are the project manager's; seconds are those of this machine, waiting for the worker and
    for other people included. Raises TourFailed, or the browser's own error, where it cannot go on.
    """
    walked: list[Walked] = []
    say(f"{'stage':<28}{'clicks':>8}{'seconds':>10}")
    for title, stage in STAGES:
        clicks, start = tour.manager.clicks, time.monotonic()
        stage(tour)
        walked.append(Walked(title, tour.manager.clicks - clicks, time.monotonic() - start))
        say(f"{title:<28}{walked[-1].clicks:>8}{walked[-1].seconds:>10.1f}")
    total = sum(one.seconds for one in walked)
    say(f"{'in all':<28}{tour.manager.clicks:>8}{total:>10.1f}")
    say(f"The companies tapped {tour.taps} times on their phones.")
    return walked
