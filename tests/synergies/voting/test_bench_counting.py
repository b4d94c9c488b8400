import pytest

from synergies.bench.counting import OPTIONS, ballots, bench_counting
from synergies.models import Tally
from tests.synergies.voting import independent

pytestmark = pytest.mark.django_db

FIGURES = ["answers counted / GROUP BY", "stored figures / GROUP BY"]
BANDS, NO_BANDS = "worker: four rules, then bands", "worker: four rules (no bands)"
WORKER = [
    f"{voters} × 299, {what}"
    for voters, rest in ((25, BANDS), (30, BANDS), (100, NO_BANDS))
    for what in ("worker: result stored", rest, *FIGURES)
]


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Bands of the workshop only, and few repeats: the names of the figures are looked at.

    The bench makes as many ballots as the limit says.
    """
    monkeypatch.setattr(Tally, "MOST_BALLOTS_LEFT_OUT", 30)
    monkeypatch.setattr("pompey_ite.bench.asking.LONG_ENOUGH_S", 0.0)


def figures(**options):
    return dict(bench_counting(size=1_000, say=lambda _text: None, **options))


def test_made_up_ballots_are_the_same_for_the_same_seed_and_within_the_options():
    drawn = ballots(3)

    assert drawn == ballots(3)
    assert drawn != ballots(3, seed=1)
    assert all(20 <= len(one.answers) <= 60 for one in drawn)
    assert {number for one in drawn for number in one.answers} <= set(range(1, OPTIONS + 1))


@pytest.mark.skipif(not independent.HAS_PABUTOOLS, reason="pabutools is not installed")
def test_the_bench_reports_the_times_and_the_ratios_to_pabutools():
    found = figures()

    assert [name.strip() for name in found] == [
        "25 × 299, count with completion",
        "25 × 299, without each company in turn",
        "25 × 299, one run / pabutools",
        "25 × 299, count with completion / pabutools",
        "100 × 299, count with completion",
        "100 × 299, one run / pabutools",
        *WORKER,
    ]


@pytest.mark.skipif(independent.HAS_PABUTOOLS, reason="pabutools is installed")
def test_the_bench_measures_what_the_worker_does():
    assert [name for name in figures() if name in WORKER] == WORKER


def test_without_pabutools_the_bench_says_so(monkeypatch):
    monkeypatch.setattr("synergies.bench.counting.find_spec", lambda _name: None)

    assert [figure for name, figure in figures().items() if "pabutools" in name] == [
        "not installed",
        "not installed",
    ]
