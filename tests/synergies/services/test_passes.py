"""A pass cut into shards: the same matches whoever does them, lost or doubled by nobody."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from companies.models import Initiative, Resource
from synergies.models import DetectionPass, DetectionShard, Match
from synergies.services.detection import (
    detect_resource,
    run_detection,
    run_shard,
    start_pass,
    waiting_shards,
)
from tests.factories import CompanyFactory, InitiativeFactory, ResourceFactory

TITLES = (
    ("material", "Palettes Europe"),
    ("material", "Palettes perdues"),
    ("waste", "Copeaux d'acier"),
    ("waste", "Sable de moulage usé"),
    ("material", "Matériaux de remblai"),
    ("equipment", "Pont-bascule"),
    ("energy", "Chaleur fatale"),
    ("energy", "Chauffage d'une serre"),
    ("material", "Zirconate plombifère"),
)


@pytest.fixture
def initiative() -> Initiative:
    made = InitiativeFactory()
    for number in range(36):
        family, title = TITLES[number % len(TITLES)]
        ResourceFactory(
            company=CompanyFactory(initiative=made),
            family=family,
            title=title,
            direction=Resource.Direction.values[number % 3],
        )
    return made


def stored() -> set[tuple[object, ...]]:
    rows = Match.objects.values_list("resource_a", "resource_b", "kind", "tier", "concept")
    found = list(rows)
    assert len(found) == len(set(found))
    return set(found)


def in_one_look(initiative: Initiative) -> set[tuple[object, ...]]:
    """Return what a look at everything stores, and forget it again."""
    run_detection(initiative=initiative)
    found = stored()
    Match.objects.all().delete()
    return found


@pytest.mark.django_db
def test_shards_cut_the_families_into_ranges_of_concepts(initiative):
    detection_pass = start_pass(initiative=initiative, now=timezone.now(), shard_size=5)

    shards = list(detection_pass.shards.values_list("family", "first_concept", "last_concept"))
    assert len(shards) > 4
    assert {family for family, _, _ in shards} == {family for family, _ in TITLES}
    assert detection_pass.planned_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize("shard_size", [1, 7, 1_000])
def test_shards_together_find_what_one_look_finds(initiative, shard_size):
    expected = in_one_look(initiative)
    detection_pass = start_pass(initiative=initiative, now=timezone.now(), shard_size=shard_size)

    for pk in waiting_shards(timezone.now()).values_list("pk", flat=True):
        assert run_shard(pk=pk, now=timezone.now())

    assert stored() == expected
    detection_pass.refresh_from_db()
    assert detection_pass.finished_at is not None


@pytest.mark.django_db
def test_a_shard_is_done_once(initiative):
    detection_pass = start_pass(initiative=initiative, now=timezone.now())
    pk = detection_pass.shards.values_list("pk", flat=True)[0]

    assert run_shard(pk=pk, now=timezone.now())
    assert not run_shard(pk=pk, now=timezone.now())


@pytest.mark.django_db
def test_a_claim_ends_by_itself(initiative):
    now = timezone.now()
    shard = start_pass(initiative=initiative, now=now).shards.all()[0]
    DetectionShard.objects.filter(pk=shard.pk).update(claimed_until=now + timedelta(minutes=1))

    assert not run_shard(pk=shard.pk, now=now)
    assert run_shard(pk=shard.pk, now=now + timedelta(minutes=2))


@pytest.mark.django_db
def test_a_second_pass_forgets_what_nothing_supports_any_more(initiative):
    run_detection(initiative=initiative)
    Resource.objects.filter(title="Palettes Europe").update(title="Pont-bascule", family="space")

    start_pass(initiative=initiative, now=timezone.now(), shard_size=5)
    for pk in waiting_shards(timezone.now()).values_list("pk", flat=True):
        run_shard(pk=pk, now=timezone.now())

    by_shards = stored()
    assert by_shards == in_one_look(initiative)


@pytest.mark.django_db
def test_there_is_one_pass_at_a_time(initiative):
    first = start_pass(initiative=initiative, now=timezone.now())

    assert start_pass(initiative=initiative, now=timezone.now()) == first
    assert DetectionPass.objects.count() == 1


@pytest.mark.django_db
def test_a_declaration_changed_during_the_pass_keeps_its_newer_matches(initiative):
    start_pass(initiative=initiative, now=timezone.now(), shard_size=5)
    changed = Resource.objects.filter(title="Palettes Europe")[0]
    Resource.objects.filter(pk=changed.pk).update(title="Pont-bascule", family="equipment")
    detect_resource(pk=changed.pk, now=timezone.now())

    for pk in waiting_shards(timezone.now()).values_list("pk", flat=True):
        run_shard(pk=pk, now=timezone.now())

    by_shards = stored()
    assert by_shards == in_one_look(initiative)


@pytest.mark.django_db(transaction=True)
def test_four_workers_find_what_one_finds(initiative):
    expected = in_one_look(initiative)
    start_pass(initiative=initiative, now=timezone.now(), shard_size=2)
    pks = list(waiting_shards(timezone.now()).values_list("pk", flat=True))

    def work(pk: int) -> bool:
        try:
            return run_shard(pk=pk, now=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=4) as workers:
        done = list(workers.map(work, [*pks, *pks]))  # each is given out twice

    assert sum(done) == len(pks)
    assert stored() == expected


WORKER = """
import sys, time
import django
django.setup()
from django.utils import timezone
from synergies.services.detection import matching, run_shard, waiting_shards

def slowly(real):
    def store(*args):
        result = real(*args)
        print("stored", flush=True)
        time.sleep(60)  # killed here: written, not committed
        return result
    return store

matching.store = slowly(matching.store)
run_shard(pk=waiting_shards(timezone.now())[0].pk, now=timezone.now())
"""


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(initiative):
    expected = in_one_look(initiative)
    start_pass(initiative=initiative, now=timezone.now(), shard_size=1_000)
    before = stored()
    with _started_worker() as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "stored\n"
        worker.send_signal(signal.SIGKILL)

    assert stored() == before  # what it had written went with it
    claimed = DetectionShard.objects.exclude(claimed_until=None)
    assert claimed.count() == 1  # the negative control: it had really begun
    assert not run_shard(pk=claimed.get().pk, now=timezone.now())
    later = timezone.now() + timedelta(hours=1)
    for pk in waiting_shards(later).values_list("pk", flat=True):
        assert run_shard(pk=pk, now=later)

    assert stored() == expected


def _started_worker() -> subprocess.Popen[str]:
    settings = connection.settings_dict
    engine = "postgres" if connection.vendor == "postgresql" else "sqlite"
    if engine == "postgres":
        place = f"{settings['HOST']}:{settings['PORT'] or 5432}"
        url = f"postgres://{settings['USER']}:{settings['PASSWORD']}@{place}/{settings['NAME']}"
    else:
        url = f"sqlite:///{settings['NAME']}"
    return subprocess.Popen(
        [sys.executable, "-c", WORKER],
        cwd=Path(__file__).resolve().parents[3],
        env={
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "pompey_ite.settings",
        },
        stdout=subprocess.PIPE,
        text=True,
    )
