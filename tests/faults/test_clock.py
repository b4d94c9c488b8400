"""Clocks that are doubled, late, lost or wrong, and a mail server that is away for three days."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.core.mail import get_connection
from django.db import connection as database
from django.utils import timezone

from actions.models import Digest, Report
from actions.services import clock, reports
from pompey_ite.invariants import violations
from pompey_ite.outbox import services
from pompey_ite.outbox.models import Mail
from synergies.models import Tally
from tests.factories import MilestoneFactory, RoundFactory, UserFactory
from tests.faults.site import wait_until
from tests.faults.smtp_sink import Sink
from tests.faults.test_smtp import queue
from tests.faults.test_smtp import server as server  # noqa: PLC0414 – a fixture
from tests.synergies.services.test_races import at_once

pytestmark = [pytest.mark.fault]
DUE = datetime(2019, 7, 1, 8, 0, tzinfo=UTC)
TICKS = 4
PATIENCE_S = 30
MAILS = 20
AWAY_H = 72  # the mail server, three days


# -- Several clocks in one minute -----------------------------------------------------------------
@pytest.fixture
def owed(transactional_db):
    """A report of June 2019 and the count of a round that has closed, both owed."""
    milestone = MilestoneFactory(due_on=date(2019, 6, 20), done_on=date(2019, 6, 21))
    UserFactory.create_batch(3, superuser=True, language="fr")
    RoundFactory(
        title="Vote",
        opens_at=datetime(2019, 5, 1, tzinfo=UTC),
        closes_at=datetime(2019, 6, 1, tzinfo=UTC),
    )
    return milestone.action.area.programme


def keys_of_mails() -> list[tuple[str, str, str, str]]:
    return list(Mail.objects.values_list("kind", "recipient", "object_key", "period"))


def test_four_ticks_in_one_instant_do_everything_once(owed, server):
    """F11. Two beats, a restart, somebody at the command: one row per kind, period and person."""
    at_once([lambda: clock.tick(now=DUE)] * TICKS)

    keys = keys_of_mails()
    print(f"{TICKS} ticks: {Report.objects.count()} report, {len(keys)} mails")  # noqa: T201
    assert (Report.objects.count(), Tally.objects.count()) == (1, 1)
    assert len(keys) == len(set(keys)) == 3
    assert len(server.taken) == 3
    assert violations(now=DUE) == []


def test_a_look_before_writing_is_no_protection(owed, server, monkeypatch):
    """The control of F11: “is it there? no: write it”, without a constraint in the database."""
    if database.vendor == "sqlite":
        pytest.skip("SQLite lets one tick write at a time: it proves nothing here")
    all_have_looked = Barrier(TICKS)

    def write(report, _figures, _now):
        all_have_looked.wait(PATIENCE_S)
        return Report.objects.create(**fields(report))

    monkeypatch.setattr(reports, "_keep", write)
    monkeypatch.setattr(clock, "tally_closed_rounds", lambda now: [])
    (unique,) = [one for one in Report._meta.constraints if "month" in getattr(one, "fields", ())]
    with database.schema_editor() as editor:
        editor.remove_constraint(Report, unique)
    try:
        at_once([lambda: clock.tick(now=DUE)] * TICKS)
        count = Report.objects.count()
    finally:
        Report.objects.all().delete()
        with database.schema_editor() as editor:
            editor.add_constraint(Report, unique)

    print(f"control, {TICKS} ticks that only look: {count} reports")  # noqa: T201
    assert count > 1


def fields(report: Report) -> dict:
    return {
        field.attname: getattr(report, field.attname)
        for field in Report._meta.concrete_fields
        if not field.primary_key
    }


# -- A beat that forgets, a clock that jumps ------------------------------------------------------
@pytest.mark.once
def test_a_beat_that_lost_its_file_ticks_at_once(site):
    """F13. What is due is asked of the database; the file of the beat may be thrown away."""
    site.queue_mails(MAILS)
    (site.folder / "beat-0").write_bytes(b"damaged")
    site.start_beat()
    site.start_worker()

    wait_until(lambda: site.statuses() == {"sent": MAILS}, "every mail is sent")

    site.check_invariants()


def test_a_clock_that_jumps_back_makes_no_second_period(owed, server):
    """F14. An hour back, and a day forward and back again: each period is there once."""
    for now in (DUE, DUE - timedelta(hours=1), DUE + timedelta(days=1), DUE):
        clock.tick(now=now)

    weeks = list(Digest.objects.values_list("week", flat=True))
    assert [report.month for report in Report.objects.all()] == [date(2019, 6, 1)]
    assert len(weeks) == len(set(weeks))
    assert len(server.by_message_id()) == len(server.taken) == Mail.objects.count()
    assert violations(now=DUE) == []


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(days=1)], ids=["back", "forward"])
def test_a_jump_in_the_middle_of_a_sending_loses_nothing(server: Sink, transactional_db, jump):
    """F14. A jump forward ends a lease too early: one double, with the same Message-ID."""
    queue(MAILS)
    now = timezone.now()
    mine = Mail.objects.order_by("pk")[0]
    assert services.claim(pk=mine.pk, now=now)

    services.send_due(now=now + jump)  # another worker, while the first speaks of its mail
    connection = get_connection()
    assert services._speak(mine, connection) is None
    connection.close()
    services._mark(services.Spoken(mine, None), now)
    services.send_due(now=now + timedelta(days=2))

    print(f"jump of {jump}: {len(server.taken)} taken, {server.duplicates} double")  # noqa: T201
    assert len(server.by_message_id()) == MAILS
    assert server.duplicates == (1 if jump > timedelta(0) else 0)
    assert set(Mail.objects.values_list("status", flat=True)) == {"sent"}
    assert violations(now=now + timedelta(days=2)) == []


# -- No mail server for three days ----------------------------------------------------------------
def days_without_a_server(settings, server: Sink) -> list[str]:
    """Let three days of ticks meet a closed port, then one day the server; return who got mail."""
    began, port = timezone.now(), settings.EMAIL_PORT
    settings.EMAIL_PORT = 9  # nobody listens there
    queue(MAILS)
    for hour in range(AWAY_H):
        services.send_due(now=began + timedelta(hours=hour))
    assert server.taken == []
    settings.EMAIL_PORT = port
    for hour in range(AWAY_H, AWAY_H + 24):
        services.send_due(now=began + timedelta(hours=hour))
    return [taken.recipient for taken in server.taken]


def test_after_three_days_without_a_mail_server_every_mail_leaves_once(
    settings, server, transactional_db
):
    """F9. Nothing is given up in three days; the oldest leaves first."""
    got = days_without_a_server(settings, server)

    print(f"server away for three days: {len(got)} of {MAILS} arrive after it")  # noqa: T201
    assert got == [f"person{number}@example.org" for number in range(MAILS)]
    assert server.duplicates == 0
    assert violations(now=timezone.now() + timedelta(hours=AWAY_H + 24)) == []


def test_who_gives_up_after_a_day_loses_them(settings, server, transactional_db, monkeypatch):
    """The control of F9: the last attempt is made after a day."""
    monkeypatch.setattr(services, "RETRY_DELAYS", (timedelta(hours=4),) * 6)

    got = days_without_a_server(settings, server)

    print(f"control, given up after a day: {len(got)} of {MAILS} arrive")  # noqa: T201
    assert got == []
