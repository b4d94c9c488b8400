"""The report as sections of texts, lists, tables and charts, in the current language.

The PDF is set from it; nothing in it is markup, every value is text.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from actions.models import Programme
from actions.reports.charts import Chart, charts_of
from actions.reports.figures import MilestoneFigures, ReportFigures
from actions.reports.moved import movement_words
from actions.reports.summary import month_name
from actions.reports.words import (
    action_status,
    amount_eur,
    funnel_word,
    proof_word,
    quantity,
    short_date,
    stage_word,
)
from pompey_ite.outbox.calendar import next_month

Block = dict[str, Any]
Rows = list[list[str]]
LEFT, RIGHT = "left", "right"


def document_of(figures: ReportFigures, programme: Programme, built_on: date) -> dict[str, Any]:
    """Return the whole report of one audience: what its title page says, and its sections.

    figures: already reduced to what the audience may see (for_audience).
    """
    month = month_name(figures.month)
    charts = charts_of(figures)
    initiative = programme.initiative
    sections = [
        _summary(figures),
        _funnel(figures, charts),
        _areas(figures, charts),
        _programme(figures, charts),
        _milestones(_("Milestones reached"), figures.reached, "done_on"),
        _moved(figures),
        _milestones(_("What is late"), figures.late, "days_late"),
        _indicators(figures, charts),
        _budget(figures, charts),
        _decisions(figures),
        _milestones(
            _("Next month: %(month)s") % {"month": month_name(next_month(figures.month))},
            figures.coming,
            "due_on",
        ),
        _sources(figures),
    ]
    return {
        "language": (get_language() or "fr")[:2],
        "title": _("Monthly report – %(month)s") % {"month": month},
        "initiative": initiative.name,
        "programme": programme.title,
        "contact": " · ".join(filter(None, (initiative.contact_name, initiative.contact_email))),
        "edited": _("Edited on %(day)s") % {"day": short_date(built_on)},
        "date": [built_on.year, built_on.month, built_on.day],
        "page": _("Page"),
        "sections": [section for section in sections if section["blocks"]],
    }


def _section(title: str, *blocks: Block | None) -> Block:
    return {"title": title, "blocks": [block for block in blocks if block]}


def _text(text: str) -> Block:
    return {"kind": "text", "text": text}


def _items(items: Iterable[str]) -> Block:
    return {"kind": "items", "items": list(items)}


def _chart(charts: dict[str, Chart], name: str) -> Block | None:
    chart = charts.get(name)
    if chart is None:
        return None
    return {"kind": "chart", "svg": chart.svg(), "alt": chart.alt, "caption": chart.title}


def _table(head: list[str], rows: Rows, align: list[str]) -> Block | None:
    """Return a table; the first column takes the room that is left."""
    return {"kind": "table", "head": head, "rows": rows, "align": align} if rows else None


# -- Sections -------------------------------------------------------------------------------------
def _summary(figures: ReportFigures) -> Block:
    language = (get_language() or "fr")[:2]
    numbers = [
        [str(figures.actions_total), _("actions")],
        [str(figures.actions_done), _("actions done")],
        [str(figures.actions_late), _("actions late")],
        [f"{figures.milestones_done} / {figures.milestones_total}", _("milestones reached")],
    ]
    return _section(
        _("In five lines"),
        _items(figures.summary.get(language, [])),
        {"kind": "numbers", "numbers": numbers},
    )


def _funnel(figures: ReportFigures, charts: dict[str, Chart]) -> Block:
    engaged = _("%(engaged)d of %(total)d companies lead an action that has begun, or take part.")
    rows = [[funnel_word(step.key), quantity(Decimal(step.count))] for step in figures.funnel]
    return _section(
        _("Stage: %(stage)s") % {"stage": stage_word(figures.stage)},
        _text(engaged % {"engaged": figures.companies_engaged, "total": figures.companies_total}),
        _chart(charts, "funnel"),
        _table([_("Synergies"), _("Number")], rows, [LEFT, RIGHT]),
    )


def _areas(figures: ReportFigures, charts: dict[str, Chart]) -> Block:
    rows = [
        [f"{area.code} · {area.title}", *map(str, (area.total, area.done, area.on_time, area.late))]
        for area in figures.areas
    ]
    head = [_("Area"), _("Actions"), _("Done"), _("On time"), _("Late")]
    table = _table(head, rows, [LEFT, *[RIGHT] * 4])
    return _section(_("The three areas"), _chart(charts, "areas"), table)


def _programme(figures: ReportFigures, charts: dict[str, Chart]) -> Block:
    rows = [
        [
            f"{action.code} · {action.title}",
            action.pilot or "–",
            action_status(action.status, is_late=action.is_late),
            short_date(action.due_on),
            f"{action.milestones_done} / {action.milestones_total}",
        ]
        for action in figures.actions
    ]
    head = [_("Action"), _("Leads"), _("Status"), _("Due"), _("Milestones")]
    table = _table(head, rows, [LEFT, LEFT, LEFT, LEFT, RIGHT])
    return _section(_("The actions, one by one"), table, _chart(charts, "calendar"))


def _milestones(title: str, milestones: list[MilestoneFigures], what: str) -> Block:
    heads = {"done_on": _("Reached on"), "days_late": _("Late by"), "due_on": _("Due")}
    rows = [[row.title, row.action, _milestone_value(row, what)] for row in milestones]
    head = [_("Milestone"), _("Action"), heads[what]]
    return _section(title, _table(head, rows, [LEFT, LEFT, RIGHT]))


def _milestone_value(row: MilestoneFigures, what: str) -> str:
    if what == "days_late":
        return ngettext("%(n)d day", "%(n)d days", row.days_late) % {"n": row.days_late}
    return short_date(getattr(row, what))


def _moved(figures: ReportFigures) -> Block:
    lines = [f"{short_date(row.on)} – {movement_words(row)}" for row in figures.moved]
    return _section(_("What moved"), _items(lines) if lines else None)


def _indicators(figures: ReportFigures, charts: dict[str, Chart]) -> Block:
    rows = [
        [
            item.name,
            quantity(item.month, item.unit) if item.month is not None else "–",
            quantity(item.total, item.unit),
            quantity(item.target, item.unit) if item.target is not None else "–",
            f"{item.percent} %" if item.target else "–",
            ", ".join(f"{proof_word(proof)} {quantity(value)}" for proof, value in item.proven)
            or "–",
        ]
        for item in figures.indicators
    ]
    head = [
        *(_("Indicator"), _("This month"), _("So far"), _("Target")),
        *(_("Reached"), _("How it is proven")),
    ]
    table = _table(head, rows, [LEFT, *[RIGHT] * 4, LEFT])
    return _section(_("Results against targets"), _chart(charts, "indicators"), table)


def _budget(figures: ReportFigures, charts: dict[str, Chart]) -> Block:
    if not figures.has_budget:
        return _section("")
    total = [_("Together"), amount_eur(figures.planned_eur), amount_eur(figures.actual_eur)]
    rows = [[f.name, amount_eur(f.planned_eur), amount_eur(f.actual_eur)] for f in figures.funders]
    words = _("The actions are budgeted at %(amount)s before tax.")
    head = [_("Funder"), _("Planned"), _("Paid")]
    return _section(
        _("Budget"),
        _text(words % {"amount": amount_eur(figures.budget_eur)}),
        _chart(charts, "budget"),
        _table(head, [*rows, total] if rows else [], [LEFT, RIGHT, RIGHT]),
    )


def _decisions(figures: ReportFigures) -> Block:
    rows = [
        [row.question, row.action or "–", row.body or "–", short_date(row.asked_on)]
        for row in figures.decisions
    ]
    head = [_("Question"), _("Action"), _("Who decides"), _("Asked on")]
    return _section(_("Decisions asked of the committee"), _table(head, rows, [LEFT] * 4))


def _sources(figures: ReportFigures) -> Block:
    operational = _(
        "A synergy is operational from one exchange of material done, or a pooled service used by"
        " at least two entities (ADEME). A figure is estimated, declared by a company, or verified"
        " by its source."
    )
    return _section(_("How to read the figures"), _text(operational), *_undated(figures))


def _undated(figures: ReportFigures) -> list[Block]:
    if not figures.statuses_undated:
        return []
    text = ngettext(
        "The status of %(n)d action was recorded after the month: it is deduced from the dates.",
        "The statuses of %(n)d actions were recorded after the month: they are deduced from the"
        " dates.",
        figures.statuses_undated,
    )
    return [_text(text % {"n": figures.statuses_undated})]
