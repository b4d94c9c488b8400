"""A tick does what is due; late, doubled or lost ticks end in the same state."""

import io
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from actions import tasks
from actions.models import Report
from actions.services import clock
from pompey_ite.outbox.models import Heartbeat, Mail
from synergies.models import Tally
from tests.factories.actions import MilestoneFactory
from tests.factories.companies import UserFactory
from tests.factories.outbox import MailFactory
from tests.factories.synergies import RoundFactory

pytestmark = pytest.mark.django_db

DUE = datetime(2019, 7, 1, 6, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def mailbox(settings, tmp_path):
    settings.EMAIL_BACKEND = "pompey_ite.outbox.mailbox.MailboxBackend"
    settings.MAILBOX_DIR = tmp_path
    return tmp_path


@pytest.fixture
def owed():
    """A report of June 2019 and the count of a closed round, both owed."""
    milestone = MilestoneFactory(due_on=date(2019, 6, 20), done_on=date(2019, 6, 21))
    UserFactory(superuser=True, language="fr")
    opens_at, closes_at = datetime(2019, 5, 1, tzinfo=UTC), datetime(2019, 6, 1, tzinfo=UTC)
    RoundFactory(title="Vote", opens_at=opens_at, closes_at=closes_at)
    return milestone.action.area.programme


def test_tick_counts_reports_and_sends(owed, mailbox):
    result = clock.tick(now=DUE)

    assert (result.rounds, result.reports) == (["Vote"], [f"{owed} · 2019-06"])
    assert result.mails == {"sent": 1}
    assert len(list(mailbox.glob("*.eml"))) == 1


def test_second_tick_changes_nothing(owed):
    clock.tick(now=DUE)

    again = clock.tick(now=DUE)

    assert (again.rounds, again.reports, again.mails) == ([], [], {})
    assert (Tally.objects.count(), Report.objects.count(), Mail.objects.count()) == (1, 1, 1)


def test_late_tick_ends_in_the_same_state(owed):
    clock.tick(now=datetime(2019, 7, 29, 3, 0, tzinfo=UTC))

    assert Report.objects.get().month == date(2019, 6, 1)


def test_task_leaves_its_heartbeat(db):
    tasks.tick()

    assert Heartbeat.objects.get().name == "tick"


def run(*arguments):
    output = io.StringIO()
    call_command("tick", *arguments, stdout=output)
    return output.getvalue().splitlines()


def test_command_says_what_it_did(owed):
    assert run("--at", "2019-07-01T08:00") == [
        "Consultation dépouillée : Vote",
        "Règles comparées, solidité établie : Vote",
        f"Rapport établi : {owed} · 2019-06",
        "Courriels « envoyé » : 1",
    ]
    assert Heartbeat.objects.count() == 0


def test_dry_run_writes_nothing(owed):
    lines = run("--at", "2019-07-01T08:00:00+02:00", "--dry-run")

    assert lines[:2] == [
        "Consultation dépouillée : Vote",
        f"Rapport établi : {owed} · 2019-06",
    ]
    assert (Tally.objects.count(), Report.objects.count(), Mail.objects.count()) == (0, 0, 0)


def test_nothing_due_is_said(db):
    assert run() == ["Rien à faire pour l’instant."]


def test_unreadable_instant_is_refused():
    with pytest.raises(CommandError, match="not an ISO instant"):
        run("--at", "yesterday")


def test_mails_leave_even_when_something_else_of_the_tick_breaks(owed, monkeypatch):
    def broken(_now):
        raise ZeroDivisionError

    MailFactory(due_at=DUE)
    monkeypatch.setattr(clock, "due_reports", broken)

    with pytest.raises(ZeroDivisionError):
        clock.tick(now=DUE)

    assert Mail.objects.get().status == "sent"
