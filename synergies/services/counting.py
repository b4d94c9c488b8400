"""The work at the count of a round: the result first, then the comparison, then the bands.

What is missing is asked of the database, so a worker that is killed loses at most the count it was
making: the next one makes that again, to the same result, and goes on. One worker is at a round at
a time; its claim is renewed as it goes on, and ends by itself.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from synergies.models import Counting, Round, Tally, TallyLine
from synergies.services.tallies import ballots_of, publish, tally_round, uncounted_rounds
from synergies.voting.ballots import Ballot
from synergies.voting.bands import Band, Seen, to_leave_out, without
from synergies.voting.counts import Parameters
from synergies.voting.rules import RULES, Comparison, compare, count_by

CLAIM_LIFETIME = timedelta(minutes=3)  # > what a count of 10,000 ballots takes between two reports
REPORT_EVERY_S = 1.0
PERCENT = 100


def tally_closed_rounds(*, now: datetime) -> list[Tally]:
    """Return the tallies of the rounds that were closed and not counted; safe to run twice."""
    return [
        tally
        for round_ in uncounted_rounds(now)
        if (tally := work_at_round(round_=round_, now=now, only_count=True))
    ]


def unfinished_rounds(now: datetime) -> QuerySet[Round]:
    """Return the counted rounds whose comparison or bands are missing, nobody being at them."""
    unfinished = Tally.objects.unfinished().values("round")
    closed = Round.objects.closed_at(now).filter(pk__in=unfinished)
    return closed.exclude(counting__claimed_until__gt=now).order_by("closes_at", "pk")


def finish_counted_rounds(*, now: datetime) -> list[Round]:
    """Return the rounds whose comparison and bands were worked out; safe to run twice."""
    return [
        round_
        for round_ in unfinished_rounds(now)
        if work_at_round(round_=round_, now=now) is not None
    ]


def work_at_round(*, round_: Round, now: datetime, only_count: bool = False) -> Tally | None:
    """Return the tally of a closed round with all that belongs to it; None if somebody is at it.

    only_count: leave comparison and bands for later.
    Raises TallyRefused before the close, or when the round is cancelled.
    """
    report = _claim(round_, now)
    if report is None:
        return None
    try:
        tally = Tally.objects.latest_of(round_)
        tally = tally or tally_round(round_=round_, now=now, progress=report)
        if not only_count:
            for unfinished in Tally.objects.unfinished().filter(round=round_):
                _finish(unfinished, report)
            tally.refresh_from_db()
    finally:
        report.release()
    return tally


class _Report:
    """Renews a claim and writes how far the count is, once a second at most."""

    def __init__(self, round_pk: int) -> None:
        self.rows = Counting.objects.filter(pk=round_pk)
        self.percent = 0
        self.written_at = monotonic()

    def __call__(self, spent: float) -> None:
        self.percent = max(self.percent, int(spent * PERCENT))
        if monotonic() - self.written_at >= REPORT_EVERY_S:
            claimed_until = timezone.now() + CLAIM_LIFETIME
            self.rows.update(percent=self.percent, claimed_until=claimed_until)
            self.written_at = monotonic()

    def release(self) -> None:
        self.rows.update(claimed_until=None)


def _claim(round_: Round, now: datetime) -> _Report | None:
    Counting.objects.get_or_create(round=round_)
    free = Counting.objects.free(now).filter(pk=round_.pk)
    is_mine = free.update(claimed_until=now + CLAIM_LIFETIME, percent=0)
    return _Report(round_.pk) if is_mine else None


def _finish(tally: Tally, report: _Report) -> None:
    """Work out what the tally still lacks."""
    ballots = ballots_of(tally.round)
    if not tally.published_hash:  # counted before ballots were published
        publish(tally, ballots)
    if not tally.comparison:
        _compare(tally, ballots, report)
    if tally.bands_state == Tally.BandsState.PENDING:
        _work_out_bands(tally, ballots, report)


# -- Comparison -----------------------------------------------------------------------------------
def _compare(tally: Tally, ballots: Iterable[Ballot], report: _Report) -> None:
    rules = [tally.rule, *(rule for rule in RULES if rule != tally.rule)]
    parameters = Parameters(**tally.parameters)
    compared = compare(ballots, parameters, rules=rules, progress=report)
    tally.comparison = [_stored(one) for one in compared]
    tally.save(update_fields=["comparison"])


def _stored(one: Comparison) -> dict[str, object]:
    """Return what one rule does with the ballots; companies by primary key, fractions as text."""
    return {
        "rule": one.count.rule,
        "version": one.count.version,
        "parameters": one.count.parameters.as_dict(),
        "kept": sorted(one.count.numbers),
        "wishing_count": len(one.wishing),
        "left_out": [int(company) for company in one.left_out],
        "median_kept": str(one.median_kept),
        "points": one.points,
    }


# -- Bands ----------------------------------------------------------------------------------------
def _work_out_bands(tally: Tally, ballots: Sequence[Ballot], report: _Report) -> None:
    """Count without each kind of ballot in turn, from where the last worker stopped."""
    lines = tally.lines.filter(retained_rank__isnull=False)
    retained = frozenset(lines.values_list("option__number", flat=True))
    parameters = Parameters(**tally.parameters)
    for left_out in to_leave_out(ballots)[tally.bands_done :]:
        numbers = count_by(tally.rule, without(ballots, left_out), parameters).numbers
        seen = _seen(tally, retained).with_count(numbers)
        if not _note(tally, seen, retained):
            return  # somebody whose claim replaced ours is further
        report(1.0)


def _seen(tally: Tally, retained: frozenset[int]) -> Seen:
    if not tally.bands_done:
        return Seen(retained)
    return Seen(*(frozenset(tally.bands_seen[name]) for name in ("always", "sometimes")))


@transaction.atomic
def _note(tally: Tally, seen: Seen, retained: frozenset[int]) -> bool:
    """Keep what one more count showed, and the bands after the last; return whether it was next."""
    stored = {"always": sorted(seen.always), "sometimes": sorted(seen.sometimes)}
    as_read = Tally.objects.filter(pk=tally.pk, bands_done=tally.bands_done)
    if not as_read.update(bands_done=tally.bands_done + 1, bands_seen=stored):
        return False
    tally.bands_done, tally.bands_seen = tally.bands_done + 1, stored
    if tally.bands_state == Tally.BandsState.READY:
        _write_bands(tally, seen, retained)
    return True


def _write_bands(tally: Tally, seen: Seen, retained: frozenset[int]) -> None:
    numbers: dict[Band, list[int]] = {band: [] for band in Band}
    for number in tally.lines.values_list("option__number", flat=True):
        numbers[seen.band_of(number, retained)].append(number)
    for band, those in numbers.items():
        lines = TallyLine.objects.filter(tally=tally, option__number__in=those)
        lines.update(band=band.value)
