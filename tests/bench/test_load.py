"""The crowds of `bench load`, small: all is answered, kept and counted, and a loss is seen."""

import pytest

from pompey_ite.bench.load import bench, scenes
from pompey_ite.bench.load.crowd import Pace, Person, run_crowd
from pompey_ite.bench.load.phone import Reply
from pompey_ite.bench.load.scenes import vote
from pompey_ite.bench.load.server import web_server
from pompey_ite.bench.territory import territory
from synergies.models import Vote

AT_ONCE = Pace(arrive_s=0.2, think_s=(0.0, 0.1))
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def small(monkeypatch):
    sizes = {"VOTERS": 4, "SYNERGIES": 30, "PHONES_AT_WORKSHOP": 2, "SLIPS_EACH": 2}
    sizes |= {"VISITORS": 4, "PAGES_EACH": 3}
    for name, size in sizes.items():
        monkeypatch.setattr(bench, name, size)
    for name in ("VOTING", "WRITING", "READING"):
        monkeypatch.setattr(bench, name, AT_ONCE)


def test_small_crowds_are_answered_and_all_that_they_wrote_is_kept(small):
    figures = dict(bench.bench_load(size=0, say=lambda _text: None))

    assert figures["  answers told as saved, kept, counted"] == "96, 96, 96"
    assert figures["  slips told as saved, kept"] == "16, 16"
    assert [line for line in figures.values() if "ms" in line and "0 errors" not in line] == []


def test_an_answer_that_is_lost_shows_in_the_figures(monkeypatch):
    land = territory(companies=3, synergies=30, voted=False)

    def losing(*arguments):
        measured = run_crowd(*arguments)
        Vote.objects.order_by("pk")[0].delete()
        return measured

    monkeypatch.setattr(scenes, "run_crowd", losing)
    with web_server() as port:
        votes = vote(land.ballot.round, port, AT_ONCE)

    assert (votes.told, votes.kept, votes.counted) == (72, 71, 71)


def test_answers_of_the_server_that_are_errors_are_counted():
    statuses = iter([200, 302, 404, 429, 500, 503, 0, 204])

    def ask(person: Person) -> None:
        person.ask(lambda: Reply(next(statuses)))

    met = run_crowd(1, 8, AT_ONCE, ask)

    assert met.errors == 5
    assert met.statuses.total() == len(met.taken) == 8
