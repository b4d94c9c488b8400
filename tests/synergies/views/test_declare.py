"""Declaring a resource, as a phone without JavaScript sees it."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from companies.models import Resource
from companies.services.links import token_of
from synergies import tasks
from synergies.models import Match
from synergies.services.detection import run_detection
from synergies.services.space import PURPOSE
from tests.factories import (
    CompanyFactory,
    ContactFactory,
    InitiativeFactory,
    MatchFactory,
    PersonalLinkFactory,
    ResourceFactory,
)

pytestmark = pytest.mark.django_db
PALLETS = "palettes europe"
HTMX = {"hx-request": "true"}


@pytest.fixture
def queued(monkeypatch):
    """Declarations handed to the worker."""
    handed: list[int] = []
    monkeypatch.setattr(tasks.detect_resource, "apply_async", lambda args, **_: handed.extend(args))
    return handed


@pytest.fixture
def company():
    return CompanyFactory(name="Fonderie Alba")


@pytest.fixture
def contact(company):
    return ContactFactory(company=company)


@pytest.fixture
def phone(client, contact, queued):
    link = PersonalLinkFactory(contact=contact, purpose=PURPOSE)
    client.post(reverse("synergies:space", args=[token_of(link)]))
    client.cookies["django_language"] = "en"
    return client


def url(name, *args):
    return reverse(f"synergies:{name}", args=args)


def facts(company, **values):
    return {
        "company": company.pk,
        "direction": "offer",
        "family": "material",
        "title": PALLETS,
        **values,
    }


def suggested(response, question=0):
    return [suggestion.value for suggestion in response.context["questions"][question].suggestions]


def suggest(phone, **values):
    return phone.get(url("space_suggest"), {"title": PALLETS, **values}, headers=HTMX)


# -- The whole way --------------------------------------------------------------------------


def test_without_javascript_a_second_step_confirms_and_the_matches_are_there(
    phone, company, queued
):
    need = ResourceFactory(title=PALLETS, need=True, company__name="Taker")
    run_detection(initiative=need.company.initiative)
    address = url("space_declare")

    first = phone.post(address, facts(company, quantity="env. 300 kg/mois"))

    form = first.context["form"]
    assert form.is_to_confirm
    assert not company.resources.exists()
    assert queued == []

    concept = form.questions[0].suggestions[0].value
    answers = {"concept": concept, "asked_about": form.words, "quantity": "env. 300 kg/mois"}
    second = phone.post(address, facts(company, **answers), follow=True)

    saved = company.resources.get()
    page = second.content.decode()
    assert second.redirect_chain == [(url("space_resource", saved.pk), 303)]
    assert (saved.concept, saved.unit, saved.period) == (concept, "kg", "month")
    assert [shown.other for shown in second.context["matches"]] == [need]
    assert "Taker" in page
    assert "300\u00a0kg per month" in page
    assert "3.6\u00a0t per year" in page
    assert queued == [saved.pk]
    assert not Match.objects.filter(resource_a=saved).exists()


def test_a_company_added_after_the_workshop_sees_its_matches_at_once(client, queued):
    initiative = InitiativeFactory()
    need = ResourceFactory(title=PALLETS, need=True)
    run_detection(initiative=initiative)
    late = ContactFactory(company__name="Latecomer")
    link = PersonalLinkFactory(contact=late, purpose=PURPOSE)

    client.post(reverse("synergies:space", args=[token_of(link)]))
    values = facts(late.company, concept="none", asked_about=PALLETS)
    response = client.post(url("space_declare"), values, follow=True)

    assert [shown.other for shown in response.context["matches"]] == [need]
    tasks.detect_resource(*queued)
    home = client.get(url("space_home"))
    assert [shown.other for shown in home.context["matches"]] == [need]


def test_saving_says_when_and_pressing_twice_declares_once(phone, company, time_machine):
    now = timezone.localtime()  # the session has its hours: neither before it nor long after
    time_machine.move_to(now, tick=False)
    values = facts(company, concept="none", asked_about=PALLETS)

    for _press in range(2):
        response = phone.post(url("space_declare"), values)

    told = [str(message) for message in get_messages(response.wsgi_request)]
    assert told[-1] == f"Saved at {now:%H:%M}. Thank you!"
    assert company.resources.count() == 1


def test_what_was_not_understood_is_said_and_kept(phone, company):
    values = facts(company, concept="none", asked_about=PALLETS, quantity="une dizaine")

    page = phone.post(url("space_declare"), values, follow=True).content.decode()

    assert company.resources.get().description == "Quantity in words: une dizaine"
    assert "The quantity was not understood in full" in page


def test_a_form_that_lacks_something_is_shown_again_with_what_was_typed(phone, company):
    response = phone.post(url("space_declare"), facts(company, direction="", quantity="12 t"))

    page = response.content.decode()
    assert list(response.context["form"].errors) == ["direction"]
    assert "Choose one of the three." in page
    assert 'value="12 t"' in page
    assert not company.resources.exists()


@pytest.mark.parametrize("is_working", [True, False])
def test_without_a_broker_the_declaration_is_saved_all_the_same(
    phone, company, monkeypatch, is_working
):
    monkeypatch.setattr("synergies.views.declare.wake", lambda task, *args: is_working)

    values = facts(company, concept="none", asked_about=PALLETS)
    response = phone.post(url("space_declare"), values)

    assert response.status_code == 303
    assert company.resources.count() == 1


# -- Looking --------------------------------------------------------------------------------


def test_looking_writes_nothing(phone, company, queued, django_assert_num_queries):
    resource = ResourceFactory(company=company)
    history = resource.history.count()
    pages = [url("space_declare"), url("space_suggest"), url("space_quantity")]
    pages += [url(f"space_{name}", resource.pk) for name in ("resource", "edit", "close")]

    for address in pages:
        for method in (phone.get, phone.head):
            assert method(address, {"title": PALLETS, "why": "gone"}).status_code == 200

    resource.refresh_from_db()
    assert (Resource.objects.count(), resource.history.count()) == (1, history)
    assert resource.closed_at is None
    assert queued == []


@pytest.mark.parametrize("name", ["suggest", "quantity", "resource"])
def test_fragments_and_matches_only_read(phone, company, name):
    args = [ResourceFactory(company=company).pk] if name == "resource" else []

    assert phone.post(url(f"space_{name}", *args)).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_declaration_takes_the_same_queries_for_one_and_three_matches(
    phone, company, count, django_assert_num_queries
):
    resource = ResourceFactory(company=company, title=PALLETS)
    for _index in range(count):
        ResourceFactory(title=PALLETS, need=True)
    run_detection(initiative=company.initiative)

    # session, link, declaration, eight for the matches, initiative
    with django_assert_num_queries(12):
        response = phone.get(url("space_resource", resource.pk))

    assert len(response.context["matches"]) == count


def test_the_form_takes_few_queries(phone, django_assert_num_queries):
    with django_assert_num_queries(3):  # session, link, initiative
        phone.get(url("space_declare"))


# -- Others' things -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["resource", "edit", "close"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_declarations_of_another_company_do_not_exist_here(phone, queued, name, method):
    theirs = ResourceFactory()
    values = {**facts(theirs.company, concept="none", asked_about=PALLETS), "why": "gone"}

    response = getattr(phone, method)(url(f"space_{name}", theirs.pk), values)

    theirs.refresh_from_db()
    assert response.status_code == (405 if (name, method) == ("resource", "post") else 404)
    assert (theirs.closed_at, theirs.title != PALLETS) == (None, True)
    assert queued == []


@pytest.mark.parametrize("name", ["resource", "edit", "close"])
def test_closed_declarations_and_unknown_ones_do_not_exist(phone, company, name):
    closed = ResourceFactory(company=company, closed=True)

    assert phone.get(url(f"space_{name}", closed.pk)).status_code == 404
    assert phone.get(url(f"space_{name}", 999_999)).status_code == 404


def test_a_page_opened_for_another_company_saves_nothing(phone, company):
    other = CompanyFactory()

    response = phone.post(url("space_declare"), facts(other, concept="none", asked_about=PALLETS))

    assert list(response.context["form"].errors) == ["company"]
    assert not Resource.objects.exists()


@pytest.mark.parametrize("name", ["declare", "suggest", "quantity"])
def test_without_a_link_there_is_no_form(client, name):
    assert client.get(url(f"space_{name}")).status_code == 404


# -- Changing, closing ----------------------------------------------------------------------


def test_a_declaration_is_changed(phone, company, contact, queued):
    resource = ResourceFactory(company=company, title="Old")
    values = facts(company, concept="none", asked_about=PALLETS, quantity="12 t/an")

    response = phone.post(url("space_edit", resource.pk), values)

    resource.refresh_from_db()
    assert response.url == url("space_resource", resource.pk)
    assert (resource.title, resource.quantity, resource.period) == (PALLETS, 12, "year")
    assert str(contact) in resource.history.first().history_change_reason
    assert queued == [resource.pk]


def test_what_the_form_does_not_ask_is_left_alone(phone, company):
    resource = ResourceFactory(
        company=company, title="Old", outlet="landfill", reference="R1", visibility="parties"
    )

    values = facts(company, concept="none", asked_about=PALLETS)
    phone.post(url("space_edit", resource.pk), values)

    resource.refresh_from_db()
    kept = (resource.title, resource.outlet, resource.reference, resource.visibility)
    assert kept == (PALLETS, "landfill", "R1", "parties")


def test_a_declaration_is_closed_with_a_reason(phone, company, queued):
    resource = ResourceFactory(company=company)

    response = phone.post(url("space_close", resource.pk), {"why": "elsewhere", "words": "Metz"})

    resource.refresh_from_db()
    assert response.url == url("space_home")
    assert resource.closed_at is not None
    assert resource.closed_reason == "We found a solution elsewhere. Metz"
    assert queued == [resource.pk]


def test_a_declaration_is_not_closed_without_a_reason(phone, company, queued):
    resource = ResourceFactory(company=company)

    response = phone.post(url("space_close", resource.pk), {"words": "Metz"})

    resource.refresh_from_db()
    assert list(response.context["form"].errors) == ["why"]
    assert (resource.closed_at, queued) == (None, [])


# -- While somebody types -------------------------------------------------------------------


def test_words_being_typed_are_answered_with_the_questions_alone(phone):
    response = suggest(phone)

    page = response.content.decode()
    assert 1 <= len(suggested(response)) <= 5
    assert "<html" not in page
    assert 'name="concept"' in page
    assert 'name="waste_choice"' not in page
    assert 'value="none"' in page
    assert f'name="asked_about" value="{PALLETS}"' in page


def test_for_waste_the_codes_come_as_well(phone):
    response = suggest(phone, family="waste", direction="offer")

    assert 1 <= len(suggested(response, question=1)) <= 5
    assert 'name="waste_choice"' in response.content.decode()


def test_what_was_chosen_stays_chosen_while_it_is_still_suggested(phone):
    chosen = suggested(suggest(phone))[0]

    same = suggest(phone, title="lot de palettes europe", concept=chosen)
    other = suggest(phone, title="acide chlorhydrique", concept=chosen)

    assert same.context["questions"][0].chosen == chosen
    assert other.context["questions"][0].chosen == ""


@pytest.mark.parametrize(
    "values",
    [
        {"title": ""},
        {"title": "zbrouf"},
        {"family": "nonsense"},
        {"title": "p" * 5000},
        {"concept": "x"},
    ],
)
def test_nonsense_typed_is_no_failure(phone, values):
    assert suggest(phone, **values).status_code == 200


def test_suggestions_speak_the_language_of_the_page(phone):
    english = suggest(phone).content.decode()
    phone.cookies["django_language"] = "fr"
    french = suggest(phone).content.decode()

    assert "Which of these is it?" in english
    assert "Rien de tout cela" in french


def test_a_quantity_being_typed_is_shown_as_it_is_understood(phone):
    page = phone.get(url("space_quantity"), {"quantity": "env. 300 kg/mois"}).content.decode()

    assert "<html" not in page
    assert "Understood: 300\u00a0kg per month" in page
    assert "that is 3.6\u00a0t per year" in page


def test_a_quantity_that_is_not_understood_is_said_while_typing(phone):
    page = phone.get(url("space_quantity"), {"quantity": "une dizaine"}).content.decode()

    assert "Understood" not in page
    assert "stays in the description" in page


def test_markup_typed_is_shown_as_text(phone):
    attack = "<script>alert(1)</script>"

    for page in (
        suggest(phone, title=attack),
        phone.get(url("space_quantity"), {"quantity": attack}),
    ):
        assert attack not in page.content.decode()


def test_a_prompt_opens_the_form_filled_in(phone):
    concept = suggested(suggest(phone))[0]
    query = {"direction": "need", "family": "material", "concept": concept}

    response = phone.get(url("space_declare"), query)

    form = response.context["form"]
    assert (form["direction"].value(), form["family"].value()) == ("need", "material")
    assert form.questions[0].chosen == concept


# -- On behalf of a company -----------------------------------------------------------------


def test_staff_declares_on_behalf_of_a_company(staff_client, staff_user, company, queued):
    values = facts(company, concept="none", asked_about=PALLETS)

    response = staff_client.post(url("company_declare", company.pk), values)

    saved = company.resources.get()
    assert response.url == url("company_resource", company.pk, saved.pk)
    assert saved.history.get().history_user == staff_user
    assert queued == [saved.pk]


def test_staff_changes_and_closes_on_behalf_of_a_company(staff_client, company, queued):
    resource = ResourceFactory(company=company, title="Old")
    values = facts(company, concept="none", asked_about=PALLETS)

    staff_client.post(url("company_edit", company.pk, resource.pk), values)
    staff_client.post(url("company_close", company.pk, resource.pk), {"why": "mistake"})

    resource.refresh_from_db()
    assert resource.title == PALLETS
    assert resource.closed_at is not None


@pytest.mark.parametrize("name", ["resource", "edit", "close"])
def test_on_behalf_of_one_company_another_is_not_changed(staff_client, company, name):
    theirs = ResourceFactory()

    assert staff_client.get(url(f"company_{name}", company.pk, theirs.pk)).status_code == 404


def test_decided_matches_are_marked_on_the_page_of_a_declaration(phone, company):
    need = ResourceFactory(title=PALLETS, need=True)
    mine = ResourceFactory(company=company, title=PALLETS)
    run_detection(initiative=company.initiative)
    Match.objects.update(status=Match.Status.KEPT)
    MatchFactory()

    page = phone.get(url("space_resource", mine.pk)).content.decode()

    assert need.company.name in page
    assert "kept as a synergy" in page
