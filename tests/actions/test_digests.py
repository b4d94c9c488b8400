"""The weekly digest: once a week, on its first working day, and only when something is new."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from actions.models import Digest, Reminder
from actions.services import clock
from actions.services.digests import build_digest, digest_figures, due_digests
from companies.models import Initiative
from pompey_ite.outbox.models import Mail
from tests.factories import (
    ContactFactory,
    DecisionFactory,
    InitiativeFactory,
    MailFactory,
    MilestoneFactory,
    PartyFactory,
    ReminderFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
WORD_JOINER = "\N{WORD JOINER}"
MONDAY = datetime(2019, 7, 1, 6, 0, tzinfo=UTC)  # 8 h in Paris


@pytest.fixture
def initiative():
    return InitiativeFactory()


@pytest.fixture
def manager():
    return UserFactory(superuser=True, language="fr")


@pytest.mark.parametrize(
    ("now", "is_due"),
    [
        pytest.param(MONDAY - timedelta(seconds=1), False, id="before eight"),
        pytest.param(MONDAY, True, id="Monday at eight"),
        pytest.param(MONDAY + timedelta(days=3), True, id="late tick"),
        pytest.param(datetime(2019, 6, 10, 12, tzinfo=UTC), False, id="Whit Monday"),
        pytest.param(datetime(2019, 6, 11, 6, tzinfo=UTC), True, id="the Tuesday after"),
        pytest.param(datetime(2026, 3, 30, 6, tzinfo=UTC), True, id="after 29 March: 6 h UTC"),
        pytest.param(datetime(2026, 10, 26, 6, tzinfo=UTC), False, id="after 25 October: not yet"),
        pytest.param(datetime(2026, 10, 26, 7, tzinfo=UTC), True, id="after 25 October: 7 h UTC"),
    ],
)
def test_it_is_due_at_eight_of_the_first_working_day(initiative, now, is_due):
    assert bool(due_digests(now)) is is_due


def test_one_a_week_whatever_the_ticks_and_one_after_forty_days(initiative, manager):
    MilestoneFactory(due_on=date(2019, 6, 20))
    build_digest(initiative=initiative, now=MONDAY)
    assert build_digest(initiative=initiative, now=MONDAY + timedelta(hours=1)) is None
    assert due_digests(MONDAY + timedelta(days=2)) == []

    MilestoneFactory(due_on=date(2019, 7, 20))
    later = MONDAY + timedelta(days=42)
    build_digest(initiative=initiative, now=later)

    assert list(Digest.objects.values_list("week", flat=True)) == ["2019-W33", "2019-W27"]

    assert Mail.objects.filter(kind="digest").count() == 2


def test_it_goes_to_those_who_may_act_on_it(initiative, colleague, not_asked):
    MilestoneFactory(due_on=date(2019, 6, 20))

    digest = build_digest(initiative=initiative, now=MONDAY)

    assert digest is not None
    assert digest.mail_count == 1
    assert list(Mail.objects.values_list("recipient", flat=True)) == [colleague.email]


def test_nothing_new_no_mail(initiative, manager):
    MilestoneFactory(due_on=date(2019, 6, 20))
    build_digest(initiative=initiative, now=MONDAY)
    build_digest(initiative=initiative, now=MONDAY + timedelta(days=7))

    counts = dict(Digest.objects.values_list("week", "mail_count"))
    assert counts == {"2019-W27": 1, "2019-W28": 0}  # late since long is no news
    assert Mail.objects.count() == 1


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_says_what_needs_whom_and_who_answered(initiative, language):
    UserFactory(superuser=True, language=language)
    contact = ContactFactory(company__name="Forge", phone="03 00 00 00 01")
    early = MONDAY - timedelta(days=90)
    silent = ReminderFactory(sent=True, contact=contact, planned_at=early)
    ReminderFactory(
        sent=True, contact=contact, planned_at=MONDAY - timedelta(days=40), synergy=silent.synergy
    )
    ReminderFactory(
        synergy__title="Chaleur <i>",
        status=Reminder.Status.ANSWERED,
        answer=Reminder.Answer.BLOCKED,
        text="no pipe",
        decided_at=early,
        answered_at=MONDAY - timedelta(days=1),
    )
    ReminderFactory()
    DecisionFactory(question="Which hall?", asked_on=date(2019, 6, 1))
    MailFactory(status=Mail.Status.DEAD, recipient="gone@forge.example", reason="550")
    MilestoneFactory(title="Order the press", due_on=date(2019, 7, 3))

    build_digest(initiative=initiative, now=MONDAY)

    mail = Mail.objects.get(kind="digest")
    for word in (
        "03 00 00 00 01",
        "no pipe",
        "Which hall?",
        "gone@forge.example",
        "Order the press",
        "Chaleur <i>",
    ):
        assert word in mail.text.replace(WORD_JOINER, "")  # so that no client makes a link of it
    assert "Chaleur &lt;i&gt;" in mail.html
    assert ("Ce qui vous attend" if language == "fr" else "What needs you") in mail.text


def test_a_company_reminded_once_is_not_to_be_phoned(initiative):
    ReminderFactory(sent=True)

    assert digest_figures(initiative, now=MONDAY, since=None).calls == []


def test_answers_are_told_once(initiative, manager):
    ReminderFactory(
        status=Reminder.Status.ANSWERED,
        answer=Reminder.Answer.MOVES_ON,
        decided_at=MONDAY,
        answered_at=MONDAY - timedelta(hours=1),
    )

    first = digest_figures(initiative, now=MONDAY, since=None)
    second = digest_figures(initiative, now=MONDAY + timedelta(days=7), since=MONDAY)

    assert (len(first.answers), second.answers) == (1, [])


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(initiative, count, django_assert_num_queries):
    for _number in range(count):
        silent = ReminderFactory(sent=True, contact__phone="03")
        ReminderFactory(sent=True, synergy=silent.synergy, contact=silent.contact)
        MilestoneFactory(due_on=date(2019, 6, 20))
        DecisionFactory(asked_on=date(2019, 6, 1))

    with django_assert_num_queries(17):
        figures = digest_figures(initiative, now=MONDAY, since=None)

    assert len(figures.calls) == len(figures.late) == count


def test_the_week_brings_nothing_that_is_past(initiative):
    tuesday = MONDAY + timedelta(days=1)
    MilestoneFactory(title="Yesterday", due_on=date(2019, 7, 1))
    MilestoneFactory(title="Today", due_on=date(2019, 7, 2))

    lines = digest_figures(initiative, now=tuesday, since=None).this_week

    assert len(lines) == 1
    assert "Today" in lines[0].text


def test_what_fell_asleep_is_told_once(initiative):
    party = PartyFactory(
        synergy__status="study", synergy__title="Steam", synergy__last_contact_on=date(2018, 6, 28)
    )
    woken = MONDAY - timedelta(days=7)

    told = digest_figures(initiative, now=MONDAY, since=woken).needs_you
    again = digest_figures(initiative, now=MONDAY + timedelta(days=7), since=MONDAY).needs_you

    assert [line.url for line in told] == [party.synergy.get_absolute_url()]
    assert "Steam" in told[0].text
    assert again == []


def test_the_page_shows_it_and_writes_nothing(staff_client, initiative):
    DecisionFactory(question="Which hall?", asked_on=date(2019, 6, 1))

    page = staff_client.get(reverse("actions:digest"))

    assert "Which hall?" in page.content.decode()
    assert Digest.objects.count() == Mail.objects.count() == 0


def test_the_clock_builds_it_and_the_dry_run_only_says_so(initiative, manager, settings, tmp_path):
    settings.EMAIL_BACKEND = "pompey_ite.outbox.mailbox.MailboxBackend"
    settings.MAILBOX_DIR = tmp_path
    DecisionFactory(asked_on=date(2019, 6, 1))

    assert clock.due(now=MONDAY).digests == ["2019-W27"]
    assert Initiative.objects.filter(digests=None).count() == 1

    assert clock.tick(now=MONDAY).digests == ["2019-W27"]
    assert clock.tick(now=MONDAY).digests == []
