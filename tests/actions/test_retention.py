"""Personal data is forgotten in time, and nothing that is still needed goes with it."""

from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from actions.services.clock import tick
from actions.services.retention import RULES, forget_what_is_over, what_is_over
from companies.models import JoinRequest
from pompey_ite.outbox.models import Mail
from synergies.models import Answer, Ballot, Channel, Vote, VoteChange
from synergies.services.vote_names import forget_names_of_votes
from tests.factories import (
    BallotFactory,
    ContactFactory,
    JoinRequestFactory,
    MailFactory,
    ProgrammeFactory,
    RoundOptionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
STARTED = date(2018, 1, 1)


@pytest.fixture
def clock():
    with time_machine.travel("2019-03-12 10:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def ballot(clock):
    """A ballot of a round whose programme began more than a year ago, by one contact."""
    contact = ContactFactory()
    ballot = BallotFactory(company=contact.company)
    ProgrammeFactory(round=ballot.round, starts_on=STARTED)
    option = RoundOptionFactory(round=ballot.round)
    now = timezone.now()
    common = {"ballot": ballot, "option": option, "channel": Channel.MANAGER}
    Vote.objects.create(
        **common, answer=Answer.YES, note="our yard", answered_at=now, answered_by=contact
    )
    VoteChange.objects.create(
        **common, after=Answer.YES, changed_at=now, contact=contact, user=UserFactory()
    )
    Ballot.objects.update(validated_by=contact, validated_at=now, receipt_code="ABCD-EFGH")
    return ballot


def test_a_year_after_the_programme_began_nobody_knows_who_pressed(ballot):
    assert what_is_over(now=timezone.now())["noms des personnes qui ont voté"] == 3

    tick(now=timezone.now())

    vote, change = Vote.objects.get(), VoteChange.objects.get()
    assert (vote.answered_by, change.contact, change.user) == (None, None, None)
    assert (vote.answer, vote.note, change.channel) == ("yes", "our yard", Channel.MANAGER)
    ballot.refresh_from_db()
    assert (ballot.validated_by, ballot.receipt_code) == (None, "ABCD-EFGH")


def test_before_that_the_names_stay(ballot, clock):
    clock.move_to("2019-01-01 10:00Z")

    assert forget_names_of_votes(now=timezone.now()) == 0
    assert Vote.objects.get().answered_by is not None


def test_the_history_of_a_ballot_reads_without_names(ballot, staff_client):
    forget_names_of_votes(now=timezone.now())

    page = staff_client.get(
        reverse("synergies:round_history", args=[ballot.round_id, ballot.company_id])
    )

    assert page.status_code == 200
    assert "None" not in page.content.decode()


def test_the_command_counts_and_forgets_only_when_told(ballot):
    now = timezone.now()
    JoinRequestFactory(received_at=now - timedelta(days=366))
    old = now - timedelta(days=400)
    MailFactory(status=Mail.Status.SENT, due_at=old, sent_at=old)
    Session.objects.create(session_key="x", session_data="", expire_date=now - timedelta(days=1))
    said, done, after = (StringIO() for _run in range(3))

    call_command("purge", stdout=said)
    assert Vote.objects.get().answered_by is not None
    call_command("purge", "--apply", stdout=done)
    call_command("purge", stdout=after)

    counts = [
        [int(line[:6]) for line in out.getvalue().splitlines()[: len(RULES)]]
        for out in (said, done)
    ]
    assert counts == [[1, 1, 3, 0, 0, 1]] * 2
    left = [int(line[:6]) for line in after.getvalue().splitlines()[: len(RULES)]]
    assert left == [0] * len(RULES)


def test_the_command_counts_what_the_tick_forgets_and_names_it_alike(ballot):
    now = timezone.now()
    JoinRequestFactory(received_at=now - timedelta(days=366))

    counted = what_is_over(now=now)
    forgotten = forget_what_is_over(now=now)

    assert counted == forgotten
    assert counted["demandes d’adhésion restées sans suite"] == 1


@pytest.mark.parametrize(("days", "left"), [(29, 0), (31, 1)])
def test_a_request_to_join_is_kept_as_long_as_the_settings_say(clock, settings, days, left):
    settings.JOIN_REQUEST_DAYS = days
    JoinRequestFactory(received_at=timezone.now() - timedelta(days=30))

    tick(now=timezone.now())

    assert JoinRequest.objects.count() == left


def test_a_tick_that_plays_another_day_signs_nobody_out(staff_client, clock):
    """`manage.py tick --at` lets one look at any month."""
    tick(now=timezone.now() + timedelta(days=30))

    assert staff_client.get("/companies/").status_code == 200


def test_a_session_that_is_over_goes_with_the_next_tick(clock):
    Session.objects.create(
        session_key="x", session_data="", expire_date=timezone.now() - timedelta(hours=1)
    )
    tick(now=timezone.now())

    assert not Session.objects.exists()
