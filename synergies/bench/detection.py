"""How fast a new declaration finds its matches, as a ratio to a naive scan of the same titles."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from statistics import median, quantiles

from django.conf import settings
from django.utils import timezone

from companies.models import Company, Initiative, Resource
from pompey_ite.bench.settling import settle
from synergies import detection
from synergies.bench.declarations import declarations
from synergies.services.detection import best_matches
from synergies.services.detection.matching import parse_all
from synergies.services.vocabulary import relations

SMALL_SHARE = 10  # the smaller region has a tenth of the declarations
SAMPLE = 300
NAIVE_SAMPLE = 21
SHOWN = 20  # matches on the page after a declaration
ROWS_AT_ONCE = 500
MS_PER_S = 1000

Say = Callable[[str], None]


@dataclass(frozen=True)
class Timing:
    """Milliseconds of one operation over a sample."""

    median_ms: float
    p95_ms: float

    @classmethod
    def of(cls, seconds: list[float]) -> "Timing":
        return cls(median(seconds) * MS_PER_S, quantiles(seconds, n=20)[-1] * MS_PER_S)


def bench_detection(*, size: int, say: Say) -> Iterator[tuple[str, str]]:
    """Yield (what, figure) of detection among `size` declarations; the database must be empty.

    Ratios are to rapidfuzz on the same titles in the same run: `process.extract` with its default
    scorer, and with token_set_ratio, the quickest that ignores the order of words.
    """
    say(f"writing {size} declarations")
    rows = list(declarations(relations().vocabulary, size))
    small, large = (_region(rows[:count]) for count in (size // SMALL_SHARE, size))
    settle()
    say("timing new declarations")
    few, many = _new_declaration(small), _new_declaration(large)
    yield "new declaration, median", f"{many.median_ms:.2f} ms"
    yield "new declaration, p95", f"{many.p95_ms:.2f} ms"
    yield f"growth from {size // SMALL_SHARE} to {size}", f"×{many.median_ms / few.median_ms:.2f}"
    say("looking at all declarations in one process")
    whole = _full_pass(size)
    yield "full pass, one process", f"{whole['seconds']} s, {whole['pairs']} pairs"
    yield "memory of the full pass", f"{whole['megabytes']:.0f} MiB"
    for name, naive in _naive_scans([row.title for row in rows], say):
        yield f"naive scan ({name}), median", f"{naive.median_ms:.1f} ms"
        yield f"  new declaration / {name}, median", _ratio(many.median_ms, naive.median_ms)
        yield f"  new declaration / {name}, p95", _ratio(many.p95_ms, naive.p95_ms)
        all_pairs_s = naive.median_ms / MS_PER_S * size / 2
        yield (
            f"  full pass / {name} on all pairs (extrapolated)",
            _ratio(whole["seconds"], all_pairs_s),
        )


def _region(rows: list[detection.Declaration]) -> Initiative:
    initiative = Initiative.objects.create(
        name=f"{len(rows)} declarations", territory="bench", started_on="2017-02-01"
    )
    places = {row.company: (row.latitude, row.longitude) for row in rows}
    Company.objects.bulk_create(
        (
            Company(initiative=initiative, name=name, latitude=latitude, longitude=longitude)
            for name, (latitude, longitude) in places.items()
        ),
        batch_size=ROWS_AT_ONCE,
    )
    companies = dict(initiative.companies.values_list("name", "pk"))
    Resource.objects.bulk_create(
        (
            Resource(
                company_id=companies[row.company],
                direction=row.direction.value,
                family=row.family.value,
                title=row.title[:150],
                description=row.description,
                quantity=row.quantity,
                unit=row.unit,
                period=Resource.Period.YEAR,
            )
            for row in rows
        ),
        batch_size=ROWS_AT_ONCE,
    )
    parse_all(initiative=initiative, now=timezone.now())
    return initiative


def _new_declaration(initiative: Initiative) -> Timing:
    """Time parse, retrieve, judge and explain; the vocabulary is in memory, as in a worker."""
    known = relations()
    for concept in known.vocabulary.concepts:
        known.of(concept)
    pks = list(Resource.objects.filter(company__initiative=initiative).values_list("pk", flat=True))
    chosen = Random(1).sample(pks, min(SAMPLE, len(pks)))  # noqa: S311 – a sample, not a secret
    seconds = []
    for resource in Resource.objects.for_detection().filter(pk__in=chosen):
        started = time.perf_counter()
        for _judgement, match in best_matches(resource=resource, limit=SHOWN):
            detection.explain(match, known.vocabulary, "fr")
        seconds.append(time.perf_counter() - started)
    return Timing.of(seconds)


def _full_pass(size: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "synergies.bench.full_pass", str(size)],
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=True,
        text=True,
    )
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _naive_scans(titles: list[str], say: Say) -> Iterator[tuple[str, Timing]]:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 – of the test environment only

    sample = Random(2).sample(titles, NAIVE_SAMPLE)  # noqa: S311 – a sample, not a secret
    for name, scorer in (("WRatio", fuzz.WRatio), ("token_set_ratio", fuzz.token_set_ratio)):
        say(f"scanning all titles with rapidfuzz {name}")
        seconds = []
        for title in sample:
            started = time.perf_counter()
            process.extract(title, titles, scorer=scorer, limit=SHOWN)
            seconds.append(time.perf_counter() - started)
        yield name, Timing.of(seconds)


def _ratio(ours: float, floor: float) -> str:
    return f"1/{floor / ours:.1f}" if ours < floor else f"×{ours / floor:.1f}"
