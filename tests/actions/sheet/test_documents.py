"""Documents of an action: what may be kept, how it is read, how it is set aside."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from actions.models import Document
from actions.services.documents import (
    LARGEST_DOCUMENT_BYTES,
    DocumentRefused,
    check_file,
    close_document,
)
from tests.factories import ActionFactory, DocumentFactory, MilestoneFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n"


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def archive(*names, **parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as target:
        for name in names:
            target.writestr(name, b"x")
        for name, text in parts.items():
            target.writestr(name, text)
    return content.getvalue()


def sent(**changes):
    facts = {"title": "Agreement", "kind": "agreement", "dated_on": "2018-05-03"}
    return facts | {"proves": "nothing"} | changes


def post(client, action, **changes):
    return client.post(reverse("actions:document_new", args=[action.pk]), sent(**changes))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("a.PNG", b"\x89PNG\r\n\x1a\n...."),
        ("a.jpeg", b"\xff\xd8\xff\xe0"),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml")),
        ("a.odt", archive(mimetype="application/vnd.oasis.opendocument.text")),
    ],
)
def test_true_documents_are_kept(name, content):
    file = SimpleUploadedFile(name, content)

    check_file(file)

    assert file.tell() == 0  # ready to be written whole


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.pdf", b"<html><script>alert(1)</script>%PDF-"),
        ("page.html", b"<html>"),
        ("drawing.svg", b"<svg onload='alert(1)'/>"),
        ("run.exe", b"MZ"),
        ("no-extension", PDF),
        ("a.png", PDF),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.docx", archive("xl/workbook.xml", "[Content_Types].xml")),
        ("macro.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("a.odt", archive(mimetype="application/zip")),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(name, content):
    with pytest.raises(DocumentRefused):
        check_file(SimpleUploadedFile(name, content))


def test_a_file_that_is_too_big_is_refused():
    file = SimpleUploadedFile("a.pdf", PDF)
    file.size = LARGEST_DOCUMENT_BYTES + 1

    with pytest.raises(DocumentRefused):
        check_file(file)


def test_a_refused_file_leaves_nothing_behind(staff_client, data_folder):
    answer = post(staff_client, ActionFactory(), file=SimpleUploadedFile("a.pdf", b"<html>"))

    assert answer.context["form"].non_field_errors()
    assert not Document.objects.exists()
    assert [path for path in data_folder.rglob("*") if path.is_file()] == []


def test_a_kept_file_has_a_name_of_ours_and_is_only_given_to_be_saved(staff_client, data_folder):
    action = ActionFactory()
    file = SimpleUploadedFile("x.pdf", PDF)
    vars(file)["_name"] = "../../etc/passwd.pdf"  # what a hostile browser sends

    post(staff_client, action, file=file, title='<b>Accord"\r\nX: 1')

    document = action.kept_documents.get()
    kept = Path(document.file.path)
    assert kept.parent == data_folder / "documents"
    assert len(kept.stem) == 32
    answer = staff_client.get(reverse("actions:document", args=[document.pk]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="baccord-x-1.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_kept_files_are_for_the_staff(client, staff_client):
    post(staff_client, ActionFactory(), file=SimpleUploadedFile("x.pdf", PDF))
    url = reverse("actions:document", args=[Document.objects.get().pk])
    client.logout()

    assert client.get(url).status_code == 302


def test_a_document_is_a_link_or_a_file(staff_client):
    action = ActionFactory()

    neither = post(staff_client, action)
    both = post(
        staff_client, action, url="https://example.org", file=SimpleUploadedFile("x.pdf", PDF)
    )
    script = post(staff_client, action, url="javascript:alert(1)")
    ftp = post(staff_client, action, url="ftp://example.org/x")

    for answer in (neither, both, script, ftp):
        assert answer.context["form"].errors
    assert not Document.objects.exists()


def test_a_document_proves_a_milestone_of_its_own_action(staff_client):
    mine, other = MilestoneFactory(), MilestoneFactory()
    facts = {"url": "https://example.org/slip", "proves": "milestone"}

    foreign = post(staff_client, mine.action, milestone=other.pk, **facts)
    unnamed = post(staff_client, mine.action, **facts)
    post(staff_client, mine.action, milestone=mine.pk, **facts)

    assert foreign.context["form"].errors["milestone"]
    assert unnamed.context["form"].errors
    assert [d.action for d in mine.documents.all()] == [mine.action]


def test_a_document_is_set_aside_with_a_reason_and_stays():
    document = DocumentFactory()

    with pytest.raises(DocumentRefused):
        close_document(document=document, reason=" ", day=document.dated_on)
    close_document(document=document, reason="Signed twice", day=document.dated_on)
    with pytest.raises(DocumentRefused):
        close_document(document=document, reason="Again", day=document.dated_on)

    assert Document.objects.get().closed_reason == "Signed twice"
    assert not Document.objects.standing().exists()


def test_the_database_refuses_a_document_without_link_and_file():
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentFactory(url="")
