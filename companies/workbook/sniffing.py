"""Tell by its first bytes what a file is, whatever its name says."""

from __future__ import annotations

import zipfile

from django.utils.translation import gettext as _

from companies.workbook.refusal import WorkbookRefused

COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, .doc, and every encrypted .xlsx
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
ZIP = b"PK\x03\x04"
MANIFEST = "[Content_Types].xml"
MAX_MANIFEST_BYTES = 2**20


def refuse_other_formats(content: bytes) -> None:
    """Raise WorkbookRefused unless the bytes begin like a zip archive, as an .xlsx does."""
    if content.startswith(ZIP):
        return
    if not content.strip():
        raise WorkbookRefused(_("The file is empty."))
    if content.startswith(COMPOUND_FILE):
        if ENCRYPTED_STREAM in content:
            raise WorkbookRefused(_("The file is encrypted. Save it without a password."))
        raise WorkbookRefused(_("This is an old .xls file. Save it as .xlsx."))
    if content.startswith(b"%PDF"):
        raise WorkbookRefused(_("This is a PDF, not an .xlsx workbook."))
    if b"\x00" not in content[:2000]:
        raise WorkbookRefused(
            _("This is a text file (CSV, HTML…), not an .xlsx workbook. Save it as .xlsx.")
        )
    raise WorkbookRefused(_("The file is not an .xlsx workbook."))


def refuse_other_zips(archive: zipfile.ZipFile) -> None:
    """Raise WorkbookRefused for zips of another kind: .ods, .xlsm, .xlsb, .docx, any archive."""
    names = set(archive.namelist())
    if "mimetype" in names and b"opendocument" in archive.read("mimetype"):
        raise WorkbookRefused(_("This is an OpenDocument file (.ods). Save it as .xlsx."))
    manifest = b""
    if MANIFEST in names and archive.getinfo(MANIFEST).file_size < MAX_MANIFEST_BYTES:
        manifest = archive.read(MANIFEST)
    if b"sheet.binary" in manifest:
        raise WorkbookRefused(_("This is a binary workbook (.xlsb). Save it as .xlsx."))
    if b"macroEnabled" in manifest or any(name.endswith("vbaProject.bin") for name in names):
        raise WorkbookRefused(_("The workbook holds macros (.xlsm). Save it as .xlsx."))
    if b"spreadsheetml" not in manifest:
        raise WorkbookRefused(_("The file is not an .xlsx workbook."))
