"""Papers to hand out: sections of words set as PDF/UA-1 by the page of the monthly report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actions.models import Programme
from actions.reports.words import short_date

TEMPLATE = Path(__file__).with_name("report.typ")
Block = dict[str, Any]
LEFT, RIGHT = "left", "right"


def set_paper(document: dict[str, Any]) -> bytes:
    """Return the PDF of a document; its words are data and never markup."""
    return bytes(
        typst.compile(
            TEMPLATE,
            sys_inputs={"report": json.dumps(document, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            ignore_system_fonts=True,  # the same page on every machine
        )
    )


def paper(
    *,
    title: str,
    programme: Programme,
    edited_on: date,
    sections: Sequence[Block],
    under_title: str = "",
) -> dict[str, Any]:
    """Return a document in the current language; sections that hold nothing are left out."""
    return {
        "language": (get_language() or "fr")[:2],
        "title": title,
        "initiative": programme.initiative.name,
        "programme": programme.title,
        "contact": under_title,
        "edited": _("Edited on %(day)s") % {"day": short_date(edited_on)},
        "date": [edited_on.year, edited_on.month, edited_on.day],
        "page": _("Page"),
        "sections": [section for section in sections if section["blocks"]],
    }


def section(title: str, *blocks: Block | None) -> Block:
    """Return a section under its heading."""
    return {"title": title, "blocks": [block for block in blocks if block]}


def text(words: str) -> Block | None:
    """Return the paragraphs of a text, or None for an empty one."""
    parts = [part.strip() for part in words.splitlines() if part.strip()]
    return {"kind": "texts", "texts": parts} if parts else None


def items(lines: Iterable[str]) -> Block | None:
    """Return a list, or None without lines."""
    kept = [line for line in lines if line]
    return {"kind": "items", "items": kept} if kept else None


def steps(lines: Iterable[str]) -> Block | None:
    """Return a numbered list, or None without lines."""
    listed = items(lines)
    return listed and {**listed, "kind": "steps"}


def facts(pairs: Iterable[tuple[str, str]]) -> Block | None:
    """Return terms and their values; a pair without a value is left out."""
    kept = [[term, value] for term, value in pairs if value]
    return {"kind": "facts", "facts": kept} if kept else None


def table(head: Sequence[str], rows: Sequence[Sequence[str]], align: Sequence[str]) -> Block | None:
    """Return a table, or None without rows; the first column takes the room that is left."""
    if not rows:
        return None
    return {"kind": "table", "head": list(head), "rows": [list(r) for r in rows], "align": align}
