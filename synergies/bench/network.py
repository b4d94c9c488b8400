"""How fast the network of a region is shown, as a ratio to reading its parties in the same run."""

from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from statistics import median
from time import perf_counter

from django.db import connection
from django.test import Client

from companies.models import Company, Initiative, User
from synergies.models import Area, Party, Synergy
from synergies.models.synergy import SynergyQuerySet
from synergies.services.network import Network, network_of

COMPANIES, SYNERGIES = 500, 5_000
CLUSTER = 20  # companies that mostly work among themselves
OUTSIDE_SHARE = 0.2  # of the companies of a synergy: anybody of the region
GROUP_SIZES = (2, 2, 2, 2, 3, 3, 4, 6)
REPEATS = 5
BATCH = 2_000
MS_PER_S = 1000
PAGES = {
    "page, strongest partners": "/synergies/network/",
    "page, drawing": "/synergies/network/drawing/",
    "page, pairs": "/synergies/network/pairs/",
}
READ = (
    "SELECT p.synergy_id, s.status, p.company_id, c.name FROM synergies_party p"
    " JOIN synergies_synergy s ON s.id = p.synergy_id"
    " JOIN companies_company c ON c.id = p.company_id WHERE p.left_on IS NULL"
)

Say = Callable[[str], None]


def bench_network(*, size: int, say: Say) -> Iterator[tuple[str, str]]:
    """Yield (what, figure) of the network of 500 companies and 5,000 synergies.

    The floor is one SQL statement that reads the same parties, without the ORM. `size`, of
    declarations, changes nothing here.
    """
    say(f"writing {COMPANIES} companies and {SYNERGIES} synergies")
    synergies = region(companies=COMPANIES, synergies=SYNERGIES)
    floor_s = _median(_read)
    yield f"{COMPANIES} companies, {SYNERGIES} synergies: parties read", _ms(floor_s)
    network = network_of(synergies)
    yield "pairs", str(len(network.ties))
    yield "network read, pairs, order", _ratio(_median(lambda: _ordered(synergies)), floor_s)
    yield "length of ties, of that by name", f"{_length(network):.2f}"
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.create_user("bench", is_staff=True, is_superuser=True))
    for name, address in PAGES.items():
        say(name)
        client.get(address)  # templates are read once for all
        yield name, _ratio(_median(partial(client.get, address)), floor_s)


def region(*, companies: int, synergies: int, seed: int = 2026) -> SynergyQuerySet:
    """Write a made-up region and return its synergies: groups of companies that know each other."""
    chance = Random(seed)  # noqa: S311 – test data, not a secret
    initiative = Initiative.objects.create(name=f"Bench {companies}", started_on="2017-02-01")
    names = [f"Company {number:03}" for number in range(companies)]
    chance.shuffle(names)  # the order of the names must say nothing of who works with whom
    rows = Company.objects.bulk_create(Company(initiative=initiative, name=name) for name in names)
    made = Synergy.objects.bulk_create(
        (
            Synergy(
                initiative=initiative,
                number=number,
                title=f"Synergy {number}",
                kind=Synergy.Kind.POOLING,
                area=chance.choice(Area.values),
            )
            for number in range(1, synergies + 1)
        ),
        BATCH,
    )
    Party.objects.bulk_create(_parties(chance, made, rows), BATCH)
    return Synergy.objects.filter(initiative=initiative)


def _parties(chance: Random, synergies: list[Synergy], rows: list[Company]) -> Iterator[Party]:
    for synergy in synergies:
        start = chance.randrange(0, len(rows), CLUSTER)
        near = rows[start : start + CLUSTER]
        size = chance.choice(GROUP_SIZES)
        chosen = {
            company.pk
            for company in (
                chance.choice(rows if chance.random() < OUTSIDE_SHARE else near)
                for _place in range(size)
            )
        }
        for position, company in enumerate(sorted(chosen)):
            yield Party(synergy=synergy, company_id=company, position=position)


def _read() -> None:
    with connection.cursor() as cursor:
        cursor.execute(READ)
        cursor.fetchall()


def _ordered(synergies: SynergyQuerySet) -> list[int]:
    return network_of(synergies).order


def _length(network: Network) -> float:
    """Return how long all ties are together in our order, as a share of that by name."""
    by_name = sorted(network.order, key=lambda company: network.names[company])
    ours, plain = (
        {company: place for place, company in enumerate(order)}
        for order in (network.order, by_name)
    )
    spans = [(tie.strength, tie.a, tie.b) for tie in network.ties]
    return sum(s * abs(ours[a] - ours[b]) for s, a, b in spans) / sum(
        s * abs(plain[a] - plain[b]) for s, a, b in spans
    )


def _median(work: Callable[[], object]) -> float:
    seconds = []
    for _repeat in range(REPEATS):
        started = perf_counter()
        work()
        seconds.append(perf_counter() - started)
    return median(seconds)


def _ms(seconds: float) -> str:
    return f"{seconds * MS_PER_S:.0f} ms"


def _ratio(seconds: float, floor_s: float) -> str:
    return f"{_ms(seconds)} = {seconds / floor_s:.1f} × reading"
