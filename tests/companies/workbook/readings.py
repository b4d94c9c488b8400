"""Say in one word what a parser found."""

from typing import Any

from companies.workbook.reading import Reading, Remark


def found(reading: Reading[Any]) -> tuple[Any, list[Remark]]:
    """Return the value and the kinds of remarks."""
    return reading.value, [note.remark for note in reading.notes]


SURE: list[Remark] = []
REPAIRED = [Remark.REPAIRED]
TO_CONFIRM = [Remark.TO_CONFIRM]
UNREADABLE = [Remark.UNREADABLE]
