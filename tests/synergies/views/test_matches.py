import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from synergies import tasks
from synergies.models import Match, Synergy
from tests.factories import (
    InitiativeFactory,
    MatchFactory,
    ParsedResourceFactory,
    SynergyFactory,
    VocabularyChangeFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/suggestions/"
HTMX = {"hx-request": "true"}


def keep(client, match, **extra):
    return client.post(reverse("synergies:match_keep", args=[match.pk]), **extra)


def reject(client, match, reason, **extra):
    url = reverse("synergies:match_reject", args=[match.pk])
    return client.post(url, {"reason": reason}, **extra)


@pytest.fixture
def queued(monkeypatch):
    """What is given to the worker, instead of giving it."""
    calls = []
    monkeypatch.setattr(tasks.detect, "apply_async", lambda args, **_: calls.append(args))
    return calls


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", LIST),
        ("post", "/suggestions/run/"),
        ("post", "/suggestions/1/keep/"),
        ("post", "/suggestions/1/reject/"),
    ],
)
def test_visitors_are_sent_to_the_login(client, method, path):
    response = getattr(client, method)(path)

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


@pytest.mark.parametrize("name", ["match_keep", "match_reject"])
def test_get_never_decides(staff_client, name):
    match = MatchFactory()

    assert staff_client.get(reverse(f"synergies:{name}", args=[match.pk])).status_code == 405
    assert Match.objects.get().status == Match.Status.SUGGESTED


@pytest.mark.parametrize("count", [1, 3])
def test_list_shows_what_is_to_be_decided_in_constant_queries(
    staff_client, count, django_assert_num_queries
):
    MatchFactory.create_batch(count)
    MatchFactory(kept=True)
    MatchFactory(rejected=True)

    # session, user, companies of the filter, initiative, groups, how many pairs, pairs,
    # vocabulary, proposals, initiative of the frame
    with django_assert_num_queries(10):
        response = staff_client.get(LIST)

    assert [card["match"].status for card in response.context["cards"]] == ["suggested"] * count


def test_the_surest_come_first_and_a_tier_can_be_chosen(staff_client):
    lead, sure = MatchFactory(tier=Match.Tier.LEAD), MatchFactory()

    everything = staff_client.get(LIST).context["page"].object_list
    leads = staff_client.get(LIST, {"tier": "lead"}).context["page"].object_list

    assert list(everything) == [sure, lead]
    assert list(leads) == [lead]


def test_a_kind_can_be_chosen(staff_client):
    exchange = MatchFactory()
    MatchFactory(kind=Synergy.Kind.POOLING)

    response = staff_client.get(LIST, {"kind": "substitution"})

    assert list(response.context["page"].object_list) == [exchange]


def test_the_list_says_how_many_proposals_wait_for_a_review(staff_client):
    VocabularyChangeFactory.create_batch(2)
    VocabularyChangeFactory(accepted=True)

    response = staff_client.get(LIST)

    assert response.context["proposals"] == 2
    assert reverse("synergies:vocabulary_review") in response.content.decode()


@pytest.mark.parametrize("side", ["resource_a", "resource_b"])
def test_company_filter_looks_at_both_sides(staff_client, side):
    match = MatchFactory()
    MatchFactory()

    response = staff_client.get(LIST, {"company": getattr(match, side).company_id})

    assert list(response.context["page"].object_list) == [match]


def test_reasons_are_sentences_in_the_language_of_the_page(staff_client):
    MatchFactory(reasons=[{"code": "all_year", "params": {}}])

    french = staff_client.get(LIST).content.decode()
    staff_client.cookies["django_language"] = "en"
    english = staff_client.get(LIST).content.decode()

    assert "Disponible toute l’année." in french
    assert "Available all year." in english


def test_keeping_makes_a_synergy_and_comes_back_to_the_same_filters(staff_client):
    match = MatchFactory()
    url = reverse("synergies:match_keep", args=[match.pk]) + "?tier=sure"

    response = staff_client.post(url)

    assert response.url == "/suggestions/?tier=sure"
    assert Match.objects.get().synergy == Synergy.objects.get()


def test_keeping_with_htmx_answers_the_card_alone(staff_client):
    staff_client.cookies["django_language"] = "en"
    match = MatchFactory()

    page = keep(staff_client, match, headers=HTMX).content.decode()

    assert "<html" not in page
    assert "Kept as synergy no. 1" in page
    assert Synergy.objects.get().get_absolute_url() in page
    assert "Set aside" not in page


def test_rejecting_notes_the_reason(staff_client):
    match = MatchFactory()

    response = reject(staff_client, match, "not the same grade")

    match.refresh_from_db()
    assert response.url == LIST
    assert (match.status, match.decision_reason) == ("rejected", "not the same grade")


def test_rejecting_says_what_was_learnt_and_where_it_waits(staff_client):
    staff_client.cookies["django_language"] = "en"
    match = MatchFactory()
    ParsedResourceFactory(resource=match.resource_a, concept="epal-pallet")
    ParsedResourceFactory(resource=match.resource_b, concept="weighbridge")

    page = reject(staff_client, match, "not the same", headers=HTMX).content.decode()

    assert "“Europe pallets” is not to be confused with “weighbridge”." in page
    assert reverse("synergies:vocabulary_review") in page


def test_what_was_learnt_is_told_without_htmx_too(staff_client):
    staff_client.cookies["django_language"] = "en"
    match = MatchFactory(concept="", resource_b__title="Zirkonpaletten")
    ParsedResourceFactory(resource=match.resource_a, concept="epal-pallet")

    response = keep(staff_client, match)

    told = [str(message) for message in get_messages(response.wsgi_request)]
    assert told[1] == (
        "Proposed to the vocabulary, to be reviewed: “Zirkonpaletten” means “Europe pallets”."
    )


@pytest.mark.parametrize("reason", ["", "   ", "x" * 251])
def test_rejecting_without_a_readable_reason_is_refused_and_the_form_stays(staff_client, reason):
    staff_client.cookies["django_language"] = "en"
    match = MatchFactory()

    page = reject(staff_client, match, reason, headers=HTMX).content.decode()

    match.refresh_from_db()
    assert match.status == Match.Status.SUGGESTED
    assert "Set aside" in page


@pytest.mark.parametrize("act", [keep, lambda client, match: reject(client, match, "no")])
def test_a_decision_taken_by_somebody_else_is_told(staff_client, act):
    staff_client.cookies["django_language"] = "en"
    match = MatchFactory(kept=True, synergy=SynergyFactory())

    response = act(staff_client, match)

    told = [str(message) for message in get_messages(response.wsgi_request)]
    assert told == ["This suggestion has already been decided."]
    assert Synergy.objects.count() == 1


def test_looking_again_gives_the_work_to_the_worker(staff_client, queued):
    initiative = InitiativeFactory()

    response = staff_client.post("/suggestions/run/")

    assert response.url == LIST
    assert queued == [(initiative.pk,)]


def test_looking_again_without_initiative_says_so(staff_client, queued):
    response = staff_client.post("/suggestions/run/")

    assert response.url == LIST
    assert queued == []
    assert len(list(get_messages(response.wsgi_request))) == 1


def test_looking_again_says_when_the_worker_cannot_be_reached(staff_client, monkeypatch):
    InitiativeFactory()
    monkeypatch.setattr("synergies.views.matches.wake", lambda task, *args: False)

    response = staff_client.post("/suggestions/run/", follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["danger"]
