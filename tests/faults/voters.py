"""Phones that vote over HTTP while something breaks, and what the site told each of them.

The promise that is checked: what was told as saved is in the history, word for word; what is in
the history was told as saved, or got no clear answer. Nothing in between.
"""

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from random import Random

from pompey_ite.bench.load.phone import PATIENCE_S, Phone, Reply
from tests.faults.site import Site

ANSWERS = ("no", "maybe", "yes", "not_concerned")
PAUSE_S = 0.2  # of a phone that was not answered well


@dataclass
class Voter:
    """One company's phone in a round: it answers again and again, and keeps what it was told."""

    phone: Phone
    token: str
    ballot: int
    round: int
    options: list[int]  # their numbers
    seen: Counter[int] = field(default_factory=Counter)  # the version of each answer
    told: list[tuple[int, int, str]] = field(default_factory=list)  # option, version, answer
    replies: list[Reply] = field(default_factory=list)  # those that were not 200
    statuses: Counter[int] = field(default_factory=Counter)
    slowest_s: float = 0.0

    def enter(self) -> None:
        """Open the personal link and press its button."""
        address = f"/vote/{self.token}/"
        assert self.phone.get(address).status == 200
        assert self.phone.post(address, {}).status == 303

    def answer(self, number: int, answer: str) -> Reply:
        """Send one answer as our script does; note what was told."""
        started = time.monotonic()
        values = {"answer": answer, "note": "", "version": str(self.seen[number])}
        path = f"/ballot/{self.round}/{number}/"
        reply = self.phone.post(path, values, Accept="application/json")
        self.slowest_s = max(self.slowest_s, time.monotonic() - started)
        self.statuses[reply.status] += 1
        if reply.status != 200:
            self.replies.append(reply)
            return reply
        said = json.loads(reply.body)
        self.seen[number] = said.get("version", self.seen[number])
        if said["outcome"] == "saved":
            self.told.append((number, said["version"], answer))
        return reply

    def keep_answering(self, until: threading.Event, chance: Random) -> None:
        answers = cycle(ANSWERS)  # seldom the one that is there: that would change nothing
        while not until.is_set():
            if self.answer(chance.choice(self.options), next(answers)).status != 200:
                time.sleep(PAUSE_S)


@dataclass
class Room:
    """The voters of one round, all at their phones at once."""

    site: Site
    voters: list[Voter]
    stop: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def voting(self, seed: int) -> Iterator[None]:
        """Let all of them answer, at random, until the end of the block."""
        for voter in self.voters:
            voter.enter()
        threads = [
            threading.Thread(target=voter.keep_answering, args=(self.stop, Random(seed + number)))
            for number, voter in enumerate(self.voters)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.stop.set()
            for thread in threads:
                thread.join(PATIENCE_S * 2)

    @property
    def statuses(self) -> Counter[int]:
        return sum((voter.statuses for voter in self.voters), Counter())

    @property
    def told_count(self) -> int:
        return sum(len(voter.told) for voter in self.voters)

    @property
    def replies(self) -> list[Reply]:
        """What was answered to those who were not told 200."""
        return [reply for voter in self.voters for reply in voter.replies]

    def untrue_words(self) -> list[str]:
        """Return where somebody was told “saved” and the history says something else."""
        history = history_of(self.site)
        found = []
        for voter in self.voters:
            for number, version, answer in voter.told:
                lines = history.get((voter.ballot, number), [])
                if len(lines) < version or lines[version - 1] != answer:
                    found.append(f"ballot {voter.ballot}, proposal {number}: not “{answer}”")
        return found

    def unasked_answers(self) -> int:
        """Return how many answers are in the history beyond those told and those left unclear.

        Who gives the answer that is there already is told “saved” of the same line once more.
        """
        lines = {
            (voter.ballot, number, version)
            for voter in self.voters
            for number, version, _answer in voter.told
        }
        written = sum(map(len, history_of(self.site).values()))
        return max(0, written - len(lines) - len(self.replies))

    def report(self, title: str) -> None:
        slowest = max(voter.slowest_s for voter in self.voters)
        print(  # noqa: T201 – the figures of the run
            f"{title}: told saved {self.told_count}, untrue {len(self.untrue_words())},"
            f" unasked {self.unasked_answers()}, statuses {dict(self.statuses)},"
            f" slowest {slowest:.1f} s"
        )


def history_of(site: Site) -> dict[tuple[int, int], list[str]]:
    """Return the answers of each ballot to each proposal, by its number, in their order."""
    found: dict[tuple[int, int], list[str]] = {}
    for ballot, number, after in site.rows(HISTORY):
        found.setdefault((ballot, number), []).append(after)
    return found


def open_round(site: Site, *, companies: int, proposals: int = 12) -> Room:
    """Make a round with so many companies, each with a personal link; return who votes in it."""
    script = OPEN_ROUND.format(companies=companies, proposals=proposals)
    found = json.loads(site.manage("shell", "-v", "0", script=script).strip().splitlines()[-1])
    voters = [
        Voter(Phone(site.web_port), token, ballot, found["round"], found["options"])
        for token, ballot in found["ballots"]
    ]
    return Room(site, voters)


HISTORY = """
SELECT change.ballot_id, option.number, change.after
FROM synergies_votechange AS change
JOIN synergies_roundoption AS option ON option.id = change.option_id
ORDER BY change.id
"""
OPEN_ROUND = """
import json
from companies.services.links import token_of
from synergies.services.rounds import link_purpose
from tests.factories import *
round_ = RoundFactory()
options = [RoundOptionFactory(round=round_).number for _n in range({proposals})]
ballots = []
for _n in range({companies}):
    ballot = BallotFactory(round=round_)
    contact = ContactFactory(company=ballot.company)
    link = PersonalLinkFactory(contact=contact, purpose=link_purpose(round_))
    ballots.append([token_of(link), ballot.pk])
print(json.dumps(dict(round=round_.pk, options=options, ballots=ballots)))
"""
