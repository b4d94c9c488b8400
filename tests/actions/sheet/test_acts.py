"""The frequent acts on an action sheet."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from actions.models import Action, CoPilot, Funding, Milestone
from actions.services.sheet import (
    SheetRefused,
    governance_bodies,
    known_bodies,
    reach_milestone,
    set_status,
)
from tests.factories import (
    ActionFactory,
    CompanyFactory,
    CoPilotFactory,
    DecisionFactory,
    DocumentFactory,
    FunderFactory,
    FundingFactory,
    MilestoneFactory,
    NoteFactory,
    PartyFactory,
    SynergyFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", ["abandoned", "blocked", "on_hold"])
def test_a_standstill_needs_its_reason(status):
    action = ActionFactory()

    with pytest.raises(SheetRefused):
        set_status(action=action, status=status, reason="  ")
    action.refresh_from_db()
    assert action.status == "to_come"

    set_status(action=action, status=status, reason="No press in the park.")
    action.refresh_from_db()
    assert (action.status, action.status_reason) == (status, "No press in the park.")
    assert action.history.first().history_change_reason == "No press in the park."


def test_an_action_that_is_done_stands_at_100_percent():
    action = set_status(action=ActionFactory(), status="done", progress_percent=40)

    assert action.progress_percent == 100


def test_status_page_asks_for_the_reason_and_signs_the_history(staff_client, staff_user):
    action = ActionFactory()
    url = reverse("actions:sheet_status", args=[action.pk])

    refused = staff_client.post(url, {"status": "blocked", "progress_percent": "30"})
    done = staff_client.post(url, {"status": "blocked", "reason": "Permit", "progress_percent": 30})

    action.refresh_from_db()
    assert refused.context["form"].errors["reason"]
    assert (done.status_code, action.status, action.progress_percent) == (302, "blocked", 30)
    assert action.history.first().history_user == staff_user


def test_a_milestone_is_ticked_once_and_can_be_opened_again(staff_client):
    milestone = MilestoneFactory()
    url = reverse("actions:sheet_tick", args=[milestone.action_id, milestone.pk])

    staff_client.post(url, {"done": "1"})
    milestone.refresh_from_db()
    first = milestone.done_on
    reach_milestone(milestone=milestone, day=date(2030, 1, 1))
    milestone.refresh_from_db()
    assert (first is not None, milestone.done_on) == (True, first)

    staff_client.post(url, {"done": "0"})
    milestone.refresh_from_db()
    assert milestone.done_on is None


def test_a_proven_milestone_is_not_opened_again_before_its_proof_is_set_aside():
    milestone = MilestoneFactory(reached=True)
    DocumentFactory(action=milestone.action, proves="milestone", milestone=milestone)

    with pytest.raises(SheetRefused):
        reach_milestone(milestone=milestone, day=None)


def test_a_tick_does_not_reach_the_milestone_of_another_sheet(staff_client):
    milestone = MilestoneFactory()
    other = ActionFactory()

    answer = staff_client.post(
        reverse("actions:sheet_tick", args=[other.pk, milestone.pk]), {"done": "1"}
    )

    assert answer.status_code == 404
    assert Milestone.objects.get().done_on is None


def test_a_moved_date_keeps_its_reason(staff_client):
    milestone = MilestoneFactory()
    url = reverse("actions:sheet_move", args=[milestone.action_id, milestone.pk])

    staff_client.post(url, {"due_on": "2018-09-30", "reason": "Summer closing"})

    milestone.refresh_from_db()
    assert milestone.due_on == date(2018, 9, 30)
    assert milestone.history.first().history_change_reason == "Summer closing"


def test_a_note_is_dated_and_signed(staff_client, staff_user):
    action = ActionFactory()

    staff_client.post(
        reverse("actions:sheet_note", args=[action.pk]), {"text": "Visit", "day": "2018-05-03"}
    )

    note = action.notes.get()
    assert (note.text, note.written_on, note.author) == ("Visit", date(2018, 5, 3), staff_user)


def test_an_empty_note_comes_back_with_its_error_and_is_not_kept(staff_client):
    action = ActionFactory()

    answer = staff_client.post(
        reverse("actions:sheet_note", args=[action.pk]), {"text": " ", "day": "soon"}
    )

    assert set(answer.context["form"].errors) == {"text", "day"}
    assert not action.notes.exists()


def test_bodies_are_words_that_other_sheets_offer(staff_client):
    ActionFactory(governance="COTECH, COPIL")
    action = ActionFactory(governance="COPIL")
    url = reverse("actions:sheet_edit", args=[action.pk, "who"])

    staff_client.post(url, {"bodies": ["COTECH"], "other_bodies": "Bureau; COTECH"})

    action.refresh_from_db()
    assert governance_bodies(action.governance) == ["COTECH", "Bureau"]
    assert known_bodies(action) == ["Bureau", "COPIL", "COTECH"]


def test_what_is_chosen_from_the_national_lists_is_kept_and_shown(staff_client):
    action = ActionFactory()
    url = reverse("actions:sheet_edit", args=[action.pk, "what"])
    sent = {
        "title": "Share a press",
        "target_kinds": ["secondary", "agents"],
        "result_kinds": ["less_waste"],
        "visibility": "participants",
    }

    staff_client.post(url, sent)

    action.refresh_from_db()
    assert (action.target_kinds, action.result_kinds) == (["secondary", "agents"], ["less_waste"])
    assert len(action.target_kind_words) == 2


def test_synergies_are_linked_by_their_numbers(staff_client):
    action = ActionFactory(synergies=[SynergyFactory(number=7)])
    SynergyFactory(number=12)
    url = reverse("actions:sheet_edit", args=[action.pk, "what"])
    sent = {"title": "Share a press", "visibility": "participants"}

    wrong = staff_client.post(url, sent | {"synergy_numbers": "12, 99, x, ²"})
    assert "99, x, ²" in str(wrong.context["form"].errors["synergy_numbers"])
    assert [s.number for s in action.synergies.all()] == [7]

    staff_client.post(url, sent | {"synergy_numbers": "12; 7"})
    assert sorted(s.number for s in action.synergies.all()) == [7, 12]


def test_an_unknown_choice_or_dates_in_disorder_are_said_and_not_kept(staff_client):
    action = ActionFactory()

    chosen = staff_client.post(
        reverse("actions:sheet_edit", args=[action.pk, "what"]),
        {"title": "X", "target_kinds": ["martians"], "visibility": "participants"},
    )
    dated = staff_client.post(
        reverse("actions:sheet_edit", args=[action.pk, "when"]),
        {"priority": "high", "starts_on": "2019-01-01", "due_on": "2018-01-01"},
    )
    money = staff_client.post(
        reverse("actions:sheet_edit", args=[action.pk, "money"]),
        {"budget_eur": "100", "investment_eur": "200"},
    )

    assert chosen.context["form"].errors["target_kinds"]
    assert dated.context["form"].non_field_errors()
    assert money.context["form"].errors["investment_eur"]
    assert Action.objects.get().title == action.title


def test_a_funder_is_chosen_or_named_and_not_doubled(staff_client):
    action = ActionFactory()
    FunderFactory(name="ADEME", initiative=action.area.programme.initiative)
    url = reverse("actions:sheet_part_new", args=[action.pk, "funding"])
    sent = {"new_funder": "ademe", "nature": "investment", "planned_eur": "1200.50"}

    first = staff_client.post(url, sent)
    again = staff_client.post(url, sent)

    funding = Funding.objects.get()
    assert (first.status_code, funding.funder.name) == (302, "ADEME")
    assert funding.planned_eur == Decimal("1200.50")
    assert again.context["form"].non_field_errors()


def test_a_co_pilot_is_a_company_or_a_name_and_leaves_the_lead_as_it_is(staff_client):
    action = ActionFactory(pilot_name="CCBP")
    url = reverse("actions:sheet_part_new", args=[action.pk, "pilot"])

    nobody = staff_client.post(url, {"service": "Waste"})
    staff_client.post(url, {"name": "Mme Roy", "service": "Waste"})

    action.refresh_from_db()
    assert nobody.context["form"].non_field_errors()
    assert [str(pilot) for pilot in action.co_pilots.all()] == ["Mme Roy (Waste)"]
    assert action.pilot == "CCBP"

    pilot = action.co_pilots.get()
    staff_client.post(reverse("actions:sheet_unpilot", args=[action.pk, pilot.pk]))
    assert (CoPilot.objects.count(), CoPilot.history.count()) == (0, 2)


def test_sheet_shows_the_companies_of_its_synergies_with_their_role(staff_client):
    party = PartyFactory(role="provider")
    action = ActionFactory(synergies=[party.synergy])

    page = staff_client.get(action.get_absolute_url()).content.decode()

    assert party.company.name in page
    assert party.get_role_display() in page


@pytest.mark.parametrize("rows", [1, 3])
def test_sheet_opens_in_a_constant_number_of_queries(staff_client, django_assert_num_queries, rows):
    action = ActionFactory(
        partners=CompanyFactory.create_batch(rows),
        synergies=[PartyFactory(synergy=SynergyFactory()).synergy for _ in range(rows)],
    )
    for factory in (MilestoneFactory, NoteFactory, CoPilotFactory, DocumentFactory):
        factory.create_batch(rows, action=action)
    FundingFactory.create_batch(rows, action=action)
    DecisionFactory.create_batch(rows, action=action, programme=action.area.programme)

    with django_assert_num_queries(17):
        assert staff_client.get(action.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("name", ["sheet_status", "sheet_note", "document_new", "decision_new"])
def test_acts_are_for_the_staff(client, name):
    action = ActionFactory()

    answer = client.post(reverse(f"actions:{name}", args=[action.pk]), {"status": "done"})

    assert answer.status_code == 302
    assert "login" in answer.url
    assert Action.objects.get().status == "to_come"
