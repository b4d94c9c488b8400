import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from synergies.models import Match, Synergy, VocabularyChange
from tests.factories import MatchFactory, ParsedResourceFactory, ResourceFactory, SynergyFactory
from tests.synergies.pooling import CONCEPT, needs, pool

pytestmark = pytest.mark.django_db
LIST = "/suggestions/"
HTMX = {"hx-request": "true"}


def url(what, concept=CONCEPT, side="need"):
    return reverse(f"synergies:match_group_{what}", args=[concept, side])


def keep(client, *resources, into="", **extra):
    data = {"member": [resource.pk for resource in resources], "into": into}
    return client.post(url("keep"), data, **extra)


def reject(client, reason="we have a contract", seen=1, **extra):
    return client.post(url("reject"), {"reason": reason, "seen": seen}, **extra)


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def english_client(staff_client):
    staff_client.cookies["django_language"] = "en"
    return staff_client


@pytest.mark.parametrize("what", ["keep", "reject"])
def test_visitors_are_sent_to_the_login(client, what):
    response = client.post(url(what))

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


@pytest.mark.parametrize("what", ["keep", "reject"])
def test_get_never_decides(staff_client, what):
    pool(*needs(2))

    assert staff_client.get(url(what)).status_code == 405
    assert Match.objects.suggested().count() == 1


@pytest.mark.parametrize("what", ["keep", "reject"])
def test_without_initiative_there_is_nothing_to_decide(staff_client, what):
    assert staff_client.post(url(what)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_shows_groups_and_pairs_in_constant_queries(
    staff_client, count, django_assert_num_queries
):
    for number in range(count):
        members = needs(count + 2)
        pool(*members, concept=f"concept-{number}")
        pool(
            *members[:1],
            *needs(1),
            concept=f"concept-{number}",
            status="kept",
            synergy=SynergyFactory(),
        )
        MatchFactory()

    # session, user, companies of the filter, initiative; groups, how many pairs, pairs;
    # members, resources, parsed, decided pairs, who stands in the synergies, vocabulary (2);
    # proposals, initiative of the frame
    with django_assert_num_queries(16):
        response = staff_client.get(LIST)

    groups = [card["group"] for card in response.context["cards"] if "group" in card]
    assert len(groups) == count
    assert len(response.context["cards"]) == 2 * count
    assert all(len(group.members) == count + 2 for group in groups)


def test_the_card_says_who_offers_what_and_ticks_the_likely_ones(english_client):
    sure = ResourceFactory(need=True, measured=True, title="Pallets", company__name="Foundry")
    other = ResourceFactory(need=True, title="Euro pallets", company__name="Dairy")
    lead = ResourceFactory(need=True, title="Wood", company__name="Sawmill")
    pool(sure, other)
    pool(sure, lead, tier=Match.Tier.LEAD)

    page = english_client.get(LIST).content.decode()

    text = " ".join(page.split())
    assert '<strong>Foundry</strong> <span class="muted"> needs </span> Pallets' in text
    assert page.count("checked") == 2
    assert "1 lead: to be looked at, not ticked" in text


def test_keeping_makes_one_synergy_and_comes_back_to_the_same_filters(english_client):
    members = needs(3)
    pool(*members)

    response = english_client.post(
        url("keep") + "?tier=sure", {"member": [one.pk for one in members]}
    )

    assert response.url == "/suggestions/?tier=sure"
    assert told(response) == ["Kept as synergy no. 1: Europe pallets."]
    assert Synergy.objects.get().parties.count() == 3


def test_keeping_with_htmx_answers_what_was_decided_and_what_is_left(english_client):
    members = needs(3)
    pool(*members)

    page = keep(english_client, *members[:2], headers=HTMX).content.decode()

    assert "<html" not in page
    assert "Kept as synergy no. 1" in page
    assert Synergy.objects.get().get_absolute_url() in page
    assert "stay suggested" in page
    assert "Set aside" not in page


def test_keeping_all_leaves_nothing(english_client):
    members = needs(2)
    pool(*members)

    page = keep(english_client, *members, headers=HTMX).content.decode()

    assert "Kept as synergy no. 1" in page
    assert "stay suggested" not in page


def test_a_late_joiner_is_added_by_the_main_button(english_client):
    one, other, newcomer = needs(3)
    pool(one, other)
    keep(english_client, one, other)
    synergy = Synergy.objects.get()
    pool(one, newcomer)
    pool(other, newcomer)
    card = english_client.get(LIST).content.decode()

    response = keep(english_client, newcomer, into=synergy.pk)

    assert "Add to synergy no. 1" in card
    assert told(response)[-1] == "Added to synergy no. 1: Europe pallets."
    assert synergy.parties.count() == 3
    assert Match.objects.suggested().count() == 0


@pytest.mark.parametrize(
    ("resources", "message"),
    [
        (0, "Tick the companies that take part."),
        (1, "Tick at least two companies."),
    ],
)
def test_a_refusal_shows_the_group_again_with_its_reason(english_client, resources, message):
    members = needs(2)
    pool(*members)

    page = keep(english_client, *members[:resources], headers=HTMX).content.decode()

    assert message in page
    assert "Set aside" in page
    assert Synergy.objects.count() == 0


def test_a_declaration_closed_meanwhile_is_told(english_client):
    one, other = needs(2)
    pool(one, other)
    other.closed_reason, other.closed_at = (
        "sold",
        one.company.initiative.history.latest().history_date,
    )
    other.save()

    response = keep(english_client, one, other)

    assert told(response) == ["A declaration has been closed meanwhile. Look at the list again."]


def test_a_synergy_closed_meanwhile_is_told(english_client):
    members = needs(2)
    pool(*members)

    response = keep(english_client, *members, into=SynergyFactory(closed=True).pk)

    assert told(response) == ["This synergy has been closed or merged meanwhile."]


def test_the_second_of_two_people_is_told(english_client):
    members = needs(2)
    pool(*members)
    keep(english_client, *members)

    page = keep(english_client, *members, headers=HTMX).content.decode()

    assert "are together in synergy no. 1 already." in page
    assert Synergy.objects.count() == 1


def test_setting_aside_notes_the_reason_for_all_pairs(english_client):
    pool(*needs(3))

    response = reject(english_client, seen=3)

    assert told(response) == ["Noted: these companies are not suggested together again for this."]
    assert set(Match.objects.values_list("status", "decision_reason")) == {
        ("rejected", "we have a contract")
    }


def test_setting_aside_says_what_was_learnt_and_where_it_waits(english_client):
    one, other = needs(2)
    ParsedResourceFactory(resource=one, concept="epal-pallet")
    ParsedResourceFactory(resource=other, concept="weighbridge")
    pool(one, other)

    page = reject(english_client, headers=HTMX).content.decode()

    assert "Proposed to the vocabulary:" in page
    assert "“Europe pallets” is not to be confused with “weighbridge”." in page
    assert reverse("synergies:vocabulary_review") in page
    assert VocabularyChange.objects.proposed().count() == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"reason": " ", "seen": 1}, "Say why it is not a match."),
        ({"reason": "no", "seen": 9}, "This group has changed meanwhile. Look at it again."),
    ],
)
def test_setting_aside_is_refused_without_reason_or_when_it_changed(english_client, data, message):
    pool(*needs(2))

    response = english_client.post(url("reject"), data)

    assert told(response) == [message]
    assert Match.objects.suggested().count() == 1


def test_a_group_that_is_gone_is_told_in_its_place(english_client):
    pool(*needs(2), status="kept")

    page = reject(english_client, headers=HTMX).content.decode()

    assert "This suggestion has already been decided." in page
    assert "Europe pallets" in page
