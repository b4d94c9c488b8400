"""The clock jumps: month ends, leap day, both changes of the hour, forty days without a tick.

Each has its control: the naive way of reckoning, put in the place of ours, goes wrong there.
"""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from actions.models import Digest, Reminder, Report
from actions.services import clock, reports
from actions.services.reminders import planning
from actions.services.reminders.candidates import Candidate
from actions.services.reports import due_reports
from pompey_ite.outbox import calendar
from pompey_ite.outbox.calendar import PARIS
from pompey_ite.outbox.models import Mail
from pompey_ite.outbox.services import send_due
from tests.factories import (
    ActionFactory,
    ContactFactory,
    MailFactory,
    MilestoneFactory,
    PartyFactory,
    ProgrammeFactory,
    SynergyFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mailbox(settings, tmp_path):
    settings.EMAIL_BACKEND = "pompey_ite.outbox.mailbox.MailboxBackend"
    settings.MAILBOX_DIR = tmp_path


# -- Month ends and the leap day ------------------------------------------------------------------
@pytest.fixture
def programme():
    programme = ProgrammeFactory(starts_on=date(2018, 1, 1), ends_on=date(2021, 12, 31))
    ActionFactory(area__programme=programme)
    return programme


def months_reported(programme) -> list[str]:
    """Return the months that a tick at noon of each day of three years reports, in their order."""
    day, found = date(2018, 12, 3), []
    while day < date(2021, 12, 1):
        noon = datetime.combine(day, time(12), tzinfo=PARIS)
        for due in due_reports(noon):
            Report.objects.create(programme=programme, month=due.month, built_at=noon)
            found.append(f"{due.month:%Y-%m}")
        day += timedelta(days=1)
    return found


def test_each_month_is_reported_once_february_of_every_length_too(programme):
    wanted = ["2018-11", "2018-12"]
    wanted += [f"{year}-{month:02}" for year in (2019, 2020) for month in range(1, 13)]
    wanted += [f"2021-{month:02}" for month in range(1, 11)]

    assert months_reported(programme) == wanted


def test_months_of_thirty_days_would_report_february_late(programme, monkeypatch):
    """The control: thirty days before 1 March lies January."""
    monkeypatch.setattr(reports, "previous_month", lambda day: (day - timedelta(30)).replace(day=1))
    first_of_march = datetime(2019, 3, 1, 12, tzinfo=PARIS)
    Report.objects.create(programme=programme, month=date(2019, 1, 1), built_at=first_of_march)

    assert due_reports(first_of_march) == []


@pytest.fixture
def leap_step():
    """A milestone whose first reminder, fourteen days before, falls on 29 February 2020."""
    contact = ContactFactory()
    action = ActionFactory(
        area__programme=ProgrammeFactory(
            initiative=contact.company.initiative,
            starts_on=date(2019, 1, 1),
            ends_on=date(2021, 12, 31),
        ),
        pilot_company=contact.company,
    )
    MilestoneFactory(action=action, due_on=date(2020, 3, 14))
    return contact.company.initiative


JUST_BEGUN = datetime(2020, 2, 28, 23, 30, tzinfo=UTC)  # 0.30 h of 29 February in Paris


def milestones_planned(initiative, now) -> list[date]:
    planning.plan(initiative=initiative, now=now)
    rows = Reminder.objects.filter(kind=Reminder.Kind.MILESTONE)
    return list(rows.values_list("due_on", flat=True))


def test_the_leap_day_begins_at_midnight_in_paris(leap_step):
    assert milestones_planned(leap_step, JUST_BEGUN - timedelta(hours=1)) == []
    assert milestones_planned(leap_step, JUST_BEGUN) == [date(2020, 2, 29)]


def test_the_day_of_greenwich_would_miss_it(leap_step, monkeypatch):
    """The control."""
    monkeypatch.setattr(planning, "local_day", lambda now: now.date())

    assert milestones_planned(leap_step, JUST_BEGUN) == []


# -- Both changes of the hour ---------------------------------------------------------------------
CHANGES = {
    "spring": datetime(2026, 3, 27, 20, tzinfo=UTC),
    "autumn": datetime(2026, 10, 23, 20, tzinfo=UTC),
}


def hour_of_leaving(friday_evening: datetime) -> datetime:
    """Return when a mail of Friday evening leaves, with a tick every half an hour."""
    mail = MailFactory(kind="digest", dated_at=friday_evening, due_at=friday_evening)
    for step in range(140):
        now = friday_evening + step * timedelta(minutes=30)
        if send_due(now=now)["sent"]:
            assert Mail.objects.get(pk=mail.pk).status == "sent"
            return now.astimezone(PARIS)
    raise AssertionError("it never left")


@pytest.mark.parametrize("season", CHANGES)
def test_a_mail_leaves_at_eight_after_the_hour_has_changed(season):
    left_at = hour_of_leaving(CHANGES[season])

    assert f"{left_at:%A %H:%M}" == "Monday 08:00"


@pytest.mark.parametrize(
    ("season", "offset_h", "leaves"), [("spring", 1, "09:00"), ("autumn", 2, "07:00")]
)
def test_a_fixed_offset_would_be_late_or_break_the_quiet_hours(
    season, offset_h, leaves, monkeypatch
):
    """The control: the offset that held on Friday."""
    monkeypatch.setattr(calendar, "PARIS", timezone(timedelta(hours=offset_h)))

    assert f"{hour_of_leaving(CHANGES[season]):%A %H:%M}" == f"Monday {leaves}"


# -- Forty days without a tick --------------------------------------------------------------------
STOPPED = datetime(2019, 6, 28, 9, tzinfo=PARIS)
BACK = STOPPED + timedelta(days=40)  # Wednesday 7 August


@pytest.fixture
def follow_up():
    """One thing of each kind that comes due while nothing runs."""
    UserFactory(superuser=True, language="fr")
    contact = ContactFactory()
    initiative = contact.company.initiative
    programme = ProgrammeFactory(
        initiative=initiative, starts_on=date(2019, 1, 1), ends_on=date(2021, 12, 31)
    )
    action = ActionFactory(area__programme=programme, pilot_company=contact.company)
    MilestoneFactory(action=action, due_on=date(2019, 7, 9))
    synergy = SynergyFactory(
        initiative=initiative, status="study", last_contact_on=date(2019, 6, 1)
    )
    PartyFactory(synergy=synergy, company=contact.company)
    clock.tick(now=STOPPED)
    return initiative


def test_after_forty_days_everything_due_is_done_once(follow_up):
    before = set(Mail.objects.values_list("pk", flat=True))

    for _tick in range(3):
        clock.tick(now=BACK)

    assert [f"{row.month:%Y-%m}" for row in Report.objects.order_by("month")] == [
        *("2019-05", "2019-06", "2019-07"),
    ]
    assert list(Digest.objects.order_by("week").values_list("week", flat=True))[-1] == "2019-W32"
    pending = Reminder.objects.filter(status=Reminder.Status.PLANNED).values_list("kind", flat=True)
    assert sorted(pending) == ["milestone", "synergy"]
    new = Mail.objects.exclude(pk__in=before).values_list("kind", flat=True)
    assert sorted(new) == ["digest", "report_draft", "report_draft"]


def test_what_only_looks_at_today_would_forget_it(follow_up, monkeypatch):
    """The control: a clock that asks “is it today?” instead of “is it due and not done?”."""
    monkeypatch.setattr(Candidate, "is_due", lambda self, today, _decided: self.due_on == today)

    clock.tick(now=BACK)

    assert not Reminder.objects.filter(status=Reminder.Status.PLANNED).exists()
