"""The pages of a plan: upload, preview, import once; nothing by looking."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actions import uploads
from actions.models import Action
from actions.services import plan_import
from tests.actions.plan.plans import cell, edited, exported, plan
from tests.factories import ActionFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english_and_own_folder(settings, tmp_path, client):
    settings.MEDIA_ROOT = tmp_path / "files"
    client.cookies["django_language"] = "en"


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def action(programme):
    return ActionFactory(code="B1", title="Pallets", description="As it was.")


def send(client, programme, content: bytes):
    address = reverse("actions:plan_import", args=[programme.pk])
    return client.post(address, {"file": SimpleUploadedFile("plan.xlsx", content)})


def worked_on(programme) -> bytes:
    return edited(programme, lambda sheet: setattr(cell(sheet, 0, "description"), "value", "<b>x"))


def texts(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_the_preview_shows_before_and_after_escaped_and_writes_nothing(
    staff_client, programme, action
):
    preview = send(staff_client, programme, worked_on(programme))["Location"]

    page = staff_client.get(preview).content.decode()

    action.refresh_from_db()
    assert action.description == "As it was."
    assert "As it was." in page
    assert "&lt;b&gt;x" in page
    assert "<b>x" not in page


def test_importing_writes_once_and_a_second_click_says_it_is_over(staff_client, programme, action):
    preview = send(staff_client, programme, worked_on(programme))["Location"]

    first = staff_client.post(preview, follow=True)
    second = staff_client.post(preview, follow=True)

    action.refresh_from_db()
    assert action.description == "<b>x"
    assert texts(first) == ["1 row written."]
    assert texts(second) == ["This preview is over: imported already, or a day old."]
    assert list(uploads.folder().iterdir()) == []


def test_what_changed_since_leads_to_a_new_preview(staff_client, programme, action):
    preview = send(staff_client, programme, worked_on(programme))["Location"]
    Action.objects.update(description="<b>x")  # somebody entered it meanwhile

    response = staff_client.post(preview, follow=True)

    assert texts(response) == ["The programme has changed since this preview: look at the new one."]
    assert response.redirect_chain == [(preview, 302)]
    assert response.context["changes"] == []
    assert action.history.filter(history_type="~").count() == 0


def test_a_plan_that_says_what_is_here_offers_no_import(staff_client, programme, action):
    preview = send(staff_client, programme, exported(programme))["Location"]

    page = staff_client.get(preview)

    assert page.context["unchanged_count"] == 1
    assert "Import everything" not in page.content.decode()


def test_errors_are_shown_with_row_and_column(staff_client, programme):
    content = plan({"area": "A", "title": "New", "due_on": "soon"})

    page = staff_client.get(send(staff_client, programme, content)["Location"])

    (error,) = page.context["problems"]["error"]
    assert (error["row"], error["column"]) == (4, "Date de fin")
    assert "This is not a date" in page.content.decode()


def test_a_preview_belongs_to_its_programme(staff_client, programme, action):
    token = send(staff_client, programme, worked_on(programme))["Location"].split("/")[-2]
    other = ProgrammeFactory(title="Another")

    response = staff_client.post(reverse("actions:plan_preview", args=[other.pk, token]))

    action.refresh_from_db()
    assert response["Location"] == reverse("actions:plan_import", args=[other.pk])
    assert action.description == "As it was."


def test_a_wrong_file_is_said_beside_the_field_and_not_kept(staff_client, programme):
    response = send(staff_client, programme, b"not a workbook")

    assert "text file" in response.content.decode()
    assert list(uploads.folder().iterdir()) == []


def test_looking_never_writes(staff_client, programme, action):
    preview = send(staff_client, programme, worked_on(programme))["Location"]
    before = Action.history.count()

    for address in (preview, reverse("actions:plan_export", args=[programme.pk])):
        staff_client.get(address).getvalue()

    assert Action.history.count() == before


def test_a_visitor_sees_and_imports_nothing(client, staff_client, programme, action):
    preview = send(staff_client, programme, worked_on(programme))["Location"]
    staff_client.logout()

    answers = [client.get(preview), client.post(preview), send(client, programme, b"x")]

    action.refresh_from_db()
    assert [response.status_code for response in answers] == [302, 302, 302]
    assert action.description == "As it was."


def test_a_sheet_shows_what_only_a_plan_says(staff_client, programme, action):
    action.sub_area, action.pilot_bodies = "2.1 Reuse", "Chamber of commerce"
    action.linked_indicators = "Satisfaction"
    action.save()

    page = staff_client.get(action.get_absolute_url()).content.decode()

    for words in ("2.1 Reuse", "Chamber of commerce", "Satisfaction"):
        assert words in page


def test_the_page_that_waits_is_told_how_many_rows_are_understood(staff_client, monkeypatch):
    programme = ProgrammeFactory()
    said = []
    told = uploads.write_progress
    monkeypatch.setattr(plan_import, "SAID_EVERY", 1)

    def spy(watch, done, total):
        told(watch, done, total)
        url = reverse("actions:plan_progress", args=[watch])
        said.append(staff_client.get(url).json())

    monkeypatch.setattr(uploads, "write_progress", spy)
    rows = [{"area": "A", "title": f"Action {number}"} for number in range(3)]
    file = SimpleUploadedFile("plan.xlsx", plan(*rows))
    data = {"file": file, "watch": "0123456789abcdef"}

    staff_client.post(reverse("actions:plan_import", args=[programme.pk]), data)

    assert said == [{"done": number, "total": 3} for number in (1, 2, 3)]
    over = staff_client.get(reverse("actions:plan_progress", args=[data["watch"]]))
    assert over.json() == {}


@pytest.mark.parametrize("watch", ["short", "../../../../etc/passwd", "x" * 41, ""])
def test_a_name_that_is_none_is_written_nowhere(staff_client, watch):
    before = set(uploads.folder().iterdir())

    uploads.write_progress(watch, 1, 2)

    assert uploads.read_progress(watch) is None
    assert set(uploads.folder().iterdir()) == before
