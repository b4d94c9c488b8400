"""Thanks after a workshop: previewed, tested, then sent once to the frozen list."""

from datetime import datetime
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from companies.models import PersonalLink
from companies.services.links import token_of
from pompey_ite.outbox.calendar import PARIS
from pompey_ite.outbox.models import Mail
from synergies.models import Party
from synergies.services.workshop_thanks import thanks_plan
from synergies.workshop_mails import needless_thanks
from tests.factories import (
    ContactFactory,
    MailFactory,
    PartyFactory,
    SynergyFactory,
    WorkshopFactory,
)

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def _tuesday(time_machine):
    time_machine.move_to(TUESDAY, tick=False)


@pytest.fixture
def workshop():
    return WorkshopFactory(title="Atelier de février")


def named(workshop, **values):
    """Return a contact of a company that a synergy of the workshop names."""
    contact = ContactFactory(**values)
    synergy = SynergyFactory(workshop=workshop, initiative=workshop.initiative)
    PartyFactory(synergy=synergy, company=contact.company)
    return contact


def address(workshop, page=""):
    return reverse(f"synergies:workshop_thanks{page}", args=[workshop.pk])


def confirmed(client, workshop):
    form = client.get(address(workshop)).context["form"]
    return {"plan": form.initial["plan"], "is_sure": "on"}


def test_looking_sends_nothing_and_shows_list_and_sample(staff_client, workshop):
    contact = named(workshop)
    ContactFactory()  # of a company that nothing names

    page = staff_client.get(address(workshop))

    assert page.context["plan"].contact_pks == [contact.pk]
    assert contact.email in page.text
    assert "exemple" in page.context["samples"][0].text
    assert not Mail.objects.exists()
    assert not PersonalLink.objects.exists()


def test_the_confirmed_list_is_thanked_once_and_nobody_else(staff_client, workshop):
    contact = named(workshop)
    data = confirmed(staff_client, workshop)
    named(workshop)  # written after the preview: not in its list

    for _twice in range(2):
        staff_client.post(address(workshop, "_send"), data)

    mail = Mail.objects.get()
    link = PersonalLink.objects.get(contact=contact)
    title = Party.objects.get(company=contact.company).synergy.title
    assert mail.recipient == contact.email
    assert title in mail.text
    assert token_of(link) in mail.text
    assert thanks_plan(workshop=workshop, now=TUESDAY).left_out[0].contact == contact


@pytest.mark.parametrize(("held_on", "is_late"), [("2026-11-20", False), ("2017-02-09", True)])
def test_late_thanks_are_pointed_out(staff_client, held_on, is_late):
    page = staff_client.get(address(WorkshopFactory(held_on=held_on)))

    assert page.context["is_late"] is is_late


@pytest.mark.parametrize("is_key_gone", [False, True])
def test_a_link_that_the_contact_has_is_kept_while_it_can_be_written(
    staff_client, workshop, is_key_gone
):
    contact = named(workshop)
    staff_client.post(address(workshop, "_send"), confirmed(staff_client, workshop))
    if is_key_gone:  # then no nonce gives the token that was hashed
        PersonalLink.objects.update(nonce="of another key")
    other = WorkshopFactory(initiative=workshop.initiative)
    PartyFactory(
        synergy=SynergyFactory(workshop=other, initiative=workshop.initiative),
        company=contact.company,
    )
    staff_client.post(address(other, "_send"), confirmed(staff_client, other))

    assert Mail.objects.count() == 2
    assert PersonalLink.objects.count() == 1 + is_key_gone
    assert token_of(PersonalLink.objects.get(revoked_at=None)) in Mail.objects.latest("pk").text


def test_the_workbook_of_all_travels_without_comments(staff_client, workshop):
    named(workshop)
    synergy = SynergyFactory(
        workshop=workshop, initiative=workshop.initiative, title="Palettes", comment="private"
    )
    staff_client.post(address(workshop, "_send"), confirmed(staff_client, workshop))

    file = Mail.objects.get().attachments.get()
    cells = [
        cell
        for row in load_workbook(BytesIO(bytes(file.content))).worksheets[0].values
        for cell in row
    ]
    assert synergy.title in cells
    assert synergy.comment not in cells


def test_what_was_merged_is_told_once_and_as_it_stands_now(workshop):
    contact = named(workshop)
    party = Party.objects.get()
    head = SynergyFactory(initiative=workshop.initiative, title="Together")
    PartyFactory(synergy=head, company=contact.company)
    party.synergy.merged_into = head
    party.synergy.save()

    facts = thanks_plan(workshop=workshop, now=TUESDAY).recipients[0].facts

    assert [one.title for one in facts.synergies] == ["Together"]
    assert facts.total == 1


def test_an_unticked_box_and_the_seal_of_another_workshop_send_nothing(staff_client, workshop):
    named(workshop)
    data = confirmed(staff_client, workshop)
    other = WorkshopFactory()

    staff_client.post(address(workshop, "_send"), {"plan": data["plan"]})
    staff_client.post(address(other, "_send"), data)

    assert not Mail.objects.exists()


def test_the_test_goes_to_the_person_who_asks(staff_client, workshop):
    named(workshop)

    staff_client.post(address(workshop, "_test"))

    mail = Mail.objects.get()
    assert mail.kind == "round_test"
    assert "exemple" in mail.text
    assert mail.attachments.count() == 1


@pytest.mark.parametrize("page", ["", "_test", "_send"])
def test_thanks_are_for_staff_alone(client, workshop, page):
    response = client.post(address(workshop, page))

    assert response.url.startswith(reverse("admin:login"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_asks_the_same_number_of_queries(
    staff_client, workshop, count, django_assert_num_queries
):
    for _each in range(count):
        named(workshop)

    with django_assert_num_queries(8):
        page = staff_client.get(address(workshop))

    assert len(page.context["plan"].recipients) == count


def test_who_is_no_longer_a_contact_is_thanked_no_more(workshop):
    contact = named(workshop)
    mails = [
        MailFactory(recipient=contact.email.lower()),
        MailFactory(recipient="gone@example.org"),
    ]

    assert list(needless_thanks(mails, TUESDAY)) == [mails[1].pk]
