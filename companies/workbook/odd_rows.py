"""Rows of a sheet that hold no data: hidden, blank, repeated headers, totals, remarks, titles."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from companies.workbook.opening import RawCell, RawSheet
from companies.workbook.report import Problem, Severity, shown
from companies.workbook.words import header_key, plain

TOTAL = re.compile(
    r"(sous |grand )?(total|totaux|somme|subtotal|moyenne|sum|average)"
    r"( (general|generale|annuel|annuelle|des?|du|par|of|\w*s|\d+))*"
)
REMARK = re.compile(
    r"\s*(\*|\(\d\)|(sources?|n\.?b\.?|nota|notes?|légende|remarques?|legend)\s*:"
    r"|mis à jour|màj|maj le|updated|fin du tableau|end of table)",
    re.IGNORECASE,
)


def filled_from_merges(
    sheet: RawSheet, header_row: int, problems: list[Problem]
) -> dict[int, dict[int, RawCell]]:
    """Return the rows with the value of cells merged downwards given to each row they cover."""
    grid = {number: dict(cells) for number, cells in sheet.rows.items()}
    for top, left, bottom, _right in sheet.merges:
        anchor = sheet.rows.get(top, {}).get(left)
        if top <= header_row or top == bottom or anchor is None:
            continue
        covered = [number for number in range(top + 1, bottom + 1) if number in grid]
        for number in covered:
            grid[number].setdefault(left, anchor)
        if covered:
            text = _("A merged cell: its value was taken for the rows %(first)d to %(last)d.") % {
                "first": top,
                "last": covered[-1],
            }
            problems.append(Problem(sheet.title, top, "", Severity.INFO, shown(anchor.value), text))
    return grid


def odd_row(
    sheet: RawSheet,
    number: int,
    cells: Mapping[str, RawCell],
    *,
    headers: Mapping[str, str],
    required: Collection[str],
) -> str:
    """Return why the row is left out, as a text to show; empty when it holds data."""
    texts = {
        key: cell.value
        for key, cell in cells.items()
        if isinstance(cell.value, str) and cell.fault != "formula"
    }
    if number in sheet.hidden_rows:
        return _("This hidden row was not read.")
    if not cells:
        return _("This row holds nothing under a known column: it was not read.")
    if _is_repeated_header(texts, headers):
        return _("The headers are repeated here: this row was not read.")
    is_complete = all(key in cells for key in required)
    is_sparse = 2 * len(cells) <= len(headers)
    is_labelled_total = is_sparse and _are_totals(texts.values())
    if is_complete and not is_labelled_total and (len(required) > 1 or len(texts) > 1):
        return ""
    is_alone = len(cells) == 1
    is_wide = is_alone and _is_wide(sheet, number)
    return _why_incomplete(list(texts.values()), is_alone=is_alone, is_wide=is_wide)


def _why_incomplete(texts: list[str], *, is_alone: bool, is_wide: bool) -> str:
    """Tell a total, a title or a remark from a row where something is missing."""
    if any(_are_totals([text]) for text in texts):
        return _("This row is a total: it was not read.")
    if is_wide:
        return _("This row is a title: it was not read.")
    if is_alone and any(REMARK.match(text) for text in texts):
        return _("This row is a remark: it was not read.")
    return ""


def _are_totals(texts: Collection[str]) -> bool:
    return bool(texts) and all(TOTAL.fullmatch(plain(text)) for text in texts)


def _is_repeated_header(texts: Mapping[str, str], headers: Mapping[str, str]) -> bool:
    equal = sum(header_key(text) == header_key(headers.get(key, "")) for key, text in texts.items())
    return equal >= min(2, len(headers)) and 2 * equal >= len(texts)


def _is_wide(sheet: RawSheet, number: int) -> bool:
    return any(
        top <= number <= bottom and right - left >= 1 for top, left, bottom, right in sheet.merges
    )
