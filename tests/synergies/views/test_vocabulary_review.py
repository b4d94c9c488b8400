import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from synergies import tasks
from synergies.models import VocabularyChange
from synergies.services.detection.matching import ONE_BY_ONE_UP_TO
from tests.factories import InitiativeFactory, ParsedResourceFactory, VocabularyChangeFactory

pytestmark = pytest.mark.django_db
REVIEW = "/vocabulary/review/"
Status = VocabularyChange.Status


@pytest.fixture
def english_client(staff_client):
    staff_client.cookies["django_language"] = "en"
    return staff_client


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    """What is given to the worker, as (task, argument), instead of giving it."""
    calls = []
    for name in ("detect", "detect_resource"):
        monkeypatch.setattr(
            getattr(tasks, name),
            "apply_async",
            lambda args, name=name, **_: calls.append((name, *args)),
        )
    return calls


def decide(client, change, what, seen=None):
    url = reverse(f"synergies:vocabulary_{what}", args=[change.pk]) + "?status=proposed"
    return client.post(url, {"seen": seen or change.status})


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", REVIEW),
        ("post", f"{REVIEW}1/accept/"),
        ("post", f"{REVIEW}1/refuse/"),
    ],
)
def test_visitors_are_sent_to_the_login(client, method, path):
    response = getattr(client, method)(path)

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


@pytest.mark.parametrize("what", ["accept", "refuse"])
def test_get_never_decides(staff_client, what):
    change = VocabularyChangeFactory()

    url = reverse(f"synergies:vocabulary_{what}", args=[change.pk])
    assert staff_client.get(url).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_proposals_are_listed_in_constant_queries(english_client, count, django_assert_num_queries):
    VocabularyChangeFactory.create_batch(count)
    VocabularyChangeFactory(refused=True)

    # session, user, counts, how many, page, vocabulary, initiative
    with django_assert_num_queries(7):
        response = english_client.get(REVIEW)

    assert len(response.context["changes"]) == count
    assert [(value, number) for value, _name, number in response.context["tabs"]] == [
        ("proposed", count),
        ("accepted", 0),
        ("refused", 1),
    ]


def test_a_proposal_says_what_it_came_from(english_client):
    VocabularyChangeFactory(words="Zirkonpalettes", reason="not the same acid (A ↔ B)")

    page = english_client.get(REVIEW).content.decode()

    assert "“Zirkonpalettes” means “Europe pallets”." in page
    assert "not the same acid (A ↔ B)" in page


@pytest.mark.parametrize("status", ["accepted", "refused", "no such status"])
def test_other_states_are_one_tab_away(english_client, status):
    VocabularyChangeFactory(**{status: True} if " " not in status else {})

    response = english_client.get(REVIEW, {"status": status})

    assert len(response.context["changes"]) == 1


def test_nothing_to_review_says_what_the_place_is_for(english_client):
    assert "what it teaches is proposed here" in english_client.get(REVIEW).content.decode()


def test_accepting_says_what_follows_and_wakes_the_worker(english_client, queued, staff_user):
    change = VocabularyChangeFactory(words="Zirkonpalettes")
    concerned = ParsedResourceFactory(text=" zirkonpalette ")
    ParsedResourceFactory()

    response = decide(english_client, change, "accept")

    change.refresh_from_db()
    assert (change.status, change.decided_by) == (Status.ACCEPTED, staff_user)
    assert response.url == f"{REVIEW}?status=proposed"
    assert told(response) == [
        "Accepted: “Zirkonpalettes” means “Europe pallets”. 1 declaration is looked at again."
    ]
    assert queued == [("detect_resource", concerned.pk)]


def test_many_declarations_are_looked_at_in_one_pass(english_client, queued):
    ParsedResourceFactory.create_batch(ONE_BY_ONE_UP_TO + 1, text=" zirkonpalette ")

    decide(english_client, VocabularyChangeFactory(words="Zirkonpalettes"), "accept")

    assert queued == [("detect", InitiativeFactory().pk)]


def test_an_accepted_change_can_be_taken_back(english_client, queued):
    change = VocabularyChangeFactory(words="Zirkonpalettes", accepted=True)
    concerned = ParsedResourceFactory(text=" zirkonpalette ")

    decide(english_client, change, "refuse")

    change.refresh_from_db()
    assert change.status == Status.REFUSED
    assert queued == [("detect_resource", concerned.pk)]


def test_refusing_a_proposal_concerns_nobody(english_client, queued):
    response = decide(english_client, VocabularyChangeFactory(words="Zirkon"), "refuse")

    assert told(response) == [
        "Refused: “Zirkon” means “Europe pallets”. No declaration is concerned."
    ]
    assert queued == []


def test_what_would_contradict_the_rest_is_told_and_stays(english_client):
    change = VocabularyChangeFactory(words="palettes perdues")

    response = decide(english_client, change, "accept")

    change.refresh_from_db()
    assert told(response) == ["“palettes perdues” already means “one-way pallets”."]
    assert change.status == Status.PROPOSED


@pytest.mark.parametrize("seen", ["proposed", "no such status"])
def test_the_second_of_two_people_is_told(english_client, seen):
    change = VocabularyChangeFactory(accepted=True)

    response = decide(english_client, change, "refuse", seen)

    change.refresh_from_db()
    assert told(response) == ["Somebody has decided about this meanwhile."]
    assert change.status == Status.ACCEPTED


def test_a_worker_out_of_reach_stops_nothing(english_client, monkeypatch):
    monkeypatch.setattr("synergies.views.vocabulary_review.wake", lambda task, *args: False)
    ParsedResourceFactory.create_batch(2, text=" zirkonpalette ")
    change = VocabularyChangeFactory(words="Zirkonpalettes")

    decide(english_client, change, "accept")

    change.refresh_from_db()
    assert change.status == Status.ACCEPTED
