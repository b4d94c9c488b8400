"""Acts on several rows: seen first, refused with a reason, undone but for later changes."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from actions.models import Action, BulkAct
from actions.services.bulk.doing import (
    SUBJECTS,
    BulkRefused,
    do_together,
    preview,
    seal,
    undo_together,
)
from companies.models import Company
from synergies.models import Synergy
from tests.factories import (
    ActionFactory,
    BulkActFactory,
    CompanyFactory,
    MilestoneFactory,
    SynergyFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 9, 3, 8, tzinfo=UTC)
TODAY = date(2018, 9, 3)
STEP = {"next_step": "Call", "next_due_on": date(2018, 10, 1)}
MAKE: dict[str, Any] = {
    "synergies": SynergyFactory,
    "actions": ActionFactory,
    "companies": CompanyFactory,
}
PARK = {"reason": "No volume yet.", **STEP}


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


def look(slug, key, rows, data):
    subject = SUBJECTS[slug]
    pks = [row.pk for row in rows]
    return preview(subject=subject, act=subject.acts[key], pks=pks, data=data, today=TODAY)


def do(slug, key, rows, data, user=None):
    return do_together(
        subject=SUBJECTS[slug],
        key=key,
        pks=[row.pk for row in rows],
        data=data,
        seen=seal(look(slug, key, rows, data)),
        user=user or UserFactory(),
        now=NOW,
    )


def undo(bulk, now=NOW):
    return undo_together(bulk=bulk, user=bulk.user, now=now)


def fresh(row):
    return type(row)._default_manager.get(pk=row.pk)


# -- Looking --------------------------------------------------------------------------------------
def test_the_preview_says_what_changes_and_what_is_refused_and_why():
    idea = SynergyFactory(number=1)
    parked = SynergyFactory(number=2, status="parked", status_reason="Waits.")
    works = SynergyFactory(
        number=3, status="operational", evidence="Slip 12.", operational_since=TODAY
    )
    merged = SynergyFactory(number=4, merged_into=idea)

    lines = look("synergies", "park", [idea, parked, works, merged], PARK)

    assert [(line.words, line.refusal) for line in lines] == [
        ("idée → en veille", ""),
        ("", "C’est déjà le cas."),
        ("", "Elle fonctionne\u00a0: changez-la sur sa propre fiche."),
        ("", "Elle a été fusionnée avec une autre."),
    ]


def test_a_move_lacks_what_the_ladder_asks_for():
    (line,) = look("synergies", "park", [SynergyFactory()], {**PARK, "next_due_on": None})

    assert line.refusal == "Donnez le jour de la prochaine étape."


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("act", "data", "queries"),
    [
        (("synergies", "park"), PARK, 1),
        (("actions", "postpone"), {"weeks": 2, "reason": ""}, 2),
        (("companies", "member"), {"is_member": "yes"}, 1),
    ],
)
def test_a_preview_costs_a_constant_number_of_queries(
    act, data, queries, count, django_assert_num_queries
):
    rows = MAKE[act[0]].create_batch(count)

    with django_assert_num_queries(queries):
        lines = look(act[0], act[1], rows, data)

    assert len(lines) == count


# -- Doing and undoing ----------------------------------------------------------------------------
def test_parked_together_and_back():
    rows = [SynergyFactory(), SynergyFactory(next_step="Visit", next_due_on=date(2018, 9, 9))]

    bulk = do("synergies", "park", rows, PARK)
    parked = [fresh(row).status for row in rows]
    undone = undo(bulk)

    assert parked == [Synergy.Status.PARKED] * 2
    assert [(fresh(row).status, fresh(row).next_step) for row in rows] == [
        (Synergy.Status.IDEA, ""),
        (Synergy.Status.IDEA, "Visit"),
    ]
    assert (undone.count, undone.kept) == (2, [])
    assert [change.after for change in rows[0].status_changes.order_by("pk")] == ["parked", "idea"]


@pytest.mark.parametrize(
    ("key", "data", "field", "value"),
    [
        ("area", {"area": "skills"}, "area", "skills"),
        ("next", {**STEP, "owner": None}, "next_step", "Call"),
        ("status", {"status": "discussion", **PARK}, "status", "discussion"),
    ],
)
def test_each_act_on_synergies_is_undone(key, data, field, value):
    row = SynergyFactory(area="equipment")
    before = getattr(row, field)

    bulk = do("synergies", key, [row], data)
    after = getattr(fresh(row), field)
    undo(bulk)

    assert (after, getattr(fresh(row), field)) == (value, before)


def test_milestones_are_postponed_by_weeks_but_not_those_that_are_reached():
    action = ActionFactory()
    waits = MilestoneFactory(action=action, title="A", due_on=date(2018, 9, 1))
    reached = MilestoneFactory(action=action, title="B", due_on=date(2018, 8, 1), done_on=TODAY)
    over = MilestoneFactory(action=ActionFactory(status="done"), due_on=date(2018, 9, 1))

    bulk = do("actions", "postpone", [action, over.action], {"weeks": 3, "reason": "Summer"})
    days = [fresh(row).due_on for row in (waits, reached, over)]
    undo(bulk)

    assert days == [date(2018, 9, 22), date(2018, 8, 1), date(2018, 9, 1)]
    assert fresh(waits).due_on == date(2018, 9, 1)
    assert bulk.row_count == 1


def test_a_status_of_actions_needs_its_reason():
    action = ActionFactory()

    with pytest.raises(BulkRefused):
        do("actions", "status", [action], {"status": "blocked", "reason": " "})
    do("actions", "status", [action], {"status": "blocked", "reason": "No press."})

    assert fresh(action).status == Action.Status.BLOCKED


def test_a_pilot_is_given_and_taken_back():
    old, new = CompanyFactory(), CompanyFactory()
    action = ActionFactory(pilot_company=old, pilot_name="")

    bulk = do("actions", "pilot", [action], {"company": new, "name": ""})
    given = fresh(action).pilot_company
    undo(bulk)

    assert (given, fresh(action).pilot_company) == (new, old)


def test_members_are_marked_and_what_was_unknown_is_unknown_again():
    company = CompanyFactory(is_member=None)

    bulk = do("companies", "member", [company], {"is_member": "yes"})
    marked = fresh(company).is_member
    undo(bulk)

    assert (marked, fresh(company).is_member) == (True, None)


def test_undoing_never_overwrites_a_later_change():
    touched, left = CompanyFactory(name="Touched"), CompanyFactory(name="Left")
    bulk = do("companies", "member", [touched, left], {"is_member": "yes"})
    Company.objects.filter(pk=touched.pk).update(is_member=False)

    undone = undo(bulk)

    assert (undone.count, undone.kept) == (1, ["Touched"])
    assert (fresh(touched).is_member, fresh(left).is_member) == (False, None)


def test_an_act_is_undone_once_and_not_after_a_week():
    company = CompanyFactory()
    bulk = do("companies", "member", [company], {"is_member": "yes"})

    with pytest.raises(BulkRefused):
        undo(bulk, NOW + timedelta(days=7))
    undo(bulk, NOW + timedelta(days=6))
    with pytest.raises(BulkRefused):
        undo(bulk)


def test_what_is_done_is_what_was_seen():
    company = CompanyFactory()
    seen = seal(look("companies", "member", [company], {"is_member": "yes"}))
    Company.objects.filter(pk=company.pk).update(is_member=False)

    with pytest.raises(BulkRefused):
        do_together(
            subject=SUBJECTS["companies"],
            key="member",
            pks=[company.pk],
            data={"is_member": "yes"},
            seen=seen,
            user=UserFactory(),
            now=NOW,
        )
    assert fresh(company).is_member is False


def test_the_history_of_each_row_says_it(staff_client):
    company = CompanyFactory()
    do("companies", "member", [company], {"is_member": "yes"})

    assert company.history.latest().history_change_reason == "bulk"


# -- Pages ----------------------------------------------------------------------------------------
def address(slug, key, rows):
    pks = ",".join(str(row.pk) for row in rows)
    return f"{reverse('actions:bulk', args=[slug])}?act={key}&pks={pks}"


def test_from_the_list_to_the_undo_on_pages(staff_client):
    rows = CompanyFactory.create_batch(2)
    chosen = {"act": "member", "pk": [row.pk for row in rows]}
    start = staff_client.get(reverse("actions:bulk", args=["companies"]), chosen)

    seen = staff_client.post(start.url, {"is_member": "yes"})
    before = [fresh(row).is_member for row in rows]
    data = {"is_member": "yes", "confirm": "1", "seen": seen.context["seen"]}
    done = staff_client.post(start.url, data)
    marked = [fresh(row).is_member for row in rows]
    staff_client.post(reverse("actions:bulk_undo", args=[BulkAct.objects.get().pk]))

    assert (before, marked) == ([None, None], [True, True])
    assert done.url == reverse("actions:bulk_done", args=[BulkAct.objects.get().pk])
    assert staff_client.get(done.url).status_code == 200
    assert [fresh(row).is_member for row in rows] == [None, None]


@pytest.mark.parametrize(
    ("slug", "key"), [(slug, key) for slug, one in SUBJECTS.items() for key in one.acts]
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_act_has_its_form_in_both_languages(staff_client, slug, key, language):
    staff_client.cookies["django_language"] = language

    page = staff_client.get(address(slug, key, [MAKE[slug]()]))

    assert page.status_code == 200
    assert page.context["form"].fields


def test_all_that_the_filters_leave_are_chosen_at_once(staff_client):
    wanted = [CompanyFactory(municipality="Frouard") for _one in range(2)]
    CompanyFactory(municipality="Pompey")
    asked = {"act": "member", "all": "1", "query": "&municipality=Frouard"}

    start = staff_client.get(reverse("actions:bulk", args=["companies"]), asked)

    assert list(staff_client.get(start.url).context["rows"]) == sorted(
        wanted, key=lambda row: row.name
    )


@pytest.mark.parametrize("asked", [{}, {"act": "member"}, {"act": "x", "pk": "1"}, {"pk": "q"}])
def test_an_address_that_says_too_little_leads_back_to_the_list(staff_client, asked):
    response = staff_client.get(reverse("actions:bulk", args=["companies"]), asked)

    assert response.url == reverse("companies:list")


def test_acts_need_the_right_to_change_the_rows(client):
    client.force_login(UserFactory(staff=True))

    assert client.get(reverse("actions:bulk", args=["companies"])).status_code == 403
    bulk = BulkActFactory()
    assert client.post(reverse("actions:bulk_undo", args=[bulk.pk])).status_code == 403


@pytest.mark.parametrize("name", ["synergies:list", "companies:list", "actions:programme"])
def test_each_list_lets_choose_rows(staff_client, name):
    action = ActionFactory()
    SynergyFactory()
    CompanyFactory(initiative=action.area.programme.initiative)

    assert 'name="pk"' in staff_client.get(reverse(name)).text


@pytest.mark.parametrize("model", ["synergies_synergy", "actions_action", "companies_company"])
def test_the_admin_leads_to_the_same_pages(staff_client, model):
    slug = model.partition("_")[0]
    row = MAKE[slug]()
    key = next(iter(SUBJECTS[slug].acts))

    response = staff_client.post(
        reverse(f"admin:{model}_changelist"),
        {"action": f"bulk_{key}", "_selected_action": [row.pk]},
    )

    assert response.url == address(slug, key, [row])


@pytest.mark.parametrize("count", [1, 3])
def test_what_was_changed_lately_is_listed_in_constant_queries(
    staff_client, count, django_assert_num_queries
):
    BulkActFactory.create_batch(count)
    BulkActFactory(made_at=NOW - timedelta(days=8))

    with django_assert_num_queries(4):
        page = staff_client.get(reverse("actions:bulk_lately"))

    assert len(page.context["acts"]) == count


# -- Saved filters of the lists -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("page", "query"), [("synergies", "area=skills"), ("companies", "direction=offer")]
)
def test_filters_of_a_list_are_kept_for_that_list_and_person(staff_client, staff_user, page, query):
    save = reverse("actions:filter_save_list", args=[page])
    response = staff_client.post(save, {"name": "Mine", "query": f"&{query}&evil=1"})
    UserFactory().saved_filters.create(page=page, name="Theirs", query=query)

    shown = staff_client.get(reverse(f"{page}:list")).context["saved_filters"]

    assert response.url == f"{reverse(f'{page}:list')}?{query}"
    assert [(one.name, one.query) for one in shown] == [("Mine", query)]
    removed = staff_client.post(reverse("actions:filter_remove", args=[shown[0].pk]))
    assert removed.url == reverse(f"{page}:list")
    assert not staff_user.saved_filters.exists()


def test_two_lists_may_have_filters_of_the_same_name(staff_client, staff_user):
    for page, query in (("synergies", "area=skills"), ("companies", "direction=need")):
        save = reverse("actions:filter_save_list", args=[page])
        staff_client.post(save, {"name": "Mine", "query": query})

    assert staff_user.saved_filters.count() == 2


def test_filters_of_a_list_that_does_not_exist_are_not_found(staff_client):
    assert staff_client.post(reverse("actions:filter_save_list", args=["x"])).status_code == 404
