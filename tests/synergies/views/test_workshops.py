"""The room of a workshop: who may come in, what is written, what the wall shows."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from synergies.models import Slip, Synergy, TableAccess
from synergies.services.room import room_code, room_token
from synergies.services.slips import Words, record_slip
from tests.factories import (
    CompanyFactory,
    PartyFactory,
    SlipFactory,
    TableAccessFactory,
    WorkshopFactory,
)

pytestmark = pytest.mark.django_db
QUERIES_TABLE = 7
SLIP = {
    "offers": "Fonderie Grandjean",
    "wants": "Brasserie Neuve",
    "what": "palettes",
    "kind": "substitution",
    "client_key": "0123456789abcdef",
}


def url(name, *args):
    return reverse(f"synergies:{name}", args=args)


@pytest.fixture
def access():
    access = TableAccessFactory(table_number=4)
    for name in ("Fonderie Grandjean", "Brasserie Neuve"):
        CompanyFactory(initiative=access.workshop.initiative, name=name)
    return access


@pytest.fixture
def table(client, access):
    client.post(url("table_arrival", room_token(access)))
    return url("table", access.workshop_id)


# -- The door -------------------------------------------------------------------------------------
def test_a_typed_code_and_a_qr_code_open_the_table(client, access):
    typed = client.post("/table/", {"code": room_code(access).lower()})
    shown = client.get(url("table_arrival", room_token(access)))

    assert (typed.status_code, typed.url) == (303, url("table", access.workshop_id))
    assert client.get(typed.url).status_code == 200
    assert shown.status_code == 200


def test_looking_at_the_door_writes_nothing(client, access):
    client.get(url("table_arrival", room_token(access)), follow=True)
    client.get("/table/")

    assert not Session.objects.exists()


@pytest.mark.parametrize("kind", ["unknown", "past", "revoked"])
def test_codes_that_open_nothing_look_the_same(client, access, kind):
    if kind == "past":
        TableAccess.objects.update(valid_on=access.valid_on - timedelta(days=1))
    if kind == "revoked":
        TableAccess.objects.update(revoked_at=timezone.now())
    token = "x" * 43 if kind == "unknown" else room_token(access)
    code = "2222-2222" if kind == "unknown" else room_code(access)

    assert client.post(url("table_arrival", token)).status_code == 404
    assert client.post("/table/", {"code": code}).status_code == 400
    assert client.get(url("table", access.workshop_id)).status_code == 404


def test_a_table_opens_its_own_workshop_alone_and_no_page_of_the_staff(client, table):
    other = WorkshopFactory()

    assert client.get(url("table", other.pk)).status_code == 404
    assert client.post(url("table", other.pk), SLIP).status_code == 404
    assert client.get(url("workshop", other.pk)).status_code == 302
    assert not Slip.objects.exists()


def test_closing_the_room_closes_the_table_at_once(client, staff_client, table, access):
    staff_client.post(url("workshop_close", access.workshop_id))

    assert client.get(table).status_code in {302, 404}
    assert not TableAccess.objects.filter(revoked_at=None).exists()


# -- Slips ----------------------------------------------------------------------------------------
def test_a_form_saves_and_comes_back_empty(client, table):
    response = client.post(table, SLIP, follow=True)

    assert Slip.objects.get().synergy.title == "palettes"
    assert response.redirect_chain == [(table, 303)]
    assert not response.context["form"].is_bound


def test_a_device_that_sends_twice_is_told_twice_that_it_is_saved(client, table):
    told = [client.post(table, SLIP, headers={"Accept": "application/json"}) for _ in range(2)]

    assert [answer.json()["outcome"] for answer in told] == ["saved", "saved"]
    assert Slip.objects.count() == 1


def test_a_slip_that_is_not_taken_says_why_and_keeps_the_words(client, table):
    words = SLIP | {"wants": "Brasserie Neuv"}
    shown = client.post(table, words)
    told = client.post(table, words, headers={"Accept": "application/json"}).json()

    assert shown.status_code == 400
    assert "Brasserie Neuve" in shown.content.decode()
    assert 'value="Brasserie Neuv"' in shown.content.decode()
    assert told["outcome"] == "refused"
    assert "Brasserie Neuve" in told["text"]


def test_the_list_answers_only_when_something_is_new(client, table, access):
    address = url("table_slips", access.workshop_id)
    seen = client.get(address).context["found"].version
    before = client.get(address, {"seen": seen})
    SlipFactory(access=access)
    after = client.get(address, {"seen": seen})

    assert before.status_code == 204
    assert after.status_code == 200
    assert Slip.objects.get().what in after.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_table_asks_the_same_number_of_queries(
    client, table, access, count, django_assert_num_queries
):
    SlipFactory.create_batch(count, access=access)

    with django_assert_num_queries(QUERIES_TABLE):
        response = client.get(table)

    assert len(response.context["found"].slips) == count


def test_a_table_withdraws_its_own_slips_alone(client, table, access):
    own = SlipFactory(access=access)
    other = SlipFactory(access__workshop=access.workshop)
    answers = [
        client.post(url("table_withdraw", access.workshop_id, slip.pk), {"reason": "twice"})
        for slip in (own, other)
    ]

    assert [answer.status_code for answer in answers] == [303, 404]
    assert Synergy.objects.get(status="closed") == own.synergy


def test_a_phone_withdraws_only_what_it_wrote(client, access):
    TableAccess.objects.update(table_number=0)
    access.refresh_from_db()
    other = SlipFactory(access=access)
    client.post(url("table_arrival", room_token(access)))
    client.post(url("table", access.workshop_id), SLIP)
    own = Slip.objects.latest("pk")

    assert client.get(url("table_withdraw", access.workshop_id, own.pk)).status_code == 200
    assert client.get(url("table_withdraw", access.workshop_id, other.pk)).status_code == 404


def test_words_typed_so_far_are_asked_about_and_a_tap_stays(client, table, access):
    address = url("table_suggest", access.workshop_id)
    shown = client.get(address, {"what": "palettes"})
    chosen = shown.context["found"].concepts[0].value
    again = client.get(address, {"what": "palettes", "concept": chosen})

    assert shown.context["found"].chosen == ""
    assert again.context["found"].chosen == chosen
    assert client.get(address, {"what": ""}).text.strip() == ""


def test_a_table_corrects_its_own_slips_alone_whatever_its_code(client, table, access):
    own = SlipFactory(access=access)
    for company in (own.offers, own.wants):
        PartyFactory(synergy=own.synergy, company=company)
    other = SlipFactory(access__workshop=access.workshop)
    TableAccess.objects.filter(pk=access.pk).update(revoked_at=timezone.now())
    anew = TableAccessFactory(workshop=access.workshop, table_number=access.table_number)
    client.post(url("table_arrival", room_token(anew)))
    words = SLIP | {"what": "caisses", "version": 1}

    answers = [
        client.post(url("table_correct", access.workshop_id, slip.pk), words)
        for slip in (own, other)
    ]

    assert [answer.status_code for answer in answers] == [303, 404]
    assert Synergy.objects.get(title="caisses") == own.synergy


def test_a_correction_of_an_old_version_is_told_and_the_words_are_kept(staff_client, access):
    slip = SlipFactory(access=access, version=2)
    address = url("slip_correct", access.workshop_id, slip.pk)

    told = staff_client.post(address, SLIP | {"what": "caisses", "version": 1})

    assert told.status_code == 400
    assert slip.what in told.text
    assert told.context["form"]["what"].value() == "caisses"
    assert told.context["form"]["version"].value() == 2


def test_the_list_tells_of_a_correction(client, table, access):
    slip = SlipFactory(access=access)
    address = url("table_slips", access.workshop_id)
    seen = client.get(address).context["found"].version
    Slip.objects.filter(pk=slip.pk).update(version=2)

    assert client.get(address, {"seen": seen}).status_code == 200


# -- For the project manager ----------------------------------------------------------------------
def test_opening_the_room_makes_a_sheet_with_a_card_for_each_table(staff_client):
    workshop = WorkshopFactory()
    day = timezone.localdate()
    response = staff_client.post(url("workshop", workshop.pk), {"day": day, "tables": 6})
    sheet = staff_client.get(response.url)

    assert [card["access"].table_number for card in sheet.context["cards"]] == list(range(7))
    for card in sheet.context["cards"]:
        assert card["code"] in sheet.content.decode()


def test_a_printed_slip_opens_the_form_with_its_company(client, staff_client, access):
    TableAccess.objects.update(table_number=0)
    blanks = staff_client.get(url("workshop_blanks", access.workshop_id))
    company, _qr = blanks.context["cards"][1]
    client.logout()
    door = f"{url('table_arrival', room_token(access))}?company={company.pk}"
    form = client.post(door, follow=True).context["form"]

    assert form["offers"].value() == company.name == "Fonderie Grandjean"


def test_a_company_that_nobody_knows_opens_the_form_empty(client, table):
    form = client.get(table, {"company": "99999999"}).context["form"]

    assert form["offers"].value() is None
    assert client.get(table, {"company": "9" * 40}).status_code == 200


def test_one_code_is_withdrawn_and_the_room_makes_it_anew(client, staff_client, access):
    other = TableAccessFactory(workshop=access.workshop)
    token = room_token(access)

    staff_client.post(url("workshop_code_revoke", access.workshop_id, access.pk))

    client.logout()
    assert client.get(url("table_arrival", token)).status_code == 404
    assert client.get(url("table_arrival", room_token(other))).status_code == 200


def test_codes_and_corrections_of_another_workshop_do_not_exist_here(staff_client, access):
    other, slip = WorkshopFactory(), SlipFactory(access=access)

    assert staff_client.get(url("slip_correct", other.pk, slip.pk)).status_code == 404
    revoked = staff_client.post(url("workshop_code_revoke", other.pk, access.pk))
    assert revoked.status_code == 404


def test_without_codes_there_are_no_blank_slips(staff_client, access):
    TableAccess.objects.update(revoked_at=timezone.now())

    page = staff_client.get(url("workshop_blanks", access.workshop_id))

    assert page.context["cards"] == []


@pytest.mark.parametrize("page", ["workshops", "workshop", "workshop_screen"])
@pytest.mark.parametrize("count", [1, 3])
def test_pages_of_a_workshop_ask_the_same_number_of_queries(
    staff_client, access, page, count, django_assert_num_queries
):
    SlipFactory.create_batch(count, access=access)
    args = [] if page == "workshops" else [access.workshop_id]
    expected = {"workshops": 4, "workshop": 8, "workshop_screen": 8}[page]

    with django_assert_num_queries(expected):
        response = staff_client.get(url(page, *args))

    assert response.status_code == 200


def test_the_wall_shows_counts_areas_and_the_latest(staff_client, access):
    record_slip(
        access=access,
        words=Words("Fonderie Grandjean", "Brasserie Neuve", "palettes"),
        client_key=SLIP["client_key"],
        now=timezone.now(),
    )
    address = url("workshop_screen", access.workshop_id)
    shown = staff_client.get(address)
    screen = shown.context["screen"]
    again = staff_client.get(address, {"seen": shown.context["version"]})

    assert (screen.synergies, screen.companies) == (1, 2)
    assert sum(count for *_area, count in screen.areas) == 1
    assert [slip.what for slip in screen.latest] == ["palettes"]
    assert len(screen.drawing.links) == 1
    assert again.status_code == 204


def test_the_workbook_holds_the_synergies_of_the_workshop_and_no_formula(
    staff_client, access, tmp_path
):
    slip = SlipFactory(access=access)
    Synergy.objects.filter(pk=slip.synergy_id).update(title="=1+1")
    SlipFactory()
    response = staff_client.get(url("workshop_export", access.workshop_id))
    place = tmp_path / "book.xlsx"
    place.write_bytes(b"".join(response.streaming_content))
    sheet = load_workbook(place).worksheets[0]

    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == ["'=1+1"]
