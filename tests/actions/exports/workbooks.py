"""Read the workbooks we hand out, as a spreadsheet would."""

import io
import zipfile
from typing import Any

from django.test import Client
from openpyxl import load_workbook

Row = dict[str, Any]


def downloaded(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def rows_of(content: bytes, title: str) -> list[Row]:
    """Return the rows of a sheet by header."""
    sheet = load_workbook(io.BytesIO(content))[title]
    headers, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, headers), row, strict=True)) for row in rows]


def texts_of(content: bytes) -> list[str]:
    book = load_workbook(io.BytesIO(content))
    return [
        cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    ]


def formula_count(content: bytes) -> int:
    """Return how many formulas the XML of the sheets holds."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return sum(archive.read(name).count(b"<f>") for name in sheets)
