"""A made-up territory of any size: companies, synergies, a programme, a round that runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.management import call_command
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Mod
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, Programme
from actions.models.programme import AREA_CODES
from companies.models import Company, Contact, Initiative, Resource, User
from companies.services.links import issue_link, token_of
from pompey_ite.journal import protection
from synergies.bench.network import region
from synergies.models import Answer, Area, Ballot, Channel, Round, RoundOption, Synergy, Vote
from synergies.services.rounds import link_purpose

BATCH = 2_000
ACTIONS_PER_AREA = 9  # 27 in all, as at Pompey, whatever the size: people cannot follow more
OPTIONS = 24  # of the ballot, as many as a company has to read at Pompey
RESOURCES_PER_COMPANY = 14  # 356 of 25 companies at Pompey


@dataclass(frozen=True)
class Territory:
    initiative: Initiative
    programme: Programme
    company: Company
    ballot: Ballot
    contact: Contact


def empty_database() -> None:
    """Empty the bench's own database; its journal too, which otherwise keeps every entry."""
    protection.remove(connection)
    call_command("flush", verbosity=0, interactive=False)


def territory(*, companies: int, synergies: int, voted: bool = True) -> Territory:
    """Write a territory, with synergies at every rung of the ladder, and return its handles.

    voted: every second company has answered in the round that runs.
    """
    rows = region(companies=companies, synergies=synergies)
    initiative = rows[0].initiative
    rungs = [Synergy.Status.IDEA, Synergy.Status.DISCUSSION, Synergy.Status.STUDY]
    today = timezone.localdate()
    for rung, status in enumerate(rungs):
        rows.alias(rest=Mod(F("number"), Value(len(rungs)))).filter(rest=rung).update(
            status=status, next_step="Next", next_due_on=today + timedelta(days=30)
        )
    company = initiative.companies.order_by("pk")[0]
    Resource.objects.bulk_create(_resources(initiative), BATCH)
    contact = Contact.objects.create(company=company, last_name="Bench", email="bench@x.example")
    return Territory(
        initiative, _programme(initiative), company, _first_ballot(initiative, voted), contact
    )


def _resources(initiative: Initiative) -> Iterator[Resource]:
    for pk in initiative.companies.values_list("pk", flat=True):
        for number in range(RESOURCES_PER_COMPANY):
            yield Resource(
                company_id=pk,
                direction=Resource.Direction.values[number % 2],
                family=Resource.Family.values[number % len(Resource.Family.values)],
                title=f"Resource {number}",
                reference=f"R{number}",
            )


def _programme(initiative: Initiative) -> Programme:
    programme = Programme.objects.create(
        initiative=initiative, title="Bench", starts_on=date(2026, 1, 1), ends_on=date(2028, 12, 31)
    )
    for kind, code in AREA_CODES.items():
        area = programme.areas.create(kind=kind, code=code, title=str(Area(kind).label))
        for number in range(1, ACTIONS_PER_AREA + 1):
            Action.objects.create(area=area, code=f"{code}{number}", title=f"Action {number}")
    return programme


def _first_ballot(initiative: Initiative, voted: bool) -> Ballot:
    now = timezone.now()
    round_ = Round.objects.create(
        initiative=initiative,
        title="Bench",
        places=ACTIONS_PER_AREA * len(AREA_CODES),
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=14),
    )
    RoundOption.objects.bulk_create(
        RoundOption(round=round_, synergy=one, number=one.number, title=one.title, area=one.area)
        for one in Synergy.objects.filter(initiative=initiative).order_by("number")[:OPTIONS]
    )
    ballots = Ballot.objects.bulk_create(
        (
            Ballot(round=round_, company_id=pk, seed=pk)
            for pk in initiative.companies.order_by("pk").values_list("pk", flat=True)
        ),
        BATCH,
    )
    if voted:
        Vote.objects.bulk_create(_votes(ballots[2::2], round_), BATCH)
    return ballots[0]


def _votes(ballots: list[Ballot], round_: Round) -> Iterator[Vote]:
    """Every second company has answered all; not the first two, whose answers are measured."""
    now, options = timezone.now(), list(round_.options.all())
    for ballot in ballots:
        for option in options:
            answer = Answer.values[(ballot.seed + option.number) % len(Answer.values)]
            yield Vote(
                ballot=ballot, option=option, answer=answer, answered_at=now, channel=Channel.LINK
            )


def manager() -> Client:
    """Return the browser of a project manager who has signed in."""
    client = Client(SERVER_NAME="localhost")
    user, _is_new = User.objects.get_or_create(
        username="bench", defaults={"is_staff": True, "is_superuser": True}
    )
    client.force_login(user)
    return client


def voter(land: Territory) -> Client:
    """Return the phone of a contact who has come in by the personal link of the ballot."""
    now = timezone.now()
    link = issue_link(
        contact=land.contact,
        purpose=link_purpose(land.ballot.round),
        now=now,
        expires_at=now + timedelta(days=20),
    )
    client = Client(SERVER_NAME="localhost")
    client.post(reverse("synergies:vote", args=[token_of(link)]))
    return client
