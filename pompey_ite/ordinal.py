"""The first of a month as French writes it: “1er juillet 2026”, where Django says “1 juillet”."""

from __future__ import annotations

from typing import Any

from django.utils import dateformat
from django.utils.translation import get_language

_plain_day = dateformat.DateFormat.j


def day_of_month(self: Any) -> int | str:
    """Return the day of a date without zero; “1er” for the first one in French."""
    day: int = _plain_day(self)
    is_french = (get_language() or "").startswith("fr")
    return "1er" if day == 1 and is_french else day


def write_the_first_in_french() -> None:
    """Let every date that Django formats say “1er”: pages, mails and PDFs alike."""
    dateformat.DateFormat.j = day_of_month  # type: ignore[assignment,method-assign]
