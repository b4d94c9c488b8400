from datetime import datetime, timedelta

import pytest
from django.core import mail as sent_by_django

from companies.services.links import token_of
from pompey_ite.outbox.calendar import PARIS, next_writing_instant
from pompey_ite.outbox.kinds import kind_of
from pompey_ite.outbox.models import Mail
from pompey_ite.outbox.services import send_due
from synergies.emails import INVITATION, REMINDER
from synergies.models import Round
from synergies.services.round_changes import cancel_round
from synergies.services.round_mails import plan_of, samples_of, send_mails, send_test
from synergies.services.rounds import RoundRefused, link_purpose, renew_link
from tests.factories import (
    AddressErrorFactory,
    BallotFactory,
    ContactFactory,
    PartyFactory,
    PersonalLinkFactory,
    RoundFactory,
    RoundOptionFactory,
    UserFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db

TUESDAY = datetime(2026, 11, 24, 10, tzinfo=PARIS)
SATURDAY = datetime(2026, 11, 28, 10, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def _tuesday(time_machine):
    time_machine.move_to(TUESDAY, tick=False)


@pytest.fixture
def round_():
    return RoundFactory()


def asked(round_, **values):
    """A contact of a company that is asked, with a link."""
    ballot = values.pop("ballot", None) or BallotFactory(round=round_)
    contact = ContactFactory(company=ballot.company, **values)
    PersonalLinkFactory(contact=contact, purpose=link_purpose(round_))
    return contact


def send(round_, kind, now=TUESDAY):
    plan = plan_of(round_=round_, kind=kind, now=now)
    return send_mails(
        round_=round_, kind=kind, contact_pks=plan.contact_pks, step=plan.step, now=now
    )


@pytest.mark.parametrize(
    ("now", "leaves_at"),
    [
        (TUESDAY, TUESDAY),
        (TUESDAY.replace(hour=7, minute=59), TUESDAY.replace(hour=8)),
        (TUESDAY.replace(hour=18), TUESDAY.replace(day=25, hour=8)),
        (SATURDAY, datetime(2026, 11, 30, 8, tzinfo=PARIS)),
        (datetime(2026, 12, 24, 19, tzinfo=PARIS), datetime(2026, 12, 28, 8, tzinfo=PARIS)),
    ],
)
def test_mails_leave_on_working_days_from_eight_to_six(now, leaves_at):
    assert next_writing_instant(now) == leaves_at


def test_each_contact_is_invited_once_with_the_own_link_in_the_own_language(round_, settings):
    french = asked(round_, language="fr")
    english = asked(round_, language="en")

    assert send(round_, INVITATION) == 2
    assert send(round_, INVITATION) == 0

    for contact in (french, english):
        row = Mail.objects.get(recipient=contact.email)
        address = f"{settings.SITE_URL}/vote/{token_of(contact.personal_links.get())}/"
        assert (row.language, row.due_at) == (contact.language, TUESDAY)
        assert row.text.count(address) == 1
        assert row.html.count(address) == 2  # the button, and in clear below it
    texts = {row.language: row.text for row in Mail.objects.all()}
    assert texts["fr"].startswith("Bonjour")
    assert texts["en"].startswith("Hello")


def test_a_link_given_anew_may_be_announced_again(round_):
    contact = asked(round_)
    send(round_, INVITATION)

    renew_link(round_=round_, contact=contact, now=TUESDAY)

    assert send(round_, INVITATION) == 1
    assert Mail.objects.count() == 2


def test_of_a_planned_round_invitations_leave_when_it_opens():
    round_ = RoundFactory(opens_at=SATURDAY, closes_at=SATURDAY + timedelta(days=9))
    asked(round_)

    send(round_, INVITATION)

    assert Mail.objects.get().due_at == datetime(2026, 11, 30, 8, tzinfo=PARIS)


def test_whom_no_mail_can_reach_or_concern_is_left_out_with_the_reason(round_, english):
    kept = asked(round_)
    reasons = {
        asked(round_, email=""): "no e-mail address",
        asked(round_, email=AddressErrorFactory().address): "address in error",
        asked(round_, ballot=BallotFactory(round=round_, validated=True)): (
            "the company has validated"
        ),
        ContactFactory(company=kept.company): "no link",
    }
    asked(round_, inactive=True)

    plan = plan_of(round_=round_, kind=REMINDER, now=TUESDAY)

    assert [one.contact for one in plan.recipients] == [kept]
    assert {one.contact: one.reason for one in plan.left_out} == reasons
    assert plan.company_count == 1


def test_reminders_have_three_steps_on_different_days(round_):
    asked(round_)
    Round.objects.update(closes_at=TUESDAY + timedelta(days=60))
    round_.refresh_from_db()

    assert send(round_, REMINDER) == 1
    assert send(round_, REMINDER) == 0  # the same day
    assert send(round_, REMINDER, TUESDAY + timedelta(days=1)) == 1
    assert send(round_, REMINDER, TUESDAY + timedelta(days=2)) == 1
    with pytest.raises(RoundRefused):
        plan_of(round_=round_, kind=REMINDER, now=TUESDAY + timedelta(days=3))
    assert sorted(Mail.objects.values_list("period", flat=True)) == ["1", "2", "3"]


def test_a_preview_confirmed_twice_reminds_once(round_):
    contact = asked(round_)

    def confirm():
        return send_mails(
            round_=round_, kind=REMINDER, contact_pks=[contact.pk], step=1, now=TUESDAY
        )

    assert confirm() == 1
    with pytest.raises(RoundRefused):
        confirm()
    assert Mail.objects.count() == 1


def test_the_list_is_the_one_that_was_shown_less_those_who_validated_since(round_):
    first, second = asked(round_), asked(round_)
    plan = plan_of(round_=round_, kind=REMINDER, now=TUESDAY)
    asked(round_)  # came after the preview
    second.company.ballots.update(validated_at=TUESDAY, receipt_code="POM-1")

    count = send_mails(
        round_=round_, kind=REMINDER, contact_pks=plan.contact_pks, step=1, now=TUESDAY
    )

    assert count == 1
    assert Mail.objects.get().recipient == first.email.lower()


def test_nobody_is_reminded_after_the_close_or_too_late_to_answer(round_):
    asked(round_)
    Round.objects.update(closes_at=SATURDAY + timedelta(hours=2))
    round_.refresh_from_db()

    for now in (SATURDAY, SATURDAY + timedelta(days=3)):
        with pytest.raises(RoundRefused):
            plan_of(round_=round_, kind=REMINDER, now=now)


def test_a_reminder_names_what_is_left_and_never_what_was_answered(round_):
    contact = asked(round_, language="en")
    ballot = contact.company.ballots.get()
    options = RoundOptionFactory.create_batch(5, round=round_)
    for number, option in enumerate(options):
        PartyFactory(synergy=option.synergy, company=contact.company)
        type(option).objects.filter(pk=option.pk).update(title=f"Title {number}")
    ballot.concerned_count = 5
    ballot.save()
    VoteFactory(ballot=ballot, option=options[0], answer="no")

    (sample,) = samples_of(plan_of(round_=round_, kind=REMINDER, now=TUESDAY), now=TUESDAY)

    assert "1 of the 5" in sample.text
    assert sample.subject.startswith(f"{contact.company}: 4 answers are missing")
    for number in (1, 2, 3):
        assert f"- Title {number}" in sample.text
    for number in (0, 4):
        assert f"Title {number}" not in sample.text + sample.html


def test_samples_show_one_that_has_begun_and_one_that_has_not_without_their_links(round_):
    begun, not_begun = asked(round_), asked(round_)
    VoteFactory(ballot=begun.company.ballots.get())
    asked(round_)
    plan = plan_of(round_=round_, kind=REMINDER, now=TUESDAY)

    samples = samples_of(plan, now=TUESDAY)

    assert len(samples) == 2
    for contact in (begun, not_begun):
        token = token_of(contact.personal_links.get())
        assert all(token not in sample.text + sample.html for sample in samples)


def test_names_are_text_in_a_mail_and_never_markup(round_):
    asked(round_, first_name="<b>Ann</b>", ballot=BallotFactory(round=round_))

    send(round_, INVITATION)

    row = Mail.objects.get()
    assert "&lt;b&gt;Ann&lt;/b&gt;" in row.html
    assert "<b>Ann</b>" in row.text


def test_a_test_goes_to_the_person_who_asks_and_counts_for_nothing(round_):
    contact = asked(round_)
    user = UserFactory(superuser=True, email="pm@pompey.example")
    plan = plan_of(round_=round_, kind=INVITATION, now=TUESDAY)

    assert send_test(plan=plan, round_=round_, user=user, now=TUESDAY) == 1

    assert Mail.objects.get().recipient == user.email
    assert send(round_, INVITATION) == 1
    assert Mail.objects.filter(recipient=contact.email).count() == 1


def test_what_waits_is_dropped_when_its_reason_is_gone(round_, english):
    validated, gone, other = asked(round_), asked(round_), asked(round_)
    send(round_, REMINDER, SATURDAY - timedelta(hours=12))
    validated.company.ballots.update(validated_at=SATURDAY, receipt_code="POM-1")
    gone.is_active = False
    gone.save()
    monday = SATURDAY + timedelta(days=2)

    assert send_due(now=monday) == {"sent": 1, "dropped": 2}

    assert [message.to for message in sent_by_django.outbox] == [[f"{other} <{other.email}>"]]
    reasons = dict(Mail.objects.filter(status="dropped").values_list("recipient", "reason"))
    assert reasons == {
        validated.email: "the company has validated",
        gone.email: "no longer a contact of the company",
    }


def test_no_mail_of_a_cancelled_round_leaves(round_, english):
    asked(round_)
    send(round_, INVITATION)
    cancel_round(round_=round_, reason="Wrong list", now=TUESDAY)

    assert send_due(now=TUESDAY) == {"dropped": 1}

    assert Mail.objects.get().reason == "the round is over"
    assert sent_by_django.outbox == []


def test_an_invitation_still_leaves_after_the_vote(round_):
    contact = asked(round_)
    send(round_, INVITATION)
    contact.company.ballots.update(validated_at=TUESDAY, receipt_code="POM-1")

    assert send_due(now=TUESDAY) == {"sent": 1}


@pytest.mark.parametrize("kind", [INVITATION, REMINDER])
def test_mails_are_checked_in_two_queries_for_one_and_three(
    django_assert_num_queries, round_, kind
):
    for count in (1, 2):
        for _one in range(count):
            asked(round_)
        send(round_, INVITATION)
        mails = list(Mail.objects.all())
        ask = kind_of(kind).reasons_to_drop
        assert ask is not None
        with django_assert_num_queries(2):  # ballots with their round, contacts
            assert ask(mails, TUESDAY) == {}
    assert len(mails) == 3


def test_the_list_is_made_in_the_same_number_of_queries_for_one_and_three(
    django_assert_num_queries, round_
):
    for count in (1, 2):
        for _one in range(count):
            VoteFactory(ballot=asked(round_).company.ballots.get())
        # reminders, options, answered, people, ballots, links, day, invitations, contacts
        with django_assert_num_queries(9):
            plan = plan_of(round_=round_, kind=REMINDER, now=TUESDAY)
    assert len(plan.recipients) == 3
