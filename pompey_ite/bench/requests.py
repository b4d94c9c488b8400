"""How long the main pages take, against a bare view of the same bytes and against their own SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from gc import collect, freeze, unfreeze
from statistics import median, quantiles
from time import perf_counter

from django.db import connection, transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from pompey_ite.bench.asking import Visitor, best_of_turns, queries_of, ready
from pompey_ite.bench.settling import settle
from pompey_ite.bench.territory import Territory, empty_database, manager, territory, voter
from synergies.models import Answer, RoundOption

POMPEY, BASIN, REGION = (25, 299), (2_500, 30_000), (25_000, 300_000)
FLOOR = "/bench/same-bytes/"
MS_PER_S = 1000
TAIL_S = 20.0  # of asking without a pause
PERCENTILE = 99
FOUND = 200
SAVED = 303  # “see other”: on to the next proposal

Say = Callable[[str], None]
Figures = Iterator[tuple[str, str]]


def bench_requests(*, size: int, say: Say) -> Figures:
    """Yield (what, figure) of the main pages with the rows of Pompey, of a basin and of a region.

    ms: shortest of many; “× bytes”: that, divided by a bare view that answers the same bytes
    through the same middleware; “× SQL”: by its longest query alone. `size` changes nothing here.
    """
    with override_settings(ROOT_URLCONF="pompey_ite.bench.asking", ALLOWED_HOSTS=["localhost"]):
        for companies, synergies in (POMPEY, BASIN, REGION):
            say(f"writing {companies} companies and {synergies} synergies")
            empty_database()
            land = territory(companies=companies, synergies=synergies)
            settle()
            head = f"{companies} companies, {synergies} synergies"
            yield head, f"{'ms':>6}{'× bytes':>10}{'× SQL':>8}{'queries':>9}"
            yield from _pages(land, say)
            if (companies, synergies) == POMPEY:
                yield from _tail(Visitor(manager()), say)


def _pages(land: Territory, say: Say) -> Figures:
    staff, phone = Visitor(manager()), Visitor(voter(land))
    ballot = land.ballot.round
    number = ballot.options.order_by("number")[0].number
    pages = {
        "R1 list of synergies": (staff, reverse("synergies:list")),
        "companies": (staff, reverse("companies:list")),
        "cockpit": (staff, reverse("admin:index")),
        "programme": (staff, reverse("actions:programme")),
        "sheet of a synergy": (staff, land.initiative.synergies.all()[0].get_absolute_url()),
        "round that runs": (staff, reverse("synergies:round", args=[ballot.pk])),
        "R2 ballot, list": (phone, reverse("synergies:ballot_list", args=[ballot.pk])),
        "ballot, one card": (phone, reverse("synergies:ballot_card", args=[ballot.pk, number])),
        "public home": (phone, reverse("pages:home")),
    }
    for name, (visitor, address) in pages.items():
        say(name)
        yield f"  {name}", _page(visitor, address)
    say("answers")
    yield "  R3 answer of a ballot (floor: its rows in one transaction)", _answer(phone, land)


def _page(visitor: Visitor, address: str) -> str:
    answer = visitor.get(address)
    if answer.status != FOUND:
        raise AssertionError(f"{address}: {answer.status}")
    ready["page"] = answer.body
    page_s, floor_s = best_of_turns(partial(visitor.get, address), partial(visitor.get, FLOOR))
    queries = queries_of(partial(visitor.get, address))
    sql_s = max(best_of_turns(partial(_run, sql))[0] for sql in set(queries) if _reads(sql))
    return _figures(page_s, floor_s, sql_s, len(queries))


def _reads(sql: str) -> bool:
    return sql.startswith("SELECT")


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        cursor.fetchall()


def _answer(phone: Visitor, land: Territory) -> str:
    """Return the figures of one answer, saved and durable, against its rows written by SQL."""
    options = list(land.ballot.round.options.order_by("number"))
    turn = iter(range(10**6))
    versions = dict.fromkeys((option.pk for option in options), 0)

    def save() -> None:
        number = next(turn)
        option = options[number % len(options)]
        address = reverse("synergies:ballot_card", args=[land.ballot.round_id, option.number])
        answers = (Answer.YES, Answer.NO)
        answer = answers[number // len(options) % 2]
        data = {"answer": answer.value, "version": versions[option.pk]}
        told = phone.post(address, data)
        if told.status != SAVED:
            raise AssertionError(f"{address}: {told.status}")
        versions[option.pk] += 1

    rows = _Rows(land, options)
    page_s, floor_s = best_of_turns(save, rows.write)
    return _figures(page_s, floor_s, None, len(queries_of(save)))


class _Rows:
    """The rows that an answer is made of, written by SQL in one transaction: what must be durable.

    On a second ballot of the same round: the floor and the page do not lock each other out.
    """

    def __init__(self, land: Territory, options: list[RoundOption]) -> None:
        self.ballot = land.ballot.round.ballots.order_by("pk")[1]
        self.options = options
        self.turn = 0

    def write(self) -> None:
        option = self.options[self.turn % len(self.options)].pk
        self.turn += 1
        now = timezone.now()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(UPSERT, [self.ballot.pk, option, now])
            cursor.execute(CHANGE, [self.ballot.pk, option, now])


UPSERT = (
    "INSERT INTO synergies_vote (ballot_id, option_id, answer, answered_at, channel, version,"
    " note, brings) VALUES (%s, %s, 'yes', %s, 'link', 1, '', '[]')"
    " ON CONFLICT (ballot_id, option_id) DO UPDATE SET answer = excluded.answer,"
    " answered_at = excluded.answered_at, version = synergies_vote.version + 1"
)
CHANGE = (
    "INSERT INTO synergies_votechange (ballot_id, option_id, before, after, changed_at, channel,"
    " note, brings) VALUES (%s, %s, '', 'yes', %s, 'link', '', '[]')"
)


def _tail(staff: Visitor, say: Say) -> Figures:
    """Yield the tail of the list of synergies, asked for without a pause, as a web worker runs."""
    say("tail")
    collect()
    freeze()  # as gunicorn_conf.py does
    try:
        taken = []
        address, until = reverse("synergies:list"), perf_counter() + TAIL_S
        while perf_counter() < until:
            started = perf_counter()
            staff.get(address)
            taken.append(perf_counter() - started)
    finally:
        unfreeze()
    high = quantiles(taken, n=PERCENTILE + 1)[-1]
    ratio = high / median(taken)
    text = f"{ratio:.2f} = {high * MS_PER_S:.1f} ms ÷ {median(taken) * MS_PER_S:.1f} ms"
    yield f"  R8 p{PERCENTILE} ÷ p50 of the list, {len(taken)} requests", text


def _figures(page_s: float, floor_s: float, sql_s: float | None, queries: int) -> str:
    sql = f"{page_s / sql_s:.1f}" if sql_s else "–"
    return f"{page_s * MS_PER_S:>6.1f}{page_s / floor_s:>10.1f}{sql:>8}{queries:>9}"
