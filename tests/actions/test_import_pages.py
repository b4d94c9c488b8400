"""The import page: upload, preview, apply once, and what no longer waits."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actions import uploads
from companies.models import Company, Initiative
from tests.factories import InitiativeFactory
from tests.imports.workbooks import COMPANIES, save

pytestmark = pytest.mark.django_db

UPLOAD = "actions:import"


@pytest.fixture(autouse=True)
def _in_english_and_own_folder(settings, tmp_path, client):
    settings.MEDIA_ROOT = tmp_path / "files"
    client.cookies["django_language"] = "en"


@pytest.fixture
def workbook(tmp_path) -> bytes:
    return save(tmp_path / "companies.xlsx", {"Entreprises": COMPANIES}).read_bytes()


def send(client, content: bytes, name: str = "workshop.xlsx"):
    return client.post(reverse(UPLOAD), {"file": SimpleUploadedFile(name, content)})


def waiting() -> list[Path]:
    return sorted(uploads.folder().iterdir())


def texts(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_preview_writes_nothing_and_may_be_looked_at_again(staff_client, workbook):
    InitiativeFactory()

    preview = send(staff_client, workbook)["Location"]

    assert [staff_client.get(preview).status_code for _ in range(2)] == [200, 200]
    assert not Company.objects.exists()


def test_applying_writes_once_and_a_second_click_says_it_is_over(staff_client, workbook):
    InitiativeFactory()
    preview = send(staff_client, workbook)["Location"]

    first = staff_client.post(preview, follow=True)
    second = staff_client.post(preview, follow=True)

    assert texts(first) == ["2 rows written."]
    assert texts(second) == ["This preview is over: imported already, or a day old."]
    assert second.redirect_chain == [(reverse(UPLOAD), 302)]
    assert Company.objects.count() == 2
    assert waiting() == []


def test_a_preview_of_yesterday_is_over_even_if_nobody_uploaded_since(staff_client, workbook):
    InitiativeFactory()
    preview = send(staff_client, workbook)["Location"]
    day_before = time.time() - uploads.KEPT_FOR.total_seconds() - 1
    for path in waiting():
        os.utime(path, (day_before, day_before))

    response = staff_client.post(preview, follow=True)

    assert texts(response) == ["This preview is over: imported already, or a day old."]
    assert not Company.objects.exists()


@pytest.mark.parametrize("token", ["x" * 22, "short", "x" * 21 + "%0A"])
def test_an_unknown_token_leads_back_to_the_upload(staff_client, token):
    response = staff_client.get(f"{reverse(UPLOAD)}{token}/")

    assert (response.status_code, response["Location"]) == (302, reverse(UPLOAD))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"Nom;Code postal\nForges;54340\n", "This is a text file"),
        (b"\x00" * 3000, "not an .xlsx workbook"),
        (b"PK\x03\x04" + b"\x00" * 300, "damaged"),
    ],
    ids=["empty", "csv", "zeros", "broken zip"],
)
def test_a_wrong_file_is_said_beside_the_field_and_not_kept(staff_client, content, words):
    InitiativeFactory()

    response = send(staff_client, content)

    assert words in response.content.decode()
    assert waiting() == []


def test_a_file_over_the_limit_is_not_kept(staff_client, workbook, settings):
    settings.WORKSHOP_FILE_MAX_BYTES = 1000

    response = send(staff_client, workbook)

    (error,) = response.context["form"].errors["file"]
    assert error.startswith("The file is larger than")
    assert waiting() == []


def test_a_workbook_damaged_between_preview_and_apply_is_refused_in_words(staff_client, workbook):
    InitiativeFactory()
    preview = send(staff_client, workbook)["Location"]
    next(path for path in waiting() if path.suffix == ".xlsx").write_bytes(workbook[:500])

    response = staff_client.post(preview, follow=True)

    assert texts(response) == ["The file is damaged: it cannot be unpacked."]
    assert not Company.objects.exists()


def test_the_first_import_makes_the_initiative(staff_client, workbook):
    preview = send(staff_client, workbook)["Location"]
    assert not Initiative.objects.exists()

    staff_client.post(preview)

    assert Initiative.objects.get().companies.count() == 2


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_sees_no_preview(client, staff_client, workbook, method):
    InitiativeFactory()
    preview = send(staff_client, workbook)["Location"]
    staff_client.logout()

    response = getattr(client, method)(preview)

    assert response.status_code == 302
    assert "login" in response["Location"]
    assert not Company.objects.exists()
