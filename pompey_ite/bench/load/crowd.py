"""Many people at once: each does one thing after the other, with pauses, and is timed."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from statistics import quantiles
from threading import Thread

from pompey_ite.bench.load.phone import Phone, Reply

MS_PER_S = 1000
PERCENT = 100


@dataclass(frozen=True)
class Pace:
    """How a crowd comes and how long each thinks, in seconds."""

    arrive_s: float  # until the last has come
    think_s: tuple[float, float]  # the shortest and the longest pause


@dataclass
class Person:
    """Somebody with a phone, and how long each answer of the site took, in seconds."""

    number: int
    phone: Phone
    pace: Pace
    chance: Random
    taken: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def ask(self, request: Callable[..., Reply], *what: object, **headers: str) -> Reply:
        """Send one request and note how long its answer took."""
        started = time.monotonic()
        reply = request(*what, **headers)
        self.taken.append(time.monotonic() - started)
        self.statuses[reply.status] += 1
        return reply

    def think(self) -> None:
        time.sleep(self.chance.uniform(*self.pace.think_s))


@dataclass(frozen=True)
class Measured:
    """What a crowd met."""

    taken: list[float]
    statuses: Counter[int]
    seconds: float

    @property
    def errors(self) -> int:
        """How many requests broke, or were answered by an error of the server or “too many”."""
        return sum(
            count
            for status, count in self.statuses.items()
            if status < 200 or status >= 400  # noqa: PLR2004 – the classes of HTTP
        )

    def __str__(self) -> str:
        cuts = [one * MS_PER_S for one in quantiles(self.taken, n=PERCENT, method="inclusive")]
        return (
            f"p50 {cuts[49]:.0f}, p95 {cuts[94]:.0f}, p99 {cuts[98]:.0f},"
            f" max {max(self.taken) * MS_PER_S:.0f} ms, {self.errors} errors"
        )


def run_crowd(
    port: int, size: int, pace: Pace, behaviour: Callable[[Person], None], seed: int = 2026
) -> Measured:
    """Let `size` people do the same thing, each at its own pace; return what they met."""
    people = [
        Person(number, Phone(port), pace, Random(seed + number))  # noqa: S311 – not a secret
        for number in range(size)
    ]
    started = time.monotonic()
    threads = [Thread(target=_live, args=(person, behaviour)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _together(people, time.monotonic() - started)


def _live(person: Person, behaviour: Callable[[Person], None]) -> None:
    time.sleep(person.chance.uniform(0, person.pace.arrive_s))
    behaviour(person)


def _together(people: Sequence[Person], seconds: float) -> Measured:
    taken = [one for person in people for one in person.taken]
    statuses = sum((person.statuses for person in people), Counter[int]())
    return Measured(taken, statuses, seconds)
