"""The space of a company, and its door."""

from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from companies.models import PersonalLink
from companies.services.links import revoke_link, token_of
from pompey_ite.outbox.links import preferences_token
from synergies.services import space
from synergies.services.space import PURPOSE
from synergies.services.suggesting import Prompt
from tests.factories import (
    BallotFactory,
    CompanyFactory,
    ContactFactory,
    MatchFactory,
    PartyFactory,
    PersonalLinkFactory,
    ResourceFactory,
    RoundFactory,
    SynergyFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return CompanyFactory(name="Fonderie Alba")


@pytest.fixture
def link(company):
    return link_of(company)


def link_of(company, **values):
    return PersonalLinkFactory(contact=ContactFactory(company=company), purpose=PURPOSE, **values)


def door(link):
    return reverse("synergies:space", args=[token_of(link)])


def url(name, *args):
    return reverse(f"synergies:{name}", args=args)


@pytest.fixture
def phone(client, link):
    client.post(door(link))
    client.cookies["django_language"] = "en"
    return client


# -- The door -------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_a_link_writes_nothing(client, link, method, django_assert_num_queries):
    with django_assert_num_queries(2) as queries:  # link, initiative; no session
        response = getattr(client, method)(door(link))

    assert response.status_code == 200
    assert {query["sql"].split()[0] for query in queries.captured_queries} == {"SELECT"}
    assert not Session.objects.exists()


def test_the_button_opens_the_space_and_its_address_holds_no_token(client, link):
    response = client.post(door(link), follow=True)

    assert response.redirect_chain == [(url("space_home"), 303)]
    assert "Fonderie Alba" in response.content.decode()


@pytest.mark.parametrize("kind", ["unknown", "expired", "revoked", "inactive", "round", "left"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_links_that_open_nothing_show_the_page_of_unknown_links(client, company, kind, method):
    if kind == "unknown":
        address = url("space", "x" * 43)
    elif kind == "inactive":
        contact = ContactFactory(company=company, inactive=True)
        address = door(PersonalLinkFactory(contact=contact, purpose=PURPOSE))
    elif kind == "round":
        address = door(PersonalLinkFactory(contact__company=company, purpose="round:1"))
    elif kind == "left":
        address = door(link_of(CompanyFactory(left=True)))
    else:
        address = door(link_of(company, **{kind: True}))

    response = getattr(client, method)(address)

    assert response.status_code == 404
    assert next(iter(response.templates)).name == "synergies/link_unknown.html"
    assert not Session.objects.exists()


def test_after_twenty_failures_a_minute_guessing_ends_and_colleagues_still_come_in(
    client, link, time_machine
):
    time_machine.move_to(timezone.now().replace(second=1), tick=False)
    for _try in range(20):
        client.get(url("space", "wrong"))

    assert client.get(url("space", "wrong")).status_code == 429
    assert client.get(door(link)).status_code == 200


def test_a_link_of_a_ballot_does_not_open_the_space_nor_the_reverse(client, company, link):
    ballot = BallotFactory(company=company)
    client.post(door(link))

    assert client.get(reverse("synergies:ballot_review", args=[ballot.round.pk])).status_code == 404
    assert client.get(reverse("synergies:vote", args=[token_of(link)])).status_code == 404


def test_revoking_a_link_closes_the_session_it_opened(phone, link):
    assert phone.get(url("space_home")).status_code == 200

    revoke_link(link=link, now=timezone.now())

    assert phone.get(url("space_home")).status_code == 404


def test_a_company_that_leaves_closes_its_space(phone, company):
    company.left_on, company.left_reason = timezone.localdate(), "moved"
    company.save()

    assert phone.get(url("space_home")).status_code == 404


def test_forms_need_the_token_against_forgery(link):
    assert Client(enforce_csrf_checks=True).post(door(link)).status_code == 403


def test_pages_are_private(client, link):
    addresses = [door(link), url("space", "wrong")]
    client.post(door(link))
    addresses += [url(f"space_{name}") for name in ("home", "declare", "suggest", "quantity")]
    resource = ResourceFactory(company=link.contact.company)
    addresses += [url(f"space_{name}", resource.pk) for name in ("resource", "edit", "close")]

    for address in addresses:
        headers = client.get(address).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex"
        assert headers["Referrer-Policy"] == "no-referrer"


# -- Home -----------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_home_shows_declarations_and_matches_in_constant_queries(
    phone, company, count, django_assert_num_queries
):
    for _index in range(count):
        MatchFactory(resource_a__company=company, resource_a__hazardous=True)

    # session, link, declarations, matches, vocabulary, prompts: vocabulary and declared,
    # counted rounds, to confirm, ballots, synergies, ideas, initiative, questions, actions
    with django_assert_num_queries(15):
        response = phone.get(url("space_home"))

    assert len(response.context["matches"]) == count
    assert len(response.context["directions"][0][1][0][1]) == count


def test_home_never_shows_private_fields_of_others_nor_what_was_rejected(phone, company):
    mine = ResourceFactory(company=company)
    other = ResourceFactory(
        title="Shown title",
        need=True,
        outlet="secret outlet",
        outlet_cost_eur_per_year="4321",
        description="secret description",
        company__notes="secret notes",
    )
    MatchFactory(resource_a=mine, resource_b=other)
    MatchFactory(resource_a__company=company, resource_b__title="Rejected", rejected=True)

    page = phone.get(url("space_home")).content.decode()

    assert "Shown title" in page
    assert "secret" not in page
    assert "4321" not in page.replace(",", "")
    assert "Rejected" not in page


def test_home_leaves_out_what_is_closed_and_what_is_of_others(phone, company):
    ResourceFactory(company=company, closed=True, title="Closed")
    ResourceFactory(title="Of another")
    mine = ResourceFactory(company=company, title="Mine")

    response = phone.get(url("space_home"))

    assert [row for _direction, [(_family, [row])] in response.context["directions"]] == [mine]


def test_an_empty_space_says_how_to_begin(phone):
    page = phone.get(url("space_home")).content.decode()

    assert "Nothing declared yet" in page
    assert url("space_declare") in page


def test_prompts_lead_to_the_form_filled_in(phone, monkeypatch):
    prompt = Prompt("iron foundry", "foundry-sand", "spent sand", "offer", "waste")
    monkeypatch.setattr(space, "prompts", lambda **_: [prompt])

    page = phone.get(url("space_home")).content.decode()

    assert "iron foundry" in page
    address = f"{url('space_declare')}?direction=offer&amp;family=waste&amp;concept=foundry-sand"
    assert address in page


# -- What waits, and the synergies ----------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_home_shows_synergies_and_ballots_in_constant_queries(
    phone, company, link, count, django_assert_num_queries
):
    for _index in range(count):
        synergy = SynergyFactory(status="study", next_step="Weigh", next_due_on=date(2019, 5, 2))
        PartyFactory(synergy=synergy, company=company)
        PartyFactory(synergy=synergy)
        BallotFactory(company=company)

    # as without them, and: parties with their companies, links of the rounds
    with django_assert_num_queries(17):
        response = phone.get(url("space_home"))

    assert len(response.context["synergies"].moving) == count
    assert len(response.context["ballots"]) == count


def test_a_company_reads_the_next_step_of_its_own_synergies_alone(phone, company):
    mine = SynergyFactory(title="Mine", status="study", next_step="Weigh the bales")
    left = SynergyFactory(title="Left", status="study", next_step="Secret step")
    PartyFactory(synergy=mine, company=company)
    PartyFactory(synergy=mine, company__name="Brasserie Bleue")
    PartyFactory(synergy=left, company=company, left_on=date(2019, 1, 1), left_reason="sold")
    PartyFactory(synergy=SynergyFactory(title="Idea"), company=company)
    PartyFactory(synergy=SynergyFactory(title="Other", status="study", next_step="Secret too"))

    page = phone.get(url("space_home")).content.decode()

    assert "Weigh the bales" in page
    assert "Brasserie Bleue" in page
    assert "1 idea names you" in page
    assert "Secret" not in page


def test_the_synergy_whose_step_is_due_first_comes_first_and_parked_ones_last(phone, company):
    facts = [
        ("Later", "study", date(2019, 6, 1)),
        ("Parked", "parked", date(2019, 1, 1)),
        ("Undated", "study", None),
        ("Sooner", "agreed", date(2019, 5, 1)),
    ]
    for title, status, day in facts:
        synergy = SynergyFactory(title=title, status=status, next_due_on=day, status_reason="works")
        PartyFactory(synergy=synergy, company=company)

    moving = phone.get(url("space_home")).context["synergies"].moving

    assert [row.title for row in moving] == ["Sooner", "Later", "Undated", "Parked"]


def test_an_open_ballot_is_one_tap_away_by_ones_own_link_only(phone, company, link):
    ballot = BallotFactory(company=company)
    purpose = f"round:{ballot.round.pk}"
    colleague = PersonalLinkFactory(contact__company=company, purpose=purpose)
    without = phone.get(url("space_home")).content.decode()
    own = PersonalLinkFactory(contact=link.contact, purpose=purpose)
    page = phone.get(url("space_home")).content.decode()

    assert "the personal link of the invitation" in without
    assert url("vote", token_of(own)) in page
    assert token_of(colleague) not in without + page


def test_a_ballot_that_is_validated_or_closed_does_not_wait(phone, company):
    BallotFactory(company=company, validated=True)
    BallotFactory(company=company, round=RoundFactory(closed=True))
    BallotFactory(company=company, round=RoundFactory(cancelled=True))

    assert phone.get(url("space_home")).context["ballots"] == []


def test_staff_goes_to_the_ballot_on_behalf(staff_client, company):
    ballot = BallotFactory(company=company)

    page = staff_client.get(url("company_home", company.pk)).content.decode()

    assert url("round_enter", ballot.round.pk, company.pk) in page


def test_a_contact_finds_its_own_mails_and_how_to_stop_them(phone, link):
    address = reverse("outbox:preferences", args=[preferences_token(link.contact.email)])

    assert address in phone.get(url("space_home")).content.decode()


# -- Still true? ----------------------------------------------------------------------------


def old(company, **values):
    return ResourceFactory(company=company, confirmed_on=date(2019, 5, 2), **values)


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_a_year_old_is_asked_about_in_constant_queries(
    phone, company, count, django_assert_num_queries
):
    for _index in range(count):
        old(company, hazardous=True)

    with django_assert_num_queries(15):
        response = phone.get(url("space_home"))

    assert len(response.context["to_confirm"]) == count


def test_one_tap_says_that_one_is_still_true(phone, company):
    one, other = old(company, title="Sand"), old(company, title="Steel")

    response = phone.post(url("space_confirm", one.pk), follow=True)

    assert response.redirect_chain == [(url("space_home"), 303)]
    assert "1 declaration confirmed" in response.content.decode()
    assert list(response.context["to_confirm"]) == [other]


def test_one_tap_says_that_all_are_still_true_and_looking_confirms_nothing(phone, company):
    for _index in range(2):
        old(company)

    assert phone.get(url("space_confirm_all")).status_code == 405
    page = phone.get(url("space_home")).content.decode()
    assert "All 2 are still true" in page
    after = phone.post(url("space_confirm_all"), follow=True).content.decode()

    assert "2 declarations confirmed" in after
    assert "still true" not in after


def test_nobody_confirms_for_another_company(phone):
    other = old(CompanyFactory())

    phone.post(url("space_confirm", other.pk))

    other.refresh_from_db()
    assert other.confirmed_on == date(2019, 5, 2)


def test_staff_confirms_on_behalf(staff_client, company):
    old(company)

    response = staff_client.post(url("company_confirm_all", company.pk), follow=True)

    assert response.redirect_chain == [(url("company_home", company.pk), 303)]
    assert not response.context["to_confirm"]


# -- On behalf of a company -----------------------------------------------------------------


def test_staff_sees_the_space_as_the_company_does(staff_client, company):
    MatchFactory(resource_a__company=company)

    response = staff_client.get(url("company_home", company.pk))

    assert len(response.context["matches"]) == 1
    assert url("company_declare", company.pk) in response.content.decode()


@pytest.mark.parametrize("name", ["home", "links", "declare", "suggest", "quantity"])
def test_pages_on_behalf_are_for_staff_alone(phone, company, name):
    response = phone.get(url(f"company_{name}", company.pk))

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


@pytest.mark.parametrize("count", [1, 3])
def test_links_of_the_contacts_are_listed_in_constant_queries(
    staff_client, company, count, django_assert_num_queries
):
    links = [link_of(company) for _index in range(count)]
    late = ContactFactory(company=company)
    PersonalLinkFactory(contact=late, purpose=PURPOSE, revoked=True)
    PersonalLinkFactory(contact=late, purpose="round:1")
    ContactFactory(company=company, inactive=True)
    link_of(CompanyFactory())

    with django_assert_num_queries(6):  # session, user, company, links, contacts, initiative
        response = staff_client.get(url("company_links", company.pk))

    addresses = {row["contact"]: row["url"] for row in response.context["rows"]}
    assert addresses.pop(late) == ""
    assert set(addresses.values()) == {f"http://testserver{door(link)}" for link in links}
    assert "no-store" in response.headers["Cache-Control"]


def test_a_contact_gets_a_link_by_post_alone(client, staff_client, company):
    contact = ContactFactory(company=company)
    address = url("company_link_renew", company.pk, contact.pk)

    assert staff_client.get(address).status_code == 405
    assert not PersonalLink.objects.exists()
    assert staff_client.post(address).url == url("company_links", company.pk)

    assert client.get(door(contact.personal_links.get())).status_code == 200


def test_no_link_for_a_contact_of_another_company(staff_client, company):
    contact = ContactFactory()

    response = staff_client.post(url("company_link_renew", company.pk, contact.pk))

    assert response.status_code == 404
    assert not PersonalLink.objects.exists()


def test_a_company_without_contact_is_told_where_to_add_one(staff_client, company):
    page = staff_client.get(url("company_links", company.pk)).content.decode()

    assert reverse("admin:companies_company_change", args=[company.pk]) in page


def test_the_page_of_a_company_leads_to_its_space(staff_client, company):
    gone = CompanyFactory(left=True)

    here = staff_client.get(company.get_absolute_url()).content.decode()
    left = staff_client.get(gone.get_absolute_url()).content.decode()

    for name in ("declare", "home", "links"):
        assert url(f"company_{name}", company.pk) in here
        assert url(f"company_{name}", gone.pk) not in left
    assert staff_client.get(url("company_home", gone.pk)).status_code == 404
