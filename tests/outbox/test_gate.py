"""What may leave now: stops, wrong addresses, lost reasons, one mail a day, hours, closed days."""

import itertools
import threading
from datetime import date, datetime, timedelta

import pytest
from django.core import mail as sent_by_django
from django.db import connections

from pompey_ite.outbox import gate, kinds, services
from pompey_ite.outbox.calendar import PARIS
from pompey_ite.outbox.kinds import MailKind
from pompey_ite.outbox.models import Mail
from tests.factories import (
    AddressErrorFactory,
    ClosingPeriodFactory,
    ContactFactory,
    MailFactory,
    StopFactory,
)

pytestmark = pytest.mark.django_db

MONDAY = datetime(2019, 7, 1, 10, 0, tzinfo=PARIS)
NUMBERS = itertools.count()
TUESDAY_8H = datetime(2019, 7, 2, 8, 0, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def own_kinds(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register(MailKind("reminder", "Reminder", group="reminders"))
    kinds.register(MailKind("receipt", "Receipt", is_urgent=True))


def waiting(**values):
    key = f"thing:{next(NUMBERS)}"
    return MailFactory(**{"kind": "reminder", "object_key": key, "due_at": MONDAY, **values})


def reload(mail):
    mail.refresh_from_db()
    return mail


# -- Dropped --------------------------------------------------------------------------------------
def test_a_stopped_mail_is_dropped_and_says_so(english):
    stopped, other_group = waiting(), waiting()
    StopFactory(address=stopped.recipient, group="reminders")
    StopFactory(address=other_group.recipient, group="reports")

    assert services.send_due(now=MONDAY) == {"dropped": 1, "sent": 1}

    assert reload(stopped).status == "dropped"
    assert stopped.reason == "the recipient wants no more of these mails"


def test_what_was_resumed_leaves_again():
    mail = waiting()
    StopFactory(address=mail.recipient, group="reminders", resumed_at=MONDAY)

    assert services.send_due(now=MONDAY) == {"sent": 1}


def test_a_receipt_cannot_be_stopped():
    mail = waiting(kind="receipt")
    for group in kinds.GROUPS:
        StopFactory(address=mail.recipient, group=group)

    assert services.send_due(now=MONDAY) == {"sent": 1}


def test_nothing_is_sent_to_an_address_in_error_until_it_is_right_again(english):
    error = AddressErrorFactory()
    mail = waiting(recipient=error.address, kind="receipt")

    assert services.send_due(now=MONDAY) == {"dropped": 1}
    assert reload(mail).reason == "address in error: 550 5.1.1 no such user"

    AddressErrorFactory(
        address="back@company.example", cleared_at=MONDAY, cleared_reason="called them"
    )
    waiting(recipient="back@company.example")
    assert services.send_due(now=MONDAY) == {"sent": 1}


def test_a_kind_tells_which_mails_have_lost_their_reason():
    asked = []

    def reasons(mails, now):
        asked.append((len(mails), now))
        return {mails[0].pk: "answered"}

    kinds.register(MailKind("reminder", "Reminder", reasons_to_drop=reasons))
    first, _second, _third = waiting(), waiting(), waiting()

    assert services.send_due(now=MONDAY) == {"dropped": 1, "sent": 2}

    assert asked == [(3, MONDAY)]
    assert reload(first).reason == "answered"


def test_a_kind_that_cannot_answer_holds_only_its_own_mails_back():
    def broken(mails, now):
        raise LookupError("a mistake of ours")

    kinds.register(MailKind("broken", "Broken", reasons_to_drop=broken))
    held, other = waiting(kind="broken"), waiting()

    assert services.send_due(now=MONDAY) == {"sent": 1}

    assert reload(held).due_at == MONDAY + gate.UNCHECKED_DELAY
    assert reload(other).status == "sent"


# -- Put off --------------------------------------------------------------------------------------
def test_a_person_gets_one_mail_a_day_the_oldest_first():
    second = waiting(recipient="alix@forge.example", due_at=MONDAY - timedelta(hours=1))
    first = waiting(recipient="alix@forge.example", due_at=MONDAY - timedelta(hours=2))

    assert services.send_due(now=MONDAY) == {"sent": 1}

    assert (reload(first).status, first.sent_on) == ("sent", date(2019, 7, 1))
    assert (reload(second).status, second.due_at) == ("queued", TUESDAY_8H)
    assert services.send_due(now=TUESDAY_8H) == {"sent": 1}


def test_urgent_mails_pass_and_take_no_day():
    waiting(recipient="alix@forge.example", kind="receipt")
    waiting(recipient="alix@forge.example")
    waiting(recipient="alix@forge.example", kind="receipt")

    assert services.send_due(now=MONDAY) == {"sent": 3}


def test_what_was_refused_takes_no_day(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    mail = waiting()

    assert services.send_due(now=MONDAY) == {"retry": 1}

    assert reload(mail).sent_on is None


def test_a_person_sends_again_beside_the_mail_of_the_day():
    first = MailFactory(sent=True, recipient="alix@forge.example", sent_on=MONDAY.date())
    waiting(recipient="alix@forge.example", resent_from=first)

    assert services.send_due(now=MONDAY) == {"sent": 1}


@pytest.mark.parametrize(
    ("now", "leaves_at"),
    [
        (datetime(2019, 7, 1, 7, 59, tzinfo=PARIS), datetime(2019, 7, 1, 8, tzinfo=PARIS)),
        (datetime(2019, 7, 1, 18, 0, tzinfo=PARIS), TUESDAY_8H),
        (datetime(2019, 7, 6, 12, 0, tzinfo=PARIS), datetime(2019, 7, 8, 8, tzinfo=PARIS)),
        (datetime(2019, 8, 15, 12, 0, tzinfo=PARIS), datetime(2019, 8, 16, 8, tzinfo=PARIS)),
    ],
)
def test_at_night_at_weekends_and_on_holidays_only_urgent_mails_leave(now, leaves_at):
    calm, urgent = waiting(due_at=now), waiting(kind="receipt", due_at=now)

    assert services.send_due(now=now) == {"sent": 1}

    assert reload(urgent).status == "sent"
    assert (reload(calm).status, calm.due_at) == ("queued", leaves_at)


def test_quiet_hours_can_be_switched_off(settings):
    settings.MAIL_QUIET_HOURS = False
    night = datetime(2019, 7, 1, 23, 0, tzinfo=PARIS)
    waiting(due_at=night)

    assert services.send_due(now=night) == {"sent": 1}


def test_while_a_company_is_closed_its_mails_wait():
    contact = ContactFactory(email="Alix@forge.example")
    ClosingPeriodFactory(
        company=contact.company, starts_on=date(2019, 7, 1), ends_on=date(2019, 7, 5)
    )
    ClosingPeriodFactory(company=contact.company)  # in August: of no effect now
    mail, other = waiting(recipient="alix@forge.example"), waiting()

    assert services.send_due(now=MONDAY) == {"sent": 1}

    assert reload(other).status == "sent"
    assert reload(mail).due_at == datetime(2019, 7, 8, 8, tzinfo=PARIS)  # Friday, then a weekend


def test_a_mail_of_a_dead_worker_waits_like_another():
    night = datetime(2019, 7, 1, 22, 0, tzinfo=PARIS)
    mail = waiting(status="sending", leased_until=night - timedelta(minutes=1))

    assert services.send_due(now=night) == {}

    assert (reload(mail).status, mail.leased_until, mail.due_at) == ("retry", None, TUESDAY_8H)


def test_what_waits_past_its_reason_is_dropped_instead():
    def over(mails, now):
        return {mail.pk: "over" for mail in mails if now >= TUESDAY_8H}

    kinds.register(MailKind("reminder", "Reminder", reasons_to_drop=over))
    waiting(due_at=MONDAY.replace(hour=19))

    assert services.send_due(now=MONDAY.replace(hour=19)) == {}
    assert services.send_due(now=TUESDAY_8H) == {"dropped": 1}
    assert sent_by_django.outbox == []


# -- How many queries -----------------------------------------------------------------------------
def test_beyond_claim_and_mark_the_number_of_queries_does_not_grow(django_assert_num_queries):
    savepoint, claim, mark = 2, 1, 1
    for count in (1, 2):
        for _one in range(count):
            waiting()
        # mails, attachments, errors, stops, closing periods, mails of the day, journal; “any left?”
        with django_assert_num_queries(8 + count * (savepoint + claim + mark)):
            assert services.send_due(now=MONDAY) == {"sent": count}


def test_a_batch_is_no_longer_than_asked():
    for _one in range(3):
        waiting()

    assert services.send_due(now=MONDAY, limit=2) == {"sent": 2}
    assert services.send_due(now=MONDAY) == {"sent": 1}


# -- Two workers ----------------------------------------------------------------------------------
def outcomes_of_two_workers():
    """Whether each of two workers may send, when both have read that the day is free."""
    mails = [waiting(recipient="alix@forge.example") for _worker in range(2)]
    together = threading.Barrier(2, timeout=20)
    outcomes: list[bool] = []

    def work(mail):
        try:
            ready, _dropped = gate.let_through([mail], MONDAY)
            together.wait()
            outcomes.extend(services._mark_and_claim(None, one, MONDAY, MONDAY) for one in ready)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(mail,)) for mail in mails]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_mail_to_a_person_on_a_day():
    assert outcomes_of_two_workers() == [False, True]

    assert sorted(Mail.objects.values_list("status", flat=True)) == ["queued", "sending"]
    assert Mail.objects.get(status="queued").due_at == TUESDAY_8H


@pytest.mark.django_db(transaction=True)
def test_without_the_day_in_the_database_both_would_leave(monkeypatch):
    monkeypatch.setattr(services, "day_of", lambda mail, now: None)

    assert outcomes_of_two_workers() == [True, True]
