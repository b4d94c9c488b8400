"""The public pages: what is public shows, what is withdrawn does not, and nothing twice."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from defusedxml.ElementTree import fromstring
from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.urls import reverse

from companies.models import Initiative, Resource, SuccessStory
from tests.factories import (
    ActionFactory,
    CompanyFactory,
    InitiativeFactory,
    MilestoneFactory,
    PartnerFactory,
    PersonalLinkFactory,
    ProgrammeFactory,
    RoundFactory,
    SuccessStoryFactory,
    UserFactory,
    WorkshopFactory,
)

pytestmark = pytest.mark.django_db
PUBLIC = Resource.Visibility.PUBLIC
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
PAGES = ["home", "showcase_programme", "showcase_stories", "showcase_partners", "opendata"]


@pytest.fixture(autouse=True)
def _initiative(db):
    InitiativeFactory()


def story(**fields):
    row = SuccessStoryFactory(photo_alt="A forklift", **fields)
    row.photo.save("x.png", ContentFile(PNG))
    return row


# -- Stories --------------------------------------------------------------------------------------
@pytest.mark.parametrize("hidden", [{"draft": True}, {"published_on": None}, {"withdrawn": True}])
def test_a_story_without_agreement_is_nowhere(client, hidden):
    row = story(title="HIDDEN", **hidden)

    said = client.get(reverse("pages:showcase_stories")).content.decode()
    said += client.get(reverse("pages:home")).content.decode()
    said += client.get(reverse("pages:sitemap")).content.decode()

    assert "HIDDEN" not in said
    assert client.get(reverse("pages:showcase_story", args=[row.pk])).status_code == 404
    assert client.get(reverse("pages:showcase_photo", args=[row.pk])).status_code == 404


def test_a_withdrawn_story_is_hidden_at_once_even_from_who_has_it(client):
    row = story()
    places = [reverse("pages:showcase_story", args=[row.pk])]
    places.append(reverse("pages:showcase_photo", args=[row.pk]))
    first = [client.get(place) for place in places]

    row.withdrawn_on = date(2019, 3, 1)
    row.save()

    assert [answer.status_code for answer in first] == [200, 200]
    assert all("no-cache" in answer["Cache-Control"] for answer in first)
    assert [client.get(place).status_code for place in places] == [404, 404]


def test_the_team_sees_the_photo_of_a_draft_from_its_form(staff_client):
    row = story(draft=True)
    place = reverse("pages:showcase_photo", args=[row.pk])

    form = staff_client.get(reverse("admin:companies_successstory_change", args=[row.pk]))

    assert f'href="{place}"' in form.content.decode()
    assert staff_client.get(place)["Content-Type"] == "image/png"


def test_the_photo_of_a_draft_is_not_for_an_account_without_rights(client, settings):
    place = reverse("pages:showcase_photo", args=[story(draft=True).pk])
    client.force_login(UserFactory(staff=True))
    assert client.get(place).status_code == 404

    client.force_login(UserFactory(superuser=True))
    assert client.get(place).status_code == 200
    settings.REQUIRE_SECOND_FACTOR = True
    assert client.get(place).status_code == 404


def test_a_new_story_is_of_the_initiative_of_the_site(staff_client):
    form = staff_client.get(reverse("admin:companies_successstory_add"))

    assert form.context["adminform"].form["initiative"].initial == Initiative.objects.get()


def test_who_agreed_is_shown_to_nobody(client):
    row = SuccessStoryFactory(agreed_by="Camille Directrice")

    page = client.get(reverse("pages:showcase_story", args=[row.pk])).content.decode()

    assert row.title in page
    assert "Camille" not in page


def test_a_story_is_published_only_with_who_agreed():
    with pytest.raises(IntegrityError):
        SuccessStoryFactory(agreed_by="")


def test_a_story_reads_in_english_where_it_was_written(client):
    client.cookies["django_language"] = "en"
    told = SuccessStoryFactory(title="Les palettes", title_en="The pallets")
    other = SuccessStoryFactory(title="Les bennes")

    page = client.get(reverse("pages:showcase_stories")).content.decode()

    assert (told.title_en in page, told.title in page, other.title in page) == (True, False, True)


def test_the_text_of_a_story_is_never_markup(client):
    row = SuccessStoryFactory(text="<script>alert(1)</script>")

    page = client.get(reverse("pages:showcase_story", args=[row.pk])).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


# -- Programme, partners -------------------------------------------------------------------------
def test_the_programme_shows_public_actions_alone_in_plain_words(client):
    ActionFactory(title="Bourse aux palettes", visibility=PUBLIC, status="blocked")
    ActionFactory(title="HIDDEN", visibility=Resource.Visibility.PARTICIPANTS)

    page = client.get(reverse("pages:showcase_programme")).content.decode()

    assert "Bourse aux palettes" in page
    assert "arrêtée par un obstacle" in page
    assert "HIDDEN" not in page
    assert "1 action n’est pas montrée" in " ".join(page.split())


@pytest.mark.parametrize("count", [1, 3])
def test_public_pages_take_constant_queries(client, count, django_assert_num_queries):
    for action in ActionFactory.create_batch(count, visibility=PUBLIC):
        MilestoneFactory(action=action)
    SuccessStoryFactory.create_batch(count)
    PartnerFactory.create_batch(count)

    for name, queries in {
        "showcase_programme": 5,  # programme, actions, areas, initiative twice
        "showcase_stories": 3,
        "showcase_partners": 3,
        "sitemap": 3,
    }.items():
        with django_assert_num_queries(queries):
            client.get(reverse(f"pages:{name}"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_takes_constant_queries(staff_client, count, django_assert_num_queries):
    ActionFactory.create_batch(count)
    SuccessStoryFactory.create_batch(count)
    PartnerFactory.create_batch(count)

    with django_assert_num_queries(11):
        staff_client.get(reverse("pages:showcase_desk"))


@time_machine.travel(datetime(2019, 3, 12, 9, tzinfo=UTC))
def test_what_comes_next_is_in_order_and_public(client):
    programme = ProgrammeFactory()
    shown = ActionFactory(area__programme=programme, visibility=PUBLIC, title="Palettes")
    MilestoneFactory(action=shown, title="Réunion", due_on=date(2019, 4, 2))
    MilestoneFactory(action=shown, title="Passé", due_on=date(2019, 3, 1))
    MilestoneFactory(action=ActionFactory(), title="HIDDEN", due_on=date(2019, 3, 20))
    WorkshopFactory(title="HIDDEN", held_on=date(2019, 3, 28))
    RoundFactory(
        title="HIDDEN",
        opens_at=datetime(2019, 3, 1, tzinfo=UTC),
        closes_at=datetime(2019, 5, 6, 18, tzinfo=UTC),
    )

    dates = client.get(reverse("pages:home")).context["next_dates"]

    assert [(one.day, one.text) for one in dates] == [
        (date(2019, 3, 28), "Atelier des entreprises"),
        (date(2019, 4, 2), "Réunion – Palettes"),
        (date(2019, 5, 6), "Dernier jour de vote des entreprises"),
    ]


# -- Sharing, robots, caches ----------------------------------------------------------------------
@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_is_shared_of_it(client, settings, name):
    settings.SITE_URL = "https://pompey.example"

    page = client.get(reverse(f"pages:{name}")).content.decode()

    assert f'<link rel="canonical" href="https://pompey.example{reverse(f"pages:{name}")}">' in page
    assert page.count('property="og:title"') == 1
    assert page.count('name="description"') == 1
    assert 'content="https://pompey.example/static/img/share' in page


def test_robots_are_kept_away_from_personal_links(client):
    token = PersonalLinkFactory()
    closed = [
        line.removeprefix("Disallow: ")
        for line in client.get("/robots.txt").content.decode().splitlines()
        if line.startswith("Disallow")
    ]
    private = [
        reverse("synergies:vote", args=["t"]),
        reverse("synergies:space", args=["t"]),
        reverse("synergies:room_vote", args=["t"]),
        reverse("actions:answers", args=["t"]),
        reverse("actions:report_read", args=["t"]),
        reverse("actions:calendar_feed", args=["t"]),
        reverse("outbox:preferences", args=["t"]),
        reverse("admin:index"),
    ]

    assert [place for place in private if not place.startswith(tuple(closed))] == []
    assert token.token_hash not in client.get("/sitemap.xml").content.decode()


def test_every_address_of_the_sitemap_opens(client):
    SuccessStoryFactory()

    tree = fromstring(client.get("/sitemap.xml").content)

    addresses = [
        str(one.text) for one in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ]
    paths = [address.removeprefix("http://127.0.0.1:8000") for address in addresses]
    assert len(paths) == 10
    assert [path for path in paths if client.get(path).status_code != 200] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_has_not_changed_is_not_sent_again(client, name):
    client.get(reverse(f"pages:{name}"))  # gives the browser the secret of its forms
    first = client.get(reverse(f"pages:{name}"))

    again = client.get(reverse(f"pages:{name}"), headers={"if-none-match": first["ETag"]})

    assert (first.status_code, again.status_code) == (200, 304)


def test_a_page_is_sent_again_in_another_language_and_after_a_change(client):
    place = reverse("pages:showcase_partners")
    client.get(place)
    etag = client.get(place)["ETag"]

    PartnerFactory()
    changed = client.get(place, headers={"if-none-match": etag})
    client.cookies["django_language"] = "en"
    english = client.get(place, headers={"if-none-match": changed["ETag"]})

    assert (changed.status_code, english.status_code) == (200, 200)


def test_the_team_gets_a_page_anew_each_time(staff_client):
    assert "ETag" not in staff_client.get(reverse("pages:home"))


def test_opening_the_public_pages_writes_nothing(client):
    row = story()
    for name in (*PAGES, "sitemap", "robots", "join", "legal"):
        client.get(reverse(f"pages:{name}"))

    assert row.history.count() == SuccessStory.objects.get().history.count()
    assert CompanyFactory._meta.model.objects.count() == 1
