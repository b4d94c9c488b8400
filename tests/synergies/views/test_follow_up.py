"""The pages of the follow-up: what they ask, what they show, to whom, in how many queries."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from pompey_ite.outbox.calendar import local_day
from synergies.models import BlockingPoint, ContactEntry, LegalTick, Split, StatusChange, Synergy
from tests.factories import (
    BlockingPointFactory,
    ContactLinkFactory,
    LegalTickFactory,
    PartyFactory,
    ResourceFactory,
    SplitFactory,
    StatusChangeFactory,
    SynergyFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def synergy():
    party = PartyFactory(synergy__number=7)
    PartyFactory(synergy=party.synergy)
    return party.synergy


def pages(synergy):
    at = {name: reverse(f"synergies:{name}", args=[synergy.pk]) for name in NAMES}
    return {**at, "move_to": reverse("synergies:move_to", args=[synergy.pk, "study"])}


NAMES = ("move", "next_step", "blocking", "split", "members", "detail")


def step():
    return {"next_step": "Call the press", "next_due_on": local_day(timezone.now()).isoformat()}


def shown(response):
    return [row.number for row in response.context["page"]]


@pytest.mark.parametrize("name", [*NAMES, "move_to"])
def test_the_pages_are_for_staff_alone_and_write_nothing_when_read(staff_client, synergy, name):
    path = pages(synergy)[name]
    before = Synergy.history.count()

    assert staff_client.get(path).status_code == 200
    assert Synergy.history.count() == before
    staff_client.logout()
    assert staff_client.get(path).status_code == 302
    staff_client.force_login(UserFactory())
    assert staff_client.get(path).status_code == 403


@pytest.mark.parametrize("name", ["synergy_contact", "member_join"])
def test_what_writes_is_not_done_by_reading(staff_client, synergy, name):
    assert staff_client.get(reverse(f"synergies:{name}", args=[synergy.pk])).status_code == 405


def test_a_move_up_asks_for_the_next_step_alone(staff_client, synergy):
    path = pages(synergy)["move_to"]

    page = staff_client.get(path)
    names = [name for name in page.context["form"].fields if name != "before"]
    answer = staff_client.post(path, {"before": "idea", **step()})

    assert names == ["next_step", "next_due_on", "owner"]
    assert answer.url == synergy.get_absolute_url()
    assert StatusChange.objects.get().after == "study"


def test_only_who_may_change_something_is_offered_to_follow_a_synergy_up(staff_client, synergy):
    UserFactory(username="reader", is_staff=True)
    able = UserFactory(username="able", is_staff=True)
    able.user_permissions.add(Permission.objects.get(codename="change_synergy"))

    page = staff_client.get(pages(synergy)["move_to"])

    offered = {user.username for user in page.context["form"].fields["owner"].queryset}
    assert "able" in offered
    assert "reader" not in offered


def test_operational_with_nothing_said_says_what_is_missing(staff_client, synergy):
    staff_client.cookies["django_language"] = "en"
    path = reverse("synergies:move_to", args=[synergy.pk, "operational"])

    page = staff_client.post(path, {"before": "idea", **step()}).content.decode()

    assert "Say which part of ADEME’s definition is fulfilled." in page
    assert StatusChange.objects.count() == 0


def test_the_proof_and_its_document_are_kept_and_given_to_staff_alone(
    staff_client, synergy, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    path = reverse("synergies:move_to", args=[synergy.pk, "operational"])
    users = list(synergy.parties.values_list("company", flat=True))
    said = {"proof": "service", "evidence": "Booking list", "users": users}
    day = {"before": "idea", "happened_on": local_day(timezone.now()).isoformat()}
    document = SimpleUploadedFile("list.pdf", b"%PDF-1.4 list")

    staff_client.post(path, {**said, **day, **step(), "document": document})

    change = StatusChange.objects.get()
    file = staff_client.get(reverse("synergies:document", args=[change.pk]))
    assert change.user_count == 2
    assert b"".join(file.streaming_content) == b"%PDF-1.4 list"
    assert file.headers["Content-Disposition"].startswith("attachment")
    staff_client.force_login(UserFactory())
    assert staff_client.get(reverse("synergies:document", args=[change.pk])).status_code == 403


def test_a_document_that_a_browser_would_run_is_refused(staff_client, synergy):
    path = reverse("synergies:move_to", args=[synergy.pk, "operational"])
    said = {"before": "idea", "proof": "exchange", "evidence": "x", **step()}
    document = SimpleUploadedFile("page.html", b"<script>")

    page = staff_client.post(path, {**said, "happened_on": "2018-05-03", "document": document})

    assert "document" in page.context["form"].errors
    assert StatusChange.objects.count() == 0


def test_who_read_an_older_status_is_told(staff_client, synergy):
    Synergy.objects.update(status="discussion")

    page = staff_client.post(pages(synergy)["move_to"], {"before": "idea", **step()})

    assert len(page.context["form"].non_field_errors()) == 1
    assert StatusChange.objects.count() == 0


def test_two_taps_note_a_contact_with_the_first_company_and_undo_takes_it_back(
    staff_client, synergy
):
    answer = staff_client.post(
        reverse("synergies:synergy_contact", args=[synergy.pk]), {"kind": "call"}
    )

    entry = ContactEntry.objects.get()
    synergy.refresh_from_db()
    assert answer.url == reverse("synergies:contact_entry", args=[entry.pk])
    assert entry.company == synergy.parties.order_by("position", "pk").first().company
    assert synergy.last_contact_on == local_day(timezone.now())
    assert staff_client.get(answer.url).status_code == 200

    staff_client.post(reverse("synergies:contact_undo", args=[entry.pk]))
    synergy.refresh_from_db()
    assert synergy.last_contact_on is None


def test_words_and_synergies_are_added_afterwards_from_the_page_of_a_company(staff_client, synergy):
    company = synergy.parties.first().company
    tap = reverse("synergies:company_contact", args=[company.pk])
    path = staff_client.post(tap, {"kind": "visit"}).url

    said = {"text": "They agree", "held_on": "2018-05-03", "synergies": [synergy.pk]}
    answer = staff_client.post(path, {**said, "company": company.pk})

    synergy.refresh_from_db()
    assert answer.url == synergy.get_absolute_url()
    assert str(synergy.last_contact_on) == "2018-05-03"
    assert "They agree" in staff_client.get(company.get_absolute_url()).content.decode()


def test_a_kind_that_does_not_exist_is_refused(staff_client, synergy):
    tap = reverse("synergies:synergy_contact", args=[synergy.pk])

    assert staff_client.post(tap, {"kind": "dream"}).status_code == 400
    assert ContactEntry.objects.count() == 0


def test_a_blocking_point_is_written_on_its_line(staff_client, synergy):
    facts = {"topic": "legal", "state": "open", "sentence": "No permit"}

    staff_client.post(pages(synergy)["blocking"], facts)
    refused = staff_client.post(pages(synergy)["blocking"], {"topic": "social", "state": "open"})

    assert [str(point.topic) for point in BlockingPoint.objects.all()] == ["legal"]
    assert refused.status_code == 200


def test_the_list_finds_what_is_blocked_and_what_is_incomplete(staff_client, staff_user):
    complete = {"owner": staff_user, "next_step": "Call", "last_contact_on": "2018-05-03"}
    SynergyFactory(number=1, next_due_on="2018-05-03", **complete)
    BlockingPointFactory(synergy__number=2)
    BlockingPointFactory(synergy=Synergy.objects.get(number=2), topic="legal")
    SynergyFactory(number=3, closed=True)
    path = reverse("synergies:list")

    assert shown(staff_client.get(path, {"follow_up": "blocked"})) == [2]
    assert shown(staff_client.get(path, {"follow_up": "incomplete"})) == [2]


def test_a_split_is_made_and_undone_on_the_sheet(staff_client, synergy):
    first, second = synergy.parties.all()
    said = {"title_1": "One", "parties_1": [first.pk], "title_2": "Two", "parties_2": [second.pk]}

    staff_client.post(pages(synergy)["split"], {**said, "reason": "two presses"})
    made = Split.objects.get()
    assert "two presses" in staff_client.get(synergy.get_absolute_url()).content.decode()

    staff_client.post(reverse("synergies:split_undo", args=[made.pk]))
    assert Synergy.objects.count() == 1


def test_shares_that_do_not_sum_up_are_refused_and_joining_and_leaving_are_kept(
    staff_client, synergy
):
    first, second = synergy.parties.all()
    halves = {f"party-{first.pk}-share_percent": "50", f"party-{second.pk}-share_percent": "40"}
    refused = staff_client.post(pages(synergy)["members"], {**halves, "lead": first.pk})
    assert len(refused.context["lead"].non_field_errors()) == 1

    halves[f"party-{second.pk}-share_percent"] = "50"
    staff_client.post(pages(synergy)["members"], {**halves, "lead": first.pk})
    leave = reverse("synergies:member_leave", args=[second.pk])
    staff_client.post(leave, {"day": "2018-05-03", "reason": "moved"})
    join = {"company": second.company_id, "day": "2018-06-03"}
    staff_client.post(reverse("synergies:member_join", args=[synergy.pk]), join)

    second.refresh_from_db()
    assert str(second.joined_on) == "2018-06-03"
    assert second.left_on is None


def test_a_legal_line_is_ticked_and_its_link_leads_to_its_source(staff_client, synergy):
    resource = ResourceFactory(hazardous=True)
    PartyFactory(synergy=synergy, company=resource.company, resources=[resource])
    tick = reverse("synergies:legal_tick", args=[synergy.pk, "waste-slip"])

    assert "R. 541-45" in staff_client.get(synergy.get_absolute_url()).content.decode()
    staff_client.post(tick, {"done": "1"})
    assert [row.line for row in LegalTick.objects.all()] == ["waste-slip"]
    staff_client.post(tick, {"done": "0"})
    assert LegalTick.objects.count() == 0
    unknown = reverse("synergies:legal_tick", args=[synergy.pk, "invented"])
    assert staff_client.post(unknown, {"done": "1"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_sheet_shows_the_whole_follow_up_in_constant_queries(
    staff_client, count, django_assert_num_queries
):
    synergy = SynergyFactory()
    topics = BlockingPoint.Topic.values
    lines = ("waste-slip", "waste-permit", "waste-register")
    for days in range(count):
        resource = ResourceFactory(hazardous=True)
        PartyFactory(synergy=synergy, company=resource.company, resources=[resource])
        BlockingPointFactory(synergy=synergy, topic=topics[days])
        LegalTickFactory(synergy=synergy, line=lines[days])
        changed = StatusChangeFactory(synergy=synergy, operational=True)
        changed.users.add(resource.company)
        ContactLinkFactory(synergy=synergy, entry__held_on=timezone.now() - timedelta(days=days))
    SplitFactory(source=synergy).parts.add(SynergyFactory())

    # session, user, synergy, parties, resources, waste codes, what it groups, six lines, moves, who
    # uses it, log, its synergies, split, its parts, ticks, matches, initiative twice
    with django_assert_num_queries(18):
        response = staff_client.get(synergy.get_absolute_url())

    assert len(response.context["changes"]) == count
    assert len(response.context["entries"]) == count
