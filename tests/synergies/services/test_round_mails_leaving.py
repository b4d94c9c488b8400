"""Who is added, leaves, stops or validates between the plan and the sending: who gets the mail.

The whole path, to a mail server on loopback. Each prints its figures (`-rP`).
"""

from datetime import datetime, timedelta

import pytest

from pompey_ite.outbox import services
from pompey_ite.outbox.addresses import stop_group
from pompey_ite.outbox.calendar import PARIS
from pompey_ite.outbox.models import Mail, Stop
from synergies.emails import REMINDER
from synergies.services.round_mails import plan_of, send_mails
from synergies.services.rounds import link_purpose
from tests.factories import BallotFactory, ContactFactory, PersonalLinkFactory, RoundFactory
from tests.faults.smtp_sink import smtp_sink

pytestmark = pytest.mark.django_db

TUESDAY = datetime(2026, 11, 24, 10, tzinfo=PARIS)
COMPANIES = 5


@pytest.fixture(autouse=True)
def _tuesday(time_machine):
    time_machine.move_to(TUESDAY, tick=False)


@pytest.fixture
def sink(settings):
    with smtp_sink() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


def asked(ballot, address):
    contact = ContactFactory(company=ballot.company, email=address)
    PersonalLinkFactory(contact=contact, purpose=link_purpose(ballot.round))
    return contact


def removed(contact, _ballot):
    contact.is_active = False
    contact.save()


def unsubscribed(contact, _ballot):
    stop_group(address=contact.email, group="reminders", how=Stop.How.PAGE, now=TUESDAY)


def validated(_contact, ballot):
    ballot.validated_at, ballot.receipt_code = TUESDAY, "ABCD-EFGH"
    ballot.save()


def added(_contact, ballot):
    asked(ballot, "new@company.example")


CHANGES = [
    (added, "new@company.example"),
    (removed, "person0@company.example"),
    (unsubscribed, "person0@company.example"),
    (validated, "person0@company.example"),
]
by_change = pytest.mark.parametrize(
    ("change", "address"), CHANGES, ids=[change.__name__ for change, _address in CHANGES]
)


def leaving(sink, change, *, as_shown=True):
    """Plan reminders, change something, queue, change again, send; return who was written to.

    A person is added while the project manager looks at the list; the others change their mind
    once the mails are queued. as_shown: only whom the project manager saw is written to.
    """
    round_ = RoundFactory()
    ballots = [BallotFactory(round=round_) for _company in range(COMPANIES)]
    people = [asked(row, f"person{n}@company.example") for n, row in enumerate(ballots)]
    plan = plan_of(round_=round_, kind=REMINDER, now=TUESDAY)
    if change is added:
        change(people[0], ballots[0])
    shown = plan if as_shown else plan_of(round_=round_, kind=REMINDER, now=TUESDAY)
    send_mails(
        round_=round_, kind=REMINDER, contact_pks=shown.contact_pks, step=plan.step, now=TUESDAY
    )
    if change is not added:
        change(people[0], ballots[0])

    outcome = services.send_due(now=TUESDAY + timedelta(minutes=1))

    reached = {taken.recipient for taken in sink.taken}
    print(  # noqa: T201 – the figures of the run
        f"{change.__name__}: planned {len(plan.recipients)}, {dict(outcome)}, taken {len(reached)}"
    )
    return reached


@by_change
def test_nobody_is_written_to_whose_reason_has_ended(sink, change, address):
    reached = leaving(sink, change)

    expected = {f"person{n}@company.example" for n in range(COMPANIES)} - {address}
    assert reached == expected
    assert all(mail.reason for mail in Mail.objects.filter(status=Mail.Status.DROPPED))


@by_change
def test_without_the_look_just_before_they_would_be(sink, change, address, monkeypatch):
    """The control: the list is not frozen, and nothing is asked again."""
    monkeypatch.setattr(services, "let_through", lambda batch, _now: (batch, 0))

    assert address in leaving(sink, change, as_shown=False)
