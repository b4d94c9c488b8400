"""Writing the archive of a year: tables, reports, what explains them, and a hash of each file."""

from __future__ import annotations

import errno
import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.archive import programme_tables, synergy_tables
from actions.archive.explaining import columns_csv, read_me
from actions.archive.past import Year
from actions.archive.redaction import Redaction
from actions.archive.reports import REPORTS, report_files
from companies.models import Initiative
from pompey_ite.instant import one_instant
from pompey_ite.outbox.calendar import local_day

TABLES = (*synergy_tables.TABLES, *programme_tables.TABLES, REPORTS)
READABLE = 0o644  # of the files, once unpacked
LANGUAGE = "fr"  # statuses and PDF; README and dictionary speak English too
WHY = {
    errno.ENOSPC: gettext_lazy("the disk is full"),
    errno.EDQUOT: gettext_lazy("the disk is full"),
    errno.EACCES: gettext_lazy("this account may not write there"),
    errno.EPERM: gettext_lazy("this account may not write there"),
    errno.EROFS: gettext_lazy("this disk can only be read"),
    errno.ENOENT: gettext_lazy("there is no such folder"),
    errno.ENOTDIR: gettext_lazy("this is not a folder"),
}


class ArchiveRefused(Exception):
    """The archive cannot be made or written; the text says why."""


def years_on_offer(now: datetime) -> list[int]:
    """Return the years that can be archived at `now`, the newest first; this one is not over."""
    initiative = Initiative.objects.current()
    this_year = local_day(now).year
    first = initiative.started_on.year if initiative else this_year + 1
    return list(range(this_year, first - 1, -1))


def archive_name(year: int) -> str:
    """Return the name of the file: the same initiative and year always have the same."""
    initiative = Initiative.objects.current()
    slug = slugify(initiative.name) if initiative else ""
    return f"archive-{slug or 'pompey-ite'}-{year}.zip"


def keep_archive(folder: Path, *, year: int, now: datetime) -> Path:
    """Write the archive of a year into a folder and return where it is.

    The file appears when it is whole; one that is there is never replaced. Raises ArchiveRefused.
    """
    path = folder / archive_name(year)
    try:
        if path.exists():
            text = _("%(path)s is there already: take it away first, it is not replaced.")
            raise ArchiveRefused(text % {"path": path})
        with tempfile.TemporaryDirectory(prefix=".archive-", dir=folder) as room:
            half = Path(room) / path.name
            with half.open("wb") as target:
                write_archive(target, year=year, now=now)
            half.replace(path)
    except OSError as error:
        reason = WHY.get(error.errno or 0) or error.strerror or type(error).__name__
        text = _("%(path)s cannot be written: %(reason)s.")
        raise ArchiveRefused(text % {"path": path, "reason": reason}) from error
    return path


def write_archive(target: IO[bytes], *, year: int, now: datetime) -> None:
    """Write the archive of a year as ZIP: the same rows always give the same bytes.

    Raises ArchiveRefused for a year before the initiative began, or after this one.
    """
    offered = years_on_offer(now)
    if year not in offered:
        raise ArchiveRefused(_why_not(year, offered))
    hashes = []
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        translation.override(LANGUAGE),
        one_instant(),
    ):
        for name, content in _files(Year(year, now), is_over=year != offered[0]):
            _add(archive, name, content, year)
            hashes.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
        _add(archive, "SHA256SUMS", "".join(hashes).encode(), year)


def _why_not(year: int, offered: list[int]) -> str:
    if not offered:
        return _("There is no initiative yet: there is nothing to archive.")
    years = {"year": year, "first": offered[-1], "last": offered[0]}
    return _("There is nothing of %(year)s: choose a year from %(first)s to %(last)s.") % years


def _files(year: Year, *, is_over: bool) -> Iterator[tuple[str, bytes]]:
    hidden = programme_tables.hidden_count(year)
    yield "README.txt", read_me(TABLES, year, hidden=hidden, is_over=is_over).encode()
    yield "columns.csv", columns_csv(TABLES).encode()
    redaction = Redaction.of_everybody()
    for table in TABLES:
        yield table.file_name, table.as_csv(year, redaction).encode()
    yield from report_files(year)


def _add(archive: zipfile.ZipFile, name: str, content: bytes, year: int) -> None:
    # The day of the writing would make each archive another one.
    entry = zipfile.ZipInfo(name, date_time=(year, 12, 31, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = READABLE << 16
    archive.writestr(entry, content)
