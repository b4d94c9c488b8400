import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from companies.models import Resource
from synergies.models import Area, Merge, MergeRefusal, Synergy
from synergies.services import merge_suggestions
from tests.factories import (
    InitiativeFactory,
    MergeFactory,
    MergeRefusalFactory,
    PartyFactory,
    ResourceFactory,
    RoundOptionFactory,
    SynergyFactory,
)

pytestmark = pytest.mark.django_db
LIST, DECIDED = "/synergies/merges/", "/synergies/merges/decided/"
HTMX = {"hx-request": "true"}


@pytest.fixture
def english(staff_client):
    staff_client.cookies["django_language"] = "en"
    return staff_client


def sharing(resource, count=2, **changes):
    """Return synergies that rest on one declaration, so that they are proposed as a group."""
    synergies = SynergyFactory.create_batch(
        count, kind=Synergy.Kind.SUBSTITUTION, initiative=resource.company.initiative, **changes
    )
    for synergy in synergies:
        PartyFactory(synergy=synergy, company=resource.company, resources=[resource])
        PartyFactory(synergy=synergy, position=1)
    return synergies


@pytest.fixture
def pair():
    return sharing(ResourceFactory(title="Sable"))


def data_of(synergies, **changes):
    pks = [synergy.pk for synergy in synergies]
    return {"group": "-".join(map(str, pks)), "members": pks, **changes}


def accept(client, synergies, title="", **extra):
    url = reverse("synergies:merge_accept")
    return client.post(url, data_of(synergies, title=title), **extra)


def refuse(client, synergies, reason, **extra):
    url = reverse("synergies:merge_refuse")
    return client.post(url, data_of(synergies, reason=reason), **extra)


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


# -- Who may come in ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", LIST),
        ("get", DECIDED),
        ("post", f"{LIST}accept/"),
        ("post", f"{LIST}refuse/"),
        ("post", f"{LIST}1/undo/"),
        ("post", f"{LIST}refusals/1/withdraw/"),
    ],
)
def test_visitors_are_sent_to_the_login(client, method, path):
    response = getattr(client, method)(path)

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


@pytest.mark.parametrize("path", ["accept/", "refuse/", "1/undo/", "refusals/1/withdraw/"])
def test_get_never_decides(staff_client, path):
    assert staff_client.get(f"{LIST}{path}").status_code == 405


# -- What is proposed -----------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_groups_are_listed_with_their_reason_in_constant_queries(
    english, count, django_assert_num_queries
):
    for number in range(count):
        sharing(ResourceFactory(title=f"Resource {number}"))

    # session, user, initiative twice, seven for the groups, open synergies
    with django_assert_num_queries(12):
        response = english.get(LIST)

    assert len(response.context["page"]) == count
    page = response.content.decode()
    assert page.count("They rest on the same resource") == count
    assert response.context["outlook"].left_count == count


def test_a_card_offers_each_member_ticked_and_the_title_to_edit(english, pair):
    page = english.get(LIST).content.decode()

    assert page.count('type="checkbox"') == page.count("checked>") == 2
    assert all(synergy.title in page for synergy in pair)
    assert 'value="Sable"' in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 2),
        ({"area": Area.SKILLS}, 1),
        ({"bond": "0"}, 1),
        ({"bond": "2"}, 1),
        ({"bond": "4"}, 0),
        ({"bond": "nonsense"}, 2),
    ],
)
def test_filters_narrow_the_groups(staff_client, pair, query, count):
    SynergyFactory.create_batch(2, title="Achat groupé", area=Area.SKILLS)

    assert len(staff_client.get(LIST, query).context["page"]) == count


def test_htmx_receives_the_groups_alone(staff_client, pair):
    block = staff_client.get(LIST, headers=HTMX).content.decode()

    assert "<html" not in block
    assert pair[0].title in block


def test_without_initiative_or_groups_the_page_says_what_comes_next(english):
    before = english.get(LIST).content.decode()
    InitiativeFactory()
    after = english.get(LIST).content.decode()

    assert "Nothing to group" in before
    assert "Nothing to group" in after


# -- Accepting ------------------------------------------------------------------------------------
def test_accepting_merges_the_members_and_comes_back_to_the_same_filters(english, pair):
    url = reverse("synergies:merge_accept") + "?area=resources"

    response = english.post(url, data_of(pair, title="Fill"))

    merge = Merge.objects.get()
    assert response.url == f"{LIST}?area=resources"
    assert told(response) == [f"Grouped as no. {merge.number}: Fill."]
    assert set(merge.members.all()) == set(pair)


def test_members_can_be_taken_out(english):
    first, second, third = sharing(ResourceFactory(), count=3)

    accept(english, [first, third])

    assert set(Merge.objects.get().members.all()) == {first, third}
    assert Synergy.objects.get(pk=second.pk).merged_into is None


def test_accepting_with_htmx_answers_the_card_alone_with_a_way_back(english, pair):
    page = accept(english, pair, title="Fill", headers=HTMX).content.decode()

    merge = Merge.objects.get()
    assert "<html" not in page
    assert Synergy.objects.get(number=merge.number).get_absolute_url() in page
    assert reverse("synergies:merge_undo", args=[merge.pk]) in page
    assert "autofocus" in page


def test_a_refused_merge_keeps_what_was_filled_in(english, pair):
    url = reverse("synergies:merge_accept")
    data = data_of(pair) | {"members": [pair[0].pk], "title": "My own title"}

    page = english.post(url, data, headers=HTMX).content.decode()

    assert "Choose at least two synergies." in page
    assert 'value="My own title"' in page
    assert page.count("checked>") == 1
    assert Merge.objects.count() == 0


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"members": ["nonsense"]},
        {"members": [999_999]},
    ],
)
def test_what_no_card_sends_is_refused(english, data):
    response = english.post(reverse("synergies:merge_accept"), data)

    assert told(response) == ["Choose at least two synergies."]


def test_a_group_somebody_else_decided_is_told(english, pair):
    accept(english, pair)

    again = accept(english, pair)
    card = accept(english, pair, headers=HTMX).content.decode()

    numbers = ", ".join(str(synergy.number) for synergy in pair)
    assert told(again)[-1] == f"These may not be grouped, or no longer: no. {numbers}."
    assert "Show the groups as they are now" in card
    assert Merge.objects.count() == 1


# -- Refusing -------------------------------------------------------------------------------------
def test_refusing_notes_the_reason_and_the_group_is_gone(english, pair):
    response = refuse(english, pair, "two qualities")

    assert response.url == LIST
    assert MergeRefusal.objects.get().reason == "two qualities"
    assert len(english.get(LIST).context["page"]) == 0


@pytest.mark.parametrize("reason", ["", "  ", "x" * 251])
def test_refusing_without_a_readable_reason_leaves_the_card(english, pair, reason):
    page = refuse(english, pair, reason, headers=HTMX).content.decode()

    assert 'role="alert"' in page
    assert "Set aside" in page
    assert MergeRefusal.objects.count() == 0


def test_refusing_with_htmx_answers_the_card_alone(english, pair):
    page = refuse(english, pair, "two qualities", headers=HTMX).content.decode()

    assert "<html" not in page
    assert "Not the same: two qualities" in page


# -- What was decided -----------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_decisions_are_listed_in_constant_queries(english, count, django_assert_num_queries):
    for number in range(count):
        MergeFactory(number=300 + number, reasons=[{"code": "kinds_differ", "params": {}}])
        MergeFactory(number=400 + number, undone=True)
        MergeRefusalFactory()

    # session, user, count, merges, members, vocabulary, refusals, their synergies, initiative
    with django_assert_num_queries(9):
        page = english.get(DECIDED).content.decode()

    assert page.count(">Undo</button>") == count
    assert page.count("Undone by") == count
    assert page.count("Not the same:") == count
    assert page.count("Substitutions and poolings together") == count


def test_undoing_gives_the_members_back(english, pair):
    accept(english, pair)
    merge = Merge.objects.get()

    response = english.post(reverse("synergies:merge_undo", args=[merge.pk]))

    assert response.url == DECIDED
    assert told(response)[-1] == "Undone: the members stand by themselves again."
    assert set(Synergy.objects.open()) == set(pair)


def test_undoing_says_when_something_rests_on_the_merge(english, pair):
    accept(english, pair)
    merge = Merge.objects.get()
    RoundOptionFactory(synergy=merge.synergy, round__closed=True)

    page = english.post(
        reverse("synergies:merge_undo", args=[merge.pk]), headers=HTMX
    ).content.decode()

    assert f"No. {merge.number} is closed, not deleted" in page
    assert ">Undo</button>" not in page


def test_undoing_twice_is_told(english):
    merge = MergeFactory(undone=True)

    response = english.post(reverse("synergies:merge_undo", args=[merge.pk]))

    assert told(response) == ["This merge has been undone already."]


def test_a_refusal_can_be_taken_back(english, pair):
    refuse(english, pair, "two qualities")
    refusal = MergeRefusal.objects.get()

    response = english.post(reverse("synergies:merge_refusal_withdraw", args=[refusal.pk]))

    assert response.url == DECIDED
    assert len(english.get(LIST).context["page"]) == 1


# -- Where one comes from -------------------------------------------------------------------------
def test_a_round_that_is_prepared_says_how_many_groups_there_are(english, pair):
    page = english.get("/rounds/new/").content.decode()

    assert "2 open synergies," in page
    assert f'<a href="{LIST}">1 group proposed</a>' in page


def test_the_list_leads_to_the_groups_without_looking_for_them(english, pair):
    page = english.get("/synergies/").content.decode()

    assert f'<a href="{LIST}">Group before voting</a>' in page
    assert "proposed" not in page


def test_of_a_territory_the_newest_synergies_are_compared(english, pair, monkeypatch):
    monkeypatch.setattr(merge_suggestions, "MOST_COMPARED", 1)

    assert english.get(LIST).context["page"].object_list == []


def test_a_merge_says_which_synergies_it_holds(english):
    merge = MergeFactory(
        members=[SynergyFactory(number=12, title="Sand"), SynergyFactory(number=45)]
    )

    page = english.get(merge.synergy.get_absolute_url()).content.decode()

    assert "Groups no." in page
    assert [page.count(f">{number}</a>") for number in (12, 45)] == [1, 1]
    assert Resource.objects.count() == 0
