"""Five hundred double submits by the phones of several companies, and answers racing the close.

What is proved each time: the state is the history played again. The last tests take the protection
out, and the same checks find the fault. They need PostgreSQL: SQLite has one writer at a time.
"""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Barrier, BrokenBarrierError, Event
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from companies.models import Contact
from synergies.models import Answer, Ballot, Channel, Offer, Round, RoundOption, Vote, VoteChange
from synergies.services.ballot_priorities import set_priorities
from synergies.services.ballots import (
    BallotRefused,
    PriorityLimit,
    save_answer,
    undo_answer,
    validate_ballot,
)
from synergies.services.rounds import close_early
from synergies.services.tallies import TallyRefused, tally_round
from tests.factories import (
    BallotFactory,
    ContactFactory,
    RoundFactory,
    RoundOptionFactory,
    VoteChangeFactory,
    VoteFactory,
)
from tests.synergies.services.ballot_replay import faults_of, said_in
from tests.synergies.services.test_races import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="races of ballots need PostgreSQL (TEST_ON_SERVICES=1): SQLite has one writer",
    ),
]

SEED = 20180312
SUBMITS = 500
COMPANIES, PHONES, OPTIONS = 4, 2, 9
THREADS = 8
# What is read last, before an answer is written: of one that stands, of a first one.
STANDING, LATEST_CHANGE = 'FROM "synergies_vote"', 'MAX("synergies_votechange"."changed_at")'
PATIENCE_S = 2  # how long one waits for another whom the lock holds up


# -- Phones ---------------------------------------------------------------------------------


@dataclass
class Phone:
    """One contact at a ballot: the versions it has seen, and what it was told was saved."""

    ballot: Ballot
    contact: Contact
    seen: dict[int, int] = field(default_factory=dict)  # version by number of the option
    told: list[tuple[int, int, str]] = field(default_factory=list)  # option, version, answer

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "ballot": self.ballot,
            "contact": self.contact,
            "channel": Channel.LINK,
            "now": timezone.now(),
        }

    def answer(self, option: RoundOption, version: int, answer: Answer, **added: Any) -> str:
        saved = save_answer(option=option, answer=answer, version=version, **added, **self.facts)
        self.seen[option.number] = saved.vote.version
        if saved.is_conflict:
            return "conflict"
        self.told.append((option.pk, saved.vote.version, saved.vote.answer))
        return "saved"

    def take_back(self, option: RoundOption, version: int) -> str:
        return "undone" if undo_answer(option=option, version=version, **self.facts) else "stale"

    def refine(self, chosen: set[int], seen: dict[int, int]) -> str:
        return "conflict" if set_priorities(chosen=chosen, seen=seen, **self.facts) else "refined"

    def validate(self) -> str:
        validate_ballot(ballot=self.ballot, contact=self.contact, now=timezone.now())
        return "validated"


Submit = Callable[[], str]


def submits(chance: random.Random, phones: list[Phone], options: list[RoundOption]) -> list[Submit]:
    """Return random submits; which version each one names is decided when it is sent."""
    return [_submit(chance, chance.choice(phones), options) for _n in range(SUBMITS)]


def _submit(chance: random.Random, phone: Phone, options: list[RoundOption]) -> Submit:
    option, guess, dice = chance.choice(options), chance.randrange(4), chance.random()
    is_up_to_date = chance.random() < 0.7

    def version() -> int:
        return phone.seen.get(option.number, 0) if is_up_to_date else guess

    if dice < 0.12:
        return lambda: phone.take_back(option, version())
    if dice < 0.22:
        chosen = {one.number for one in chance.sample(options, chance.randint(1, 7))}
        return lambda: phone.refine(chosen, dict(phone.seen))
    if dice < 0.25:
        return phone.validate
    answer = chance.choice([*Answer, Answer.PRIORITY, Answer.PRIORITY])
    added = {
        "note": chance.choice(["", "", "lundi"]),
        "brings": chance.choice([[], [Offer.TIME.value]]),
    }
    return lambda: phone.answer(option, version(), answer, **added)


def sent(submit: Submit) -> str:
    """Return what became of one submit, in a thread with a connection of its own."""
    try:
        return submit()
    except PriorityLimit:
        return "limit"
    except BallotRefused:
        return "refused"
    finally:
        connection.close()


@pytest.fixture
def round_() -> Round:
    return RoundFactory()


@pytest.fixture
def options(round_) -> list[RoundOption]:
    return [RoundOptionFactory(round=round_) for _n in range(OPTIONS)]


@pytest.fixture
def phones(round_) -> list[Phone]:
    ballots = [BallotFactory(round=round_) for _n in range(COMPANIES)]
    return [
        Phone(ballot, ContactFactory(company=ballot.company))
        for ballot in ballots
        for _phone in range(PHONES)
    ]


def untrue_words(round_: Round, phones: list[Phone]) -> list[str]:
    """Return where somebody was told “saved” and the history says something else."""
    said = said_in(round_)
    return [
        f"version {version} of option {option} is not “{answer}”"
        for phone in phones
        for option, version, answer in phone.told
        if said[phone.ballot.pk, option][version - 1][0] != answer
    ]


def test_five_hundred_random_double_submits_leave_what_the_history_says(round_, phones, options):
    doubled = [
        submit for submit in submits(random.Random(SEED), phones, options) for _twice in range(2)
    ]

    with ThreadPoolExecutor(max_workers=THREADS) as pool:
        outcomes = list(pool.map(sent, doubled))

    assert faults_of(round_) == []
    assert untrue_words(round_, phones) == []
    everything = {"saved", "conflict", "undone", "stale", "refined", "limit", "validated"}
    assert set(outcomes) - {"refused"} == everything  # refused: validated before any answer
    assert len(outcomes) == 2 * SUBMITS


@pytest.mark.parametrize("is_early", [True, False], ids=["early", "by the clock"])
def test_answers_racing_the_close_are_in_history_and_count_or_refused(
    round_, phones, options, is_early
):
    some_were_taken = Event()
    for phone in phones[::PHONES]:
        standing(phone.ballot, RoundOptionFactory(round=round_), Answer.YES)
    if not is_early:
        round_.closes_at = timezone.now() + timedelta(seconds=1.5)
        round_.save()

    def keep_answering(phone: Phone) -> str:
        chance = random.Random(phone.contact.pk)
        while (outcome := sent(_submit(chance, phone, options))) != "refused":
            some_were_taken.set()
        return outcome

    def close_and_count() -> tuple[int, int]:
        if is_early:
            some_were_taken.wait()
            close_early(round_=round_, reason="race", now=timezone.now())
        while True:
            with suppress(TallyRefused):
                tally = tally_round(round_=round_, now=timezone.now())
                return tally.answer_count, VoteChange.objects.count()

    *outcomes, (counted, lines) = at_once(
        [*[lambda phone=phone: keep_answering(phone) for phone in phones], close_and_count]
    )

    assert outcomes == ["refused"] * len(phones)
    assert faults_of(round_) == []
    assert untrue_words(round_, phones) == []
    assert (Vote.objects.count(), VoteChange.objects.count()) == (counted, lines)
    assert counted > 0


# -- What the checks are worth: the same with the protection taken out ------------------------


@pytest.fixture(params=[True, False], ids=["locked", "unlocked"])
def is_locked(request, monkeypatch) -> bool:
    if not request.param:
        monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_how: rows.all())
    return bool(request.param)


def pausing(task: Callable[[], Any], *, after: str, until: Callable[[], Any]) -> Callable[[], Any]:
    """Return the task with a pause after its first SELECT in which `after` stands."""

    def run() -> Any:
        paused: list[str] = []

        def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            result = execute(sql, params, many, context)
            if sql.startswith("SELECT") and after in sql and not paused:
                paused.append(sql)
                until()
            return result

        with connection.execute_wrapper(watch):
            return task()

    return run


def meeting(people: int) -> Callable[[], None]:
    """Return a wait that ends when all are there, or when the lock keeps one of them away."""
    barrier = Barrier(people)

    def meet() -> None:
        with suppress(BrokenBarrierError):
            barrier.wait(PATIENCE_S)

    return meet


def standing(ballot: Ballot, option: RoundOption, answer: Answer) -> Vote:
    """Return a first answer, with its line of history and the order it stores."""
    ballot.order = [[option.pk, 0]]
    ballot.save()
    facts = {"ballot": ballot, "option": option}
    now = timezone.now()
    VoteChangeFactory(**facts, after=answer, changed_at=now)
    return VoteFactory(**facts, answer=answer, answered_at=now)


def answering_together(
    phones: list[Phone], answers: list[tuple[RoundOption, int, Answer]], *, after: str
):
    """Send one answer from each phone; each has read before the other writes, if it can."""
    meet = meeting(len(answers))
    tasks = [
        lambda phone=phone, facts=facts: sent(lambda: phone.answer(*facts))
        for phone, facts in zip(phones, answers, strict=False)
    ]
    return at_once([pausing(task, after=after, until=meet) for task in tasks])


def test_without_the_lock_two_answers_to_one_proposal_break_the_history(
    round_, phones, options, is_locked
):
    standing(phones[0].ballot, options[0], Answer.MAYBE)

    answers = [(options[0], 1, Answer.YES), (options[0], 1, Answer.NO)]
    outcomes = answering_together(phones, answers, after=STANDING)

    assert sorted(outcomes) == (["conflict", "saved"] if is_locked else ["saved", "saved"])
    assert (faults_of(round_) == []) is is_locked


def test_without_the_lock_there_is_a_sixth_priority(round_, phones, options, is_locked):
    for option in options[:4]:
        standing(phones[0].ballot, option, Answer.PRIORITY)

    answers = [(option, 0, Answer.PRIORITY) for option in options[4:6]]
    outcomes = answering_together(phones, answers, after=LATEST_CHANGE)

    assert sorted(outcomes) == (["limit", "saved"] if is_locked else ["saved", "saved"])
    sixth = f"ballot {phones[0].ballot.pk}: 6 priorities"
    assert faults_of(round_) == ([] if is_locked else [sixth])


def test_without_the_lock_an_answer_comes_after_the_count(round_, phones, options, is_locked):
    for option in options[:2]:
        standing(phones[-1].ballot, option, Answer.YES)
    has_read, is_counted = Event(), Event()

    def wait_for_the_count() -> None:
        has_read.set()
        is_counted.wait(PATIENCE_S)

    def close_and_count() -> int:
        has_read.wait()
        close_early(round_=round_, reason="race", now=timezone.now())
        tally = tally_round(round_=round_, now=timezone.now())
        is_counted.set()
        return tally.answer_count

    late = pausing(
        lambda: sent(lambda: phones[0].answer(options[0], 0, Answer.YES)),
        after='FROM "synergies_tally"',
        until=wait_for_the_count,
    )
    outcome, counted = at_once([late, close_and_count])

    assert outcome == "saved"
    assert counted == (3 if is_locked else 2)
    assert (faults_of(round_) == []) is is_locked
