"""The three crowds of a territory: who votes, who writes slips at a workshop, who reads."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from django.urls import reverse
from django.utils import timezone

from companies.models import Contact
from companies.services.links import issue_link, token_of
from pompey_ite.bench.load.crowd import Measured, Pace, Person, run_crowd
from pompey_ite.bench.load.phone import Reply
from pompey_ite.outbox.calendar import local_day
from synergies.models import Answer, Round, Slip, TableAccess, TallyLine, Vote, Workshop
from synergies.services.counting import tally_closed_rounds
from synergies.services.room import room_token
from synergies.services.rounds import link_purpose
from synergies.services.tables import open_tables

TABLES = 6
JSON = {"Accept": "application/json"}
FREE = (Answer.YES, Answer.MAYBE, Answer.NO, Answer.NOT_CONCERNED)  # “priority” is for a few


def _is_saved(reply: Reply) -> bool:
    """Return whether the page would now show “saved”."""
    is_answered = reply.status == HTTPStatus.OK
    return is_answered and json.loads(reply.body)["outcome"] == "saved"


# -- Voting ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Votes:
    """What the phones met, what they were told, and what was counted."""

    measured: Measured
    told: int
    kept: int
    counted: int

    @property
    def is_whole(self) -> bool:
        return self.told == self.kept == self.counted


def vote(round_: Round, port: int, pace: Pace) -> Votes:
    """Let every company of a round open its link and answer every proposal; count; compare."""
    tokens = _tokens(round_)
    options = list(round_.options.order_by("number"))
    told: Counter[tuple[int, str]] = Counter()

    def at_the_phone(person: Person) -> None:
        link = reverse("synergies:vote", args=[tokens[person.number]])
        person.ask(person.phone.get, link)
        person.ask(person.phone.post, link, {})
        person.ask(person.phone.get, reverse("synergies:ballot_list", args=[round_.pk]))
        for option in person.chance.sample(options, len(options)):
            person.think()
            card = reverse("synergies:ballot_card", args=[round_.pk, option.number])
            answer = person.chance.choice(FREE).value
            values = {"answer": answer, "note": "", "version": "0"}
            reply = person.ask(person.phone.post, card, values, **JSON)
            if _is_saved(reply):
                told[option.pk, answer] += 1

    measured = run_crowd(port, len(tokens), pace, at_the_phone)
    kept = Counter(Vote.objects.filter(ballot__round=round_).values_list("option", "answer"))
    (tally,) = tally_closed_rounds(now=round_.closes_at + timedelta(seconds=1))
    counted = _counted(tally.lines.all())
    return Votes(measured, told.total(), (told & kept).total(), (told & counted).total())


def _counted(lines: Iterable[TallyLine]) -> Counter[tuple[int, str]]:
    return Counter(
        {
            (line.option_id, answer.value): getattr(line, f"{answer.value}_count")
            for line in lines
            for answer in FREE
        }
    )


def _tokens(round_: Round) -> list[str]:
    """Return the secret of a personal link for a contact of each company of the round."""
    now = timezone.now()
    companies = round_.ballots.order_by("pk").values_list("company", flat=True)
    return [_token(company, round_, now) for company in companies]


def _token(company: int, round_: Round, now: datetime) -> str:
    address = f"load{company}@bench.example"
    contact = Contact.objects.create(company_id=company, last_name="Load", email=address)
    expires_at = now + timedelta(days=20)
    link = issue_link(contact=contact, purpose=link_purpose(round_), now=now, expires_at=expires_at)
    return token_of(link)


# -- Writing slips --------------------------------------------------------------------------------
@dataclass(frozen=True)
class Slips:
    """What the tables and phones met; slips told as saved, and slips kept."""

    measured: Measured
    told: int
    kept: int


def write_slips(workshop: Workshop, port: int, *, phones: int, each: int, pace: Pace) -> Slips:
    """Let six tables and so many phones write `each` slips, looking at the list in between."""
    now = timezone.now()
    open_tables(workshop=workshop, day=local_day(now), tables=TABLES, now=now)
    names = list(workshop.initiative.companies.order_by("pk").values_list("name", flat=True))
    doors = list(_doors(workshop, phones))
    told: list[str] = []

    def at_the_table(person: Person) -> None:
        door = reverse("synergies:table_arrival", args=[doors[person.number]])
        table = reverse("synergies:table", args=[workshop.pk])
        person.ask(person.phone.get, door)
        person.ask(person.phone.post, door, {})
        person.ask(person.phone.get, table)
        for turn in range(each):
            person.think()
            what = f"palettes {person.number}-{turn}"
            suggest = reverse("synergies:table_suggest", args=[workshop.pk])
            person.ask(person.phone.get, f"{suggest}?what=palettes")
            offers, wants = person.chance.sample(names, 2)
            key = f"{person.number:08x}{turn:08x}"
            values = {"offers": offers, "wants": wants, "what": what, "client_key": key}
            values |= {"kind": "substitution"}
            reply = person.ask(person.phone.post, table, values, **JSON)
            if _is_saved(reply):
                told.append(what)
            person.think()
            person.ask(person.phone.get, reverse("synergies:table_slips", args=[workshop.pk]))

    measured = run_crowd(port, len(doors), pace, at_the_table)
    kept = set(Slip.objects.filter(workshop=workshop).values_list("what", flat=True))
    return Slips(measured, len(told), len(kept & set(told)))


def _doors(workshop: Workshop, phones: int) -> Iterator[str]:
    for access in TableAccess.objects.filter(workshop=workshop).order_by("table_number"):
        for _turn in range(1 if access.table_number else phones):
            yield room_token(access)


# -- Reading --------------------------------------------------------------------------------------
def read_showcase(port: int, *, visitors: int, pages: int, pace: Pace) -> Measured:
    """Let so many visitors read the home page, then other public pages."""
    home = reverse("pages:home")
    others = [
        reverse(f"pages:{name}")
        for name in ("showcase_programme", "showcase_stories", "showcase_partners", "opendata")
    ]

    def on_the_web(person: Person) -> None:
        person.ask(person.phone.get, home)
        for address in person.chance.sample(others, pages - 1):
            person.think()
            person.ask(person.phone.get, address)

    return run_crowd(port, visitors, pace, on_the_web)
