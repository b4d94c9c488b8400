"""Make archives, and read them as an archivist would."""

import csv
import hashlib
import io
import zipfile
from datetime import datetime

from actions.archive.writing import write_archive


def archive_of(year: int, *, now: datetime) -> dict[str, bytes]:
    """Return the files of the archive of a year, by name."""
    target = io.BytesIO()
    write_archive(target, year=year, now=now)
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    """Return the rows of one of its tables, by column."""
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode("utf-8-sig"))))


def hashes_that_lie(files: dict[str, bytes]) -> list[str]:
    """Return the files whose hash is not the one SHA256SUMS gives, and those it does not name."""
    lines = files["SHA256SUMS"].decode().splitlines()
    noted = {name: digest for digest, name in (line.split("  ") for line in lines)}
    return [
        name
        for name, content in files.items()
        if name != "SHA256SUMS" and noted.get(name) != hashlib.sha256(content).hexdigest()
    ]
