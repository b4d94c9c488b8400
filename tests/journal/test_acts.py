"""Each act leaves its line, without a word about the person."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP

from actions.services.calendar_feed import make_link, revoke_link
from companies.models import Contact, User
from companies.services import links, second_factor
from companies.services.erasure import ask_erasure, erase_contact, refuse_erasure
from companies.services.own_contact import save_contact
from pompey_ite.journal.models import Act, Entry
from pompey_ite.journal.noting import NOBODY, note
from pompey_ite.outbox.desk import drop_mail
from pompey_ite.outbox.services import send_due
from synergies.services.round_changes import cancel_round, extend_round
from synergies.services.rounds import close_early, open_round
from tests.factories import (
    CompanyFactory,
    ContactFactory,
    MailFactory,
    PartyFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PASSWORD = "a long password of a test"


def acts():
    return list(Entry.objects.order_by("pk").values_list("act", flat=True))


def the(act):
    return Entry.objects.filter(act=act).get()


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def boss():
    user = UserFactory(superuser=True, username="marie")
    user.set_password(PASSWORD)
    user.save()
    return user


def new_acts(before):
    return acts()[len(before) :]


# -- The team's entrance --------------------------------------------------------------------------
def sign_in(client, password=PASSWORD, name="marie"):
    return client.post(reverse("admin:login"), {"username": name, "password": password})


def test_signing_in_and_out(client, boss):
    before = acts()
    sign_in(client)
    client.post(reverse("admin:logout"))

    assert new_acts(before) == [Act.SIGNED_IN, Act.SIGNED_OUT]
    entry = the(Act.SIGNED_IN)
    assert (entry.who, entry.who_number) == ("staff", boss.pk)
    assert re.fullmatch(r"[0-9a-f]{12}", entry.request_number)


def test_a_failed_sign_in_says_whose_account_was_tried_and_not_what_was_typed(client, boss):
    sign_in(client, password="wrong")
    sign_in(client, password="wrong", name="my secret typed here")

    known, unknown = Entry.objects.filter(act=Act.SIGN_IN_FAILED).order_by("pk")
    assert (known.who, known.object_number) == ("unknown", boss.pk)
    assert (unknown.who, unknown.object_number) == ("unknown", None)


def test_the_second_factor(boss):
    key = second_factor.new_key()
    device, codes = second_factor.set_up(boss, key=key, code=_code(key))
    with pytest.raises(second_factor.CodeRefused):
        second_factor.check(boss, "AAAA AAAA AAAA AAAA")
    type(device).objects.update(last_t=-1, throttling_failure_count=0)
    type(device.user.staticdevice_set.get()).objects.update(throttling_failure_count=0)
    second_factor.check(boss, _code(key))
    second_factor.check(boss, codes[0])
    second_factor.renew_recovery_codes(boss, code=codes[1])
    second_factor.forget(boss)

    assert acts()[-7:] == [
        Act.FACTOR_SET,
        Act.FACTOR_FAILED,
        Act.FACTOR_USED,
        Act.RECOVERY_USED,
        Act.RECOVERY_USED,
        Act.RECOVERY_RENEWED,
        Act.FACTOR_REMOVED,
    ]


def _code(key):
    return f"{TOTP(bytes.fromhex(key)).token():06}"


# -- Personal links -------------------------------------------------------------------------------
@pytest.fixture
def contact():
    return ContactFactory(first_name="Zoé", last_name="Untel", email="zoe.untel@example.org")


def issue(contact, now):
    expires_at = now + timedelta(days=9)
    return links.issue_link(contact=contact, purpose="space", now=now, expires_at=expires_at)


def test_a_link_is_issued_again_opened_and_revoked(client, contact, now):
    before = acts()
    issue(contact, now)
    link = issue(contact, now)
    client.get(reverse("synergies:space", args=[links.token_of(link)]))  # looking opens nothing
    client.post(reverse("synergies:space", args=[links.token_of(link)]))
    links.revoke_link(link=link, now=now)
    links.revoke_link(link=link, now=now)  # nothing to revoke any more

    assert new_acts(before) == [
        Act.LINK_ISSUED,
        Act.LINK_REISSUED,
        Act.LINK_OPENED,
        Act.LINK_REVOKED,
    ]
    opened = the(Act.LINK_OPENED)
    assert (opened.who, opened.who_number) == ("contact", contact.pk)
    assert links.token_of(link) not in json.dumps(opened.facts)


def test_the_address_of_a_calendar(boss, now):
    before = acts()
    make_link(user=boss, now=now)
    revoke_link(user=boss, now=now)

    assert new_acts(before) == [Act.LINK_ISSUED, Act.LINK_REVOKED]


# -- What leaves, what comes ----------------------------------------------------------------------
def test_a_contact_takes_its_own_data_away(client, contact, now):
    client.post(reverse("synergies:space", args=[links.token_of(issue(contact, now))]))
    client.get(reverse("synergies:space_export_json"))

    entry = the(Act.EXPORTED)
    assert (entry.who, entry.who_number) == ("contact", contact.pk)
    assert entry.facts == {"page": "synergies:space_export_json", "type": "application/json"}


@pytest.mark.parametrize("kind", ["companies", "resources"])
def test_staff_takes_a_table_away(staff_client, staff_user, kind):
    CompanyFactory()
    response = staff_client.get(reverse("actions:export", args=[kind]))
    assert response.getvalue().startswith(b"PK")
    for close in response._resource_closers:
        close()

    entry = the(Act.EXPORTED)
    assert (entry.who_number, entry.facts["page"]) == (staff_user.pk, "actions:export")


def test_what_everybody_may_take_is_not_noted(client):
    CompanyFactory()
    assert client.get(reverse("pages:opendata_catalog")).status_code == 200

    assert Act.EXPORTED not in acts()


def test_a_backup(boss, tmp_path):
    call_command("backup", tmp_path / "b.tar.gz")

    assert (the(Act.BACKED_UP).who, the(Act.BACKED_UP).facts["is_sealed"]) == ("program", False)


# -- People ---------------------------------------------------------------------------------------
def test_correction_and_erasure(boss, contact, now):
    before = acts()
    save_contact(contact)
    asked = ask_erasure(contact=contact, now=now)
    refuse_erasure(asked=asked, reason="not yet", user=boss, now=now)
    erase_contact(asked=ask_erasure(contact=contact, now=now), user=boss, now=now)

    assert new_acts(before) == [
        Act.CORRECTED,
        Act.ERASURE_ASKED,
        Act.ERASURE_REFUSED,
        Act.ERASURE_ASKED,
        Act.ERASED,
    ]
    assert the(Act.ERASED).object_number == contact.pk


def test_an_act_that_is_taken_back_leaves_no_line(contact, now, monkeypatch):
    before = acts()
    monkeypatch.setattr(Contact, "save", lambda *_args, **_names: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        save_contact(contact)

    assert new_acts(before) == []


# -- Rounds and mails -----------------------------------------------------------------------------
def test_the_life_of_a_round(contact, now):
    initiative = PartyFactory(company=contact.company).synergy.initiative
    before = acts()

    def opened(title):
        return open_round(
            initiative=initiative,
            title=title,
            opens_at=now - timedelta(hours=1),
            closes_at=now + timedelta(days=3),
            now=now,
        )

    first, second = opened("A"), opened("B")
    extend_round(round_=first, closes_at=now + timedelta(days=4), reason="x", now=now)
    close_early(round_=first, reason="x", now=now)
    cancel_round(round_=second, reason="x", now=now)

    assert [act for act in new_acts(before) if act.startswith("round")] == [
        Act.ROUND_OPENED,
        Act.ROUND_OPENED,
        Act.ROUND_EXTENDED,
        Act.ROUND_CLOSED,
        Act.ROUND_CANCELLED,
    ]


def test_mails_that_left_and_one_held_back(boss, now):
    before = acts()
    morning = datetime(2019, 3, 12, 10, tzinfo=UTC)
    drop_mail(mail=MailFactory(), reason="x", user_pk=boss.pk, now=now)
    MailFactory(due_at=morning)
    send_due(now=morning)
    send_due(now=morning)  # nothing left, nothing to note

    assert new_acts(before) == [Act.MAIL_DROPPED, Act.MAILS_SENT]
    assert the(Act.MAILS_SENT).facts == {"sent": 1}


# -- Rights and the admin -------------------------------------------------------------------------
def test_rights_are_noted_whichever_way_they_change(boss):
    group = Group.objects.create(name="readers")
    before = acts()
    boss.groups.add(group)
    boss.groups.add(group)  # it has it already
    boss.groups.clear()
    User.objects.get(pk=boss.pk).save()  # nothing changed
    boss.is_superuser = False
    boss.save()

    assert new_acts(before) == [Act.RIGHTS_CHANGED] * 3
    added, cleared, flag = (
        Entry.objects.filter(act=Act.RIGHTS_CHANGED).order_by("pk").reverse()[:3][::-1]
    )
    assert added.facts == {"what": "groups", "how": "added", "rows": [group.pk]}
    assert cleared.facts["how"] == "cleared"
    assert flag.facts == {"is_superuser": False}


def test_the_admin_notes_fields_and_never_what_they_hold(staff_client, staff_user):
    page = reverse("admin:auth_group_add")
    staff_client.post(page, {"name": "Jean Dupont"})
    group = Group.objects.get()
    staff_client.post(reverse("admin:auth_group_change", args=[group.pk]), {"name": "Other Name"})
    staff_client.post(reverse("admin:auth_group_delete", args=[group.pk]), {"post": "yes"})

    rows = Entry.objects.filter(act__startswith="row").order_by("pk")
    assert [entry.act for entry in rows] == [Act.ROW_ADDED, Act.ROW_CHANGED, Act.ROW_DELETED]
    assert {(entry.object_kind, entry.object_number) for entry in rows} == {
        ("auth.group", group.pk)
    }
    assert rows[1].facts == {"fields": ["name"]}
    assert {entry.who_number for entry in rows} == {staff_user.pk}


@pytest.mark.parametrize("fact", ["Jean Dupont", "zoe@example.org", "Dupont", "10.0.0.1, x", 1.5])
def test_words_of_people_are_refused_as_facts(fact):
    with pytest.raises(ValueError, match="no number nor code"):
        note(Act.IMPORTED, by=NOBODY, what=fact)

    assert acts() == []


# -- The page -------------------------------------------------------------------------------------
def test_the_page_says_that_the_chain_is_whole_and_can_be_filtered(staff_client):
    note(Act.IMPORTED, what="plan")
    call_command("tick")
    page = reverse("admin:journal_entry_changelist")

    assert "La chaîne est entière depuis" in staff_client.get(page).text
    filtered = staff_client.get(page, {"act": Act.IMPORTED}).context["cl"]
    assert [entry.act for entry in filtered.queryset] == [Act.IMPORTED]
    assert staff_client.get(page, {"q": "no number"}).status_code == 200


def test_the_page_is_read_only_and_closed_to_others(staff_client):
    entry = note(Act.IMPORTED, what="plan")
    change = reverse("admin:journal_entry_change", args=[entry.pk])
    assert staff_client.get(change).status_code == 200
    assert staff_client.post(change, {}).status_code == 403

    reader = Client()
    reader.force_login(UserFactory(is_staff=True))
    assert reader.get(reverse("admin:journal_entry_changelist")).status_code == 403
