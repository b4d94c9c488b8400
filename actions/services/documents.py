"""Documents of an action: what may be kept, and how one is set aside."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import PurePath
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from actions.models import Action, Document, Milestone
from companies.models import User

LARGEST_DOCUMENT_BYTES = 10 * 2**20
MAGIC = {
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
}
OPEN_DOCUMENTS = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
ALLOWED = (*MAGIC, *OPEN_DOCUMENTS, *OFFICE_PARTS)
MOST_PARTS = 5000  # of an office file; more of them is no document


class DocumentRefused(Exception):
    """A document that cannot be kept; its text may be shown."""


def check_file(file: File[bytes]) -> None:
    """Return nothing when a file may be kept: its size, and a content that is what it says.

    Raises DocumentRefused. The name is never trusted: the first bytes, or the parts of an office
    file, must be those of its extension.
    """
    if (file.size or 0) > LARGEST_DOCUMENT_BYTES:
        raise DocumentRefused(_("The document is larger than 10 MB."))
    extension = PurePath(file.name or "").suffix[1:].lower()
    if extension not in ALLOWED:
        raise DocumentRefused(
            _("This kind of file is not kept. Take a PDF, a picture or an office file.")
        )
    file.seek(0)
    is_true = _is_what_it_says(file, extension)
    file.seek(0)
    if not is_true:
        words = _("The content of this file is not %(kind)s, as its name says.")
        raise DocumentRefused(words % {"kind": extension.upper()})


@transaction.atomic
def add_document(
    *, action: Action, user: User, file: File[bytes] | None = None, **facts: Any
) -> Document:
    """Return a new document of an action: a link or a file.

    facts: title, kind, dated_on, url, proves, milestone. Raises DocumentRefused when the file may
    not be kept, or with what the document lacks.
    """
    if file:
        check_file(file)
        file.name = f"document{PurePath(file.name or '').suffix.lower()}"  # theirs is not kept
    milestone: Milestone | None = facts.get("milestone")
    if milestone is not None and milestone.action_id != action.pk:
        raise DocumentRefused(_("This milestone belongs to another action."))
    document = Document(action=action, added_by=user, file=file or "", **facts)
    try:
        document.full_clean()
    except ValidationError as error:
        raise DocumentRefused(" ".join(error.messages)) from error
    document.save()
    return document


@transaction.atomic
def close_document(*, document: Document, reason: str, day: date) -> Document:
    """Return the document set aside: it stays, with the reason, and proves nothing any more.

    Raises DocumentRefused without a reason, or when it was set aside before.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    if not reason.strip():
        raise DocumentRefused(_("Say why the document is set aside."))
    if document.closed_on is not None:
        raise DocumentRefused(_("This document was set aside before."))
    document.closed_on, document.closed_reason = day, reason.strip()
    document.save(update_fields=["closed_on", "closed_reason"])
    return document


def _is_what_it_says(file: IO[bytes] | File[bytes], extension: str) -> bool:
    if extension in MAGIC:
        return bytes(file.read(8)).startswith(MAGIC[extension])
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if len(names) > MOST_PARTS or any(name.endswith("vbaProject.bin") for name in names):
                return False
            if extension in OFFICE_PARTS:
                return {"[Content_Types].xml", OFFICE_PARTS[extension]} <= names
            with archive.open("mimetype") as kind:
                return kind.read(100).strip() == OPEN_DOCUMENTS[extension]
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, OSError):
        return False
