"""The whole handover, as page, PDF and workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actions.models import Programme
from actions.reports.words import short_date
from companies.models import Initiative
from pompey_ite.outbox.calendar import local_day
from pompey_ite.pages.handover.dates import dates_part, places_part
from pompey_ite.pages.handover.parts import Part
from pompey_ite.pages.handover.people import companies_part
from pompey_ite.pages.handover.threads import (
    actions_part,
    open_synergies,
    promises_part,
    questions_part,
    running_actions,
    synergies_part,
)
from pompey_ite.spreadsheets import Column, ReadMe, Sheet

WIDE, NARROW = 40, 16  # characters of a column of a workbook
LEAST_SHARE, MOST_SHARE = 13, 46  # characters, of a column of the PDF


def handover(now: datetime) -> list[Part]:
    """Return what a successor must know, in a number of queries that does not grow."""
    initiative = Initiative.objects.current()
    if initiative is None:
        return [places_part()]
    programme = Programme.objects.current()
    synergies = open_synergies(initiative)
    return [
        promises_part(initiative, synergies, local_day(now)),
        synergies_part(synergies),
        actions_part(running_actions(programme)),
        questions_part(initiative),
        dates_part(initiative, programme, now),
        companies_part(initiative),
        places_part(),
    ]


def title() -> str:
    """Return what the handover is called."""
    return str(_("Handover"))


def document_of(parts: Sequence[Part], built_on: date) -> dict[str, Any]:
    """Return the handover as the template of the PDF reads it."""
    initiative = Initiative.objects.current()
    contact = (initiative.contact_name, initiative.contact_email) if initiative else ()
    return {
        "language": (get_language() or "fr")[:2],
        "title": title(),
        "initiative": initiative.name if initiative else "",
        "programme": _("For whoever takes over: what is open, promised, next."),
        "contact": " · ".join(filter(None, contact)),
        "edited": _("Edited on %(day)s") % {"day": short_date(built_on)},
        "date": [built_on.year, built_on.month, built_on.day],
        "page": _("Page"),
        "sections": [{"title": part.title, "blocks": _blocks(part)} for part in parts],
    }


def _blocks(part: Part) -> list[dict[str, Any]]:
    lead = [{"kind": "text", "text": part.lead}] if part.lead else []
    if not part.rows:
        return [{"kind": "text", "text": part.nothing}]
    table = {
        "kind": "table",
        "head": list(part.head),
        "rows": [[cell.text for cell in row] for row in part.rows],
        "align": ["left"] * len(part.head),
        "widths": [_share(part, number) for number in range(len(part.head))],
    }
    return [*lead, table]


def sheets_of(parts: Sequence[Part]) -> list[Sheet]:
    """Return one sheet for each part that has a row."""
    return [
        Sheet(
            part.title[:31],
            [
                Column(head, part.lead or part.title, width=_width(part, number))
                for number, head in enumerate(part.head)
            ],
            [[cell.value for cell in row] for row in part.rows],
        )
        for part in parts
        if part.rows
    ]


def _share(part: Part, number: int) -> int:
    """Return how much of the width of a page a column takes, beside the others."""
    longest = max(len(row[number].text) for row in part.rows)
    return min(max(longest, len(part.head[number]), LEAST_SHARE), MOST_SHARE)


def _width(part: Part, number: int) -> int:
    longest = max(len(row[number].text) for row in part.rows)
    return min(max(longest, NARROW), WIDE)


def read_me() -> ReadMe:
    """Return what stands on the sheet that explains the workbook."""
    source = _("The workbench of the initiative, on the day of this file.")
    private = _("It names people and their numbers: it is for whoever takes over, nobody else.")
    return ReadMe(title(), source, [private])
