"""The walk: each visitor follows the links of the site, and what is weak is gathered."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urljoin

from pompey_ite.audit.scanner.asking import Answer, Visitor
from pompey_ite.audit.scanner.looking import wrong_with
from pompey_ite.audit.scanner.probing import (
    comes_back_raw,
    foreign_hosts,
    known_addresses,
    marked_addresses,
    odd_methods,
    open_redirects,
)

MOST_PAGES = 1_500  # of all visitors: who comes later, and sees more, takes what is left
SHAPES_FIRST = 3  # so many pages of one shape before the others: rows of a table look alike
PROBED_METHODS = 8  # the first pages of a visitor: what takes a method takes it everywhere
VARYING = re.compile(r"\d+|[A-Za-z0-9_-]{20,}")

Say = Callable[[str], None]


@dataclass
class Findings:
    """What is weak, with the places; how much was looked at."""

    places: dict[str, list[str]] = field(default_factory=dict)
    pages: int = 0
    left_out: int = 0

    def add(self, what: str, where: str) -> None:
        """Remember a place of a weakness, once."""
        places = self.places.setdefault(what, [])
        if where not in places:
            places.append(where)

    @property
    def lines(self) -> list[str]:
        """Return one line for each weakness: its first place, and how many more there are."""
        return [
            f"{what}: {places[0]}" + (f" and {len(places) - 1} more" if places[1:] else "")
            for what, places in sorted(self.places.items())
        ]


@dataclass
class Walker:
    """One visitor on the way through the site."""

    visitor: Visitor
    findings: Findings
    most_pages: int
    asked: set[str] = field(default_factory=set)
    _soon: deque[str] = field(default_factory=deque)
    _later: deque[str] = field(default_factory=deque)
    _shapes: Counter[str] = field(default_factory=Counter)
    _met: set[str] = field(default_factory=set)

    def walk(self, starts: Iterable[str]) -> None:
        """Ask for every page that links lead to, those of a new shape first, up to the bound."""
        for path in starts:
            self._meet(path)
        while (self._soon or self._later) and len(self.asked) < self.most_pages:
            path = (self._soon or self._later).popleft()
            answer = self.look(path)
            self._probe(answer)
            for link in [*answer.document.links, *answer.document.loaded, _location(answer)]:
                self._meet(self.visitor.path_of(urljoin(path, link.strip())))
        self.findings.left_out += len(self._soon) + len(self._later)

    def look(self, path: str) -> Answer:
        """Return the answer to an address; what is weak in it is remembered."""
        self.asked.add(path)
        self.findings.pages += 1
        answer = self.visitor.get(path)
        for what in wrong_with(answer):
            self.findings.add(what, f"{path} ({self.visitor.name})")
        return answer

    def _meet(self, path: str | None) -> None:
        path = path.partition("#")[0] if path else None
        if path and path not in self._met:
            self._met.add(path)
            shape = shape_of(path)
            self._shapes[shape] += 1
            (self._soon if self._shapes[shape] <= SHAPES_FIRST else self._later).append(path)

    def _probe(self, answer: Answer) -> None:
        """Try markers and `next` once for each shape of address."""
        forms = answer.document.forms
        for marked in marked_addresses(answer.path, forms):
            if self._is_new("mark", marked):
                again = self.visitor.get(marked)
                self.findings.pages += 1
                for what in wrong_with(again):
                    self.findings.add(what, f"{marked} ({self.visitor.name})")
                if comes_back_raw(again):
                    self.findings.add("repeats what it was asked as markup", marked)
        lures = [form for form in forms if self._is_new("next", form.action or answer.path)]
        for what, where in open_redirects(self.visitor, answer.path, lures):
            self.findings.add(what, where)

    def _is_new(self, what: str, path: str) -> bool:
        key = f"{what} {shape_of(path)}" + ("&" + _marked_name(path) if what == "mark" else "")
        self._shapes[key] += 1
        return self._shapes[key] == 1


def scan(
    visitors: Iterable[tuple[Visitor, list[str]]], say: Say, most_pages: int = MOST_PAGES
) -> Findings:
    """Return what is weak in the site that the visitors walk through.

    visitors: each with the paths where it begins, the first one not signed in. most_pages: of
    all of them. OSError when the site stops answering.
    """
    findings = Findings()
    for visitor, starts in visitors:
        walker = Walker(visitor, findings, most_pages)
        if not findings.pages:  # what stands beside the pages is the same for all
            for what, where in known_addresses(visitor):
                findings.add(what, where)
        walker.walk(starts)
        chosen = sorted(walker.asked, key=len)[:PROBED_METHODS]
        for what, where in [*odd_methods(visitor, chosen), *foreign_hosts(visitor, chosen[:2])]:
            findings.add(what, where)
        most_pages -= len(walker.asked)
        say(f"{visitor.name}: {len(walker.asked)} pages")
    return findings


def shape_of(path: str) -> str:
    """Return an address without its numbers and tokens, and the names of its query alone."""
    place, _mark, query = path.partition("?")
    names = sorted({name for name, _value in parse_qsl(query, keep_blank_values=True)})
    return f"{VARYING.sub('N', place)}?{'&'.join(names)}"


def _marked_name(path: str) -> str:
    pairs = parse_qsl(path.partition("?")[2], keep_blank_values=True)
    return next((name for name, value in pairs if value.startswith("pmpy")), "")


def _location(answer: Answer) -> str:
    return str(answer.headers.get("Location", ""))
