"""The programme as list, board, timeline, workload and order; its filters; its calendar."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, CalendarLink, SavedFilter
from actions.services.calendar_feed import make_link
from actions.services.programme_views import move_card
from actions.services.sheet import SheetRefused
from tests.factories import (
    ActionFactory,
    CompanyFactory,
    MeetingFactory,
    MilestoneFactory,
    RoundFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
VIEWS = ["board", "timeline", "workload", "sequencing", "programme_of"]


@pytest.fixture
def action():
    today = timezone.localdate()
    return ActionFactory(
        title="Broyeur <b>mobile</b>",
        status="in_progress",
        starts_on=today - timedelta(days=30),
        due_on=today + timedelta(days=90),
        effort_days=Decimal(12),
    )


def address(name, action):
    return reverse(f"actions:{name}", args=[action.area.programme_id])


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("view", [view for view in VIEWS if view != "workload"])
def test_every_view_shows_the_action_with_its_words_escaped(staff_client, action, view, language):
    MilestoneFactory(action=action, due_on=timezone.localdate())
    staff_client.cookies["django_language"] = language

    page = staff_client.get(address(view, action)).content.decode()

    assert "Broyeur &lt;b&gt;mobile" in page
    assert "Broyeur <b>" not in page


@pytest.mark.parametrize(
    ("view", "queries"),
    [("board", 7), ("timeline", 8), ("workload", 7), ("sequencing", 7), ("programme_of", 8)],
)
@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(staff_client, count, view, queries, django_assert_num_queries):
    for _number in range(count):
        row = ActionFactory(due_on=date(2019, 12, 1), effort_days=Decimal(3))
        MilestoneFactory.create_batch(2, action=row)
        CompanyFactory()
    SavedFilter.objects.bulk_create(
        SavedFilter(user=UserFactory(), name=f"{n}", query="area=skills") for n in range(count)
    )

    with django_assert_num_queries(queries):
        staff_client.get(address(view, row))


@pytest.mark.parametrize("view", VIEWS)
def test_filters_hold_in_every_view(staff_client, action, view):
    other = ActionFactory(title="Formation sécurité", status="to_come")
    query = {"status": "to_come", "words": "formation"}

    page = staff_client.get(address(view, action), query).content.decode()

    assert other.title in page
    assert "Broyeur" not in page
    assert "status=to_come" in page  # the tabs keep them


def test_a_company_finds_what_it_leads_and_what_it_takes_part_in(staff_client, action):
    company = CompanyFactory(initiative=action.area.programme.initiative)
    led = ActionFactory(pilot_company=company, title="Led")
    joined = ActionFactory(title="Joined")
    joined.partners.add(company, CompanyFactory())
    MilestoneFactory.create_batch(2, action=joined)

    page = staff_client.get(address("programme_of", action), {"company": company.pk})

    shown = {row.pk: row.milestone_count for row in page.context["actions"]}
    assert shown == {led.pk: 0, joined.pk: 2}


# -- The board ------------------------------------------------------------------------------------
def move(client, action, **data):
    data = {"before": action.status, "reason": "", **data}
    return client.post(reverse("actions:card_move", args=[action.pk]), data, follow=True)


def test_a_card_is_moved_and_the_history_says_by_whom(staff_client, staff_user, action):
    page = move(staff_client, action, status="done")

    action.refresh_from_db()
    latest = action.history.first()
    assert (action.status, latest.status, latest.history_user) == ("done", "done", staff_user)
    assert "est maintenant" in page.content.decode()


def test_a_card_that_somebody_has_moved_meanwhile_stays(staff_client, action):
    shown = action.status
    Action.objects.filter(pk=action.pk).update(status="blocked", status_reason="no press")

    page = move(staff_client, action, before=shown, status="done")

    action.refresh_from_db()
    assert action.status == "blocked"
    assert "entre-temps" in page.content.decode()


@pytest.mark.parametrize("status", ["on_hold", "blocked", "abandoned"])
def test_standing_still_wants_a_reason(staff_client, action, status):
    move(staff_client, action, status=status)
    action.refresh_from_db()
    assert action.status == "in_progress"

    move(staff_client, action, status=status, reason="the press is sold")
    action.refresh_from_db()
    assert (action.status, action.status_reason) == (status, "the press is sold")


@pytest.mark.parametrize("status", ["late", "flying", ""])
def test_a_status_that_nobody_sets_by_hand_is_refused(staff_client, action, status):
    move(staff_client, action, status=status)

    action.refresh_from_db()
    assert action.status == "in_progress"


def test_what_was_imported_as_late_can_be_moved_from_where_it_is_shown():
    action = ActionFactory(status="late")

    moved = move_card(action=action, before="late", status="done", reason="")

    assert moved.status == "done"
    with pytest.raises(SheetRefused):
        move_card(action=action, before="late", status="to_come", reason="")


def test_looking_and_a_form_of_another_site_move_nothing(client, staff_client, action):
    assert staff_client.get(reverse("actions:card_move", args=[action.pk])).status_code == 405
    client.logout()
    assert move(client, action, status="done").redirect_chain[0][0].startswith("/admin/login")


# -- The order and the load -----------------------------------------------------------------------
def test_an_action_is_placed_in_one_form(staff_client, action):
    data = {"effort_size": 1, "benefit_size": 4}
    staff_client.post(reverse("actions:place", args=[action.pk]), data)

    page = staff_client.get(address("sequencing", action))

    fields = {field.key: field.actions for field in page.context["fields"]}
    assert fields["launch_now"] == [action]
    assert page.context["unplaced"] == []


def test_a_month_above_the_capacity_is_marked(staff_client, action):
    today = timezone.localdate()
    Action.objects.update(due_on=today, effort_days=20, progress_percent=0)

    load = staff_client.get(address("workload", action)).context["load"]
    assert next((row.days, row.over) for row in load.months) == (Decimal("20.0"), Decimal("4.0"))

    staff_client.post(address("capacity", action), {"capacity_days": "22,5"})
    load = staff_client.get(address("workload", action)).context["load"]
    assert load.months[0].over == 0


@pytest.mark.parametrize("days", ["0", "32", "many"])
def test_a_month_of_no_days_or_too_many_is_refused(staff_client, action, days):
    staff_client.post(address("capacity", action), {"capacity_days": days})

    action.area.programme.refresh_from_db()
    assert action.area.programme.capacity_days == 16


# -- Saved filters --------------------------------------------------------------------------------
def test_a_filter_is_kept_replaced_and_removed(staff_client, staff_user, action):
    where = address("filter_save", action)
    staff_client.post(where, {"name": "Retards", "query": "is_late=on&page=3&evil=1"})
    staff_client.post(where, {"name": "retards", "query": "area=skills"})

    saved = SavedFilter.objects.get()
    assert (saved.user, saved.query) == (staff_user, "area=skills")

    staff_client.post(reverse("actions:filter_remove", args=[saved.pk]))
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    "data", [{"name": "", "query": "area=skills"}, {"name": "All", "query": ""}]
)
def test_a_filter_without_name_or_without_filter_is_not_kept(staff_client, action, data):
    staff_client.post(address("filter_save", action), data)

    assert not SavedFilter.objects.exists()


def test_nobody_removes_the_filter_of_another(staff_client):
    saved = SavedFilter.objects.create(user=UserFactory(), name="Mine", query="area=skills")

    response = staff_client.post(reverse("actions:filter_remove", args=[saved.pk]))

    assert response.status_code == 404
    assert SavedFilter.objects.count() == 1


# -- The calendar ---------------------------------------------------------------------------------
@pytest.fixture
def dated():
    """Something of each kind that a calendar shows."""
    today = timezone.localdate()
    action = ActionFactory(due_on=today + timedelta(days=30), code="A4", title="Broyeur, mobile")
    MilestoneFactory(action=action, title="Appel d’offres", due_on=today)
    later = timezone.now() + timedelta(days=5)
    RoundFactory(title="Vote", opens_at=timezone.now(), closes_at=later)
    MeetingFactory(programme=action.area.programme, starts_at=later, place="Pompey")
    return action


def test_the_feed_opens_without_signing_in_and_writes_nothing(
    client, staff_user, dated, django_assert_num_queries
):
    token = make_link(user=staff_user, now=timezone.now())
    url = reverse("actions:calendar_feed", args=[token])

    with django_assert_num_queries(5):
        response = client.get(url)

    text = response.content.decode()
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert text.count("BEGIN:VEVENT") == 4
    assert "SUMMARY:A4 · Appel d’offres" in text
    assert "Broyeur\\, mobile" in text
    assert "LOCATION:Pompey" in text
    assert token not in text
    assert not response.cookies


def test_an_address_is_shown_once_kept_nowhere_and_replaced(staff_client):
    staff_client.post(reverse("actions:calendar_renew"))
    first = staff_client.get(reverse("actions:calendar")).context["url"].rsplit("/", 1)[1][:-4]
    staff_client.post(reverse("actions:calendar_renew"))

    assert first not in str(list(CalendarLink.objects.values()))
    assert CalendarLink.objects.filter(revoked_at=None).count() == 1
    answers = [
        Client().get(reverse("actions:calendar_feed", args=[token])) for token in (first, "x")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    revoked, unknown = (
        re.sub(r"calendar/[\w-]+\.ics|[A-Za-z0-9]{64}", "", answer.content.decode())
        for answer in answers
    )
    assert revoked == unknown  # but for the address asked for and the token of forms


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_who_has_left_reads_nothing_more(client, change):
    user = UserFactory(superuser=True)
    token = make_link(user=user, now=datetime(2019, 7, 1, tzinfo=UTC))
    for name, value in change.items():
        setattr(user, name, value)
    user.save()

    assert client.get(reverse("actions:calendar_feed", args=[token])).status_code == 404


def test_who_lost_every_right_reads_nothing_more(client, colleague, not_asked):
    """A right to view is enough to read a calendar; it is asked anew each time."""
    newcomer, reader, left = not_asked
    addresses = {
        user: reverse("actions:calendar_feed", args=[make_link(user=user, now=timezone.now())])
        for user in (colleague, newcomer, reader, left)
    }

    assert [client.get(one).status_code for one in addresses.values()] == [200, 404, 200, 404]
    colleague.user_permissions.clear()
    assert client.get(addresses[colleague]).status_code == 404


def test_a_closed_address_opens_nothing(client, staff_client, staff_user):
    token = make_link(user=staff_user, now=timezone.now())
    staff_client.post(reverse("actions:calendar_revoke"))

    assert client.get(reverse("actions:calendar_feed", args=[token])).status_code == 404
