"""The charts of a report: one Vega-Lite definition each, drawn as PNG (mail) and SVG (page, PDF).

Each chart says its finding in its title, and in words for who cannot see it; the figures always
stand in a table beside it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.reports.drawing import draw
from actions.reports.figures import ActionFigures, ReportFigures
from actions.reports.words import (
    amount_eur,
    funnel_word,
    proof_word,
    quantity,
)

INK, MUTED, LINE = "#1d2a35", "#56626c", "#d9d6cf"
GOOD, RUNNING, LATE, WAITING = "#2e7d4f", "#6d9ec0", "#b23a2a", "#c9c5bb"
PROOF_COLOURS = {"verified": "#0b6e75", "declared": "#6fb3b8", "estimated": "#c9e2e3"}
MIRABELLE = "#f0b429"
WIDTH = 316  # px: the width of a mail on a phone of 360 px, its margins taken off
BAR = 22
MOST_INDICATORS = 12
FULL = 100  # per cent

Spec = dict[str, Any]


@dataclass(frozen=True)
class Chart:
    """A chart ready to be drawn: its name, its finding, the same in words, its definition."""

    name: str
    title: str
    alt: str
    spec: Spec

    def svg(self) -> str:
        """Return the drawing as SVG text."""
        return draw(self.spec, "svg").decode()

    def png(self) -> bytes:
        """Return the drawing as PNG, two pixels for one, on white."""
        return draw(self.spec, "png")

    def as_data_uri(self) -> str:
        """Return the SVG as an address that a page can show without another request."""
        return f"data:image/svg+xml;base64,{b64encode(self.svg().encode()).decode()}"


def charts_of(
    figures: ReportFigures, *, most_indicators: int = MOST_INDICATORS
) -> dict[str, Chart]:
    """Return the charts that the figures have something for, by name, in the current language.

    most_indicators: of one chart, those nearest to their targets; on a wall fewer are readable.
    """
    makers: dict[str, Callable[[ReportFigures], Chart | None]] = {
        "areas": _areas,
        "funnel": _funnel,
        "indicators": partial(_indicators, most=most_indicators),
        "budget": _budget,
        "calendar": _calendar,
    }
    charts = {name: make(figures) for name, make in makers.items()}
    return {name: chart for name, chart in charts.items() if chart}


# -- The actions by area --------------------------------------------------------------------------
def _areas(figures: ReportFigures) -> Chart | None:
    if not figures.areas or not figures.actions_total:
        return None
    states = (
        (_("done"), GOOD, "done"),
        (_("on time"), RUNNING, "on_time"),
        (_("late"), LATE, "late"),
    )
    values = [
        {"area": f"{area.code} · {area.title}", "state": word, "order": order, "n": count}
        for area in figures.areas
        for order, (word, _colour, key) in enumerate(states)
        if (count := getattr(area, key))
    ]
    title = ngettext(
        "%(late)d action of %(total)d is late",
        "%(late)d actions of %(total)d are late",
        figures.actions_late,
    ) % {"late": figures.actions_late, "total": figures.actions_total}
    parts = "; ".join(
        _("%(area)s: %(done)d done, %(on_time)d on time, %(late)d late")
        % {"area": area.title, "done": area.done, "on_time": area.on_time, "late": area.late}
        for area in figures.areas
    )
    spec = {
        "data": {"values": values},
        "height": {"step": BAR + 26},
        "encoding": {"y": _labelled_y("area", [f"{a.code} · {a.title}" for a in figures.areas])},
        "layer": [
            {
                "mark": {"type": "bar", "height": BAR},
                "encoding": {
                    "x": _quiet_x("n"),
                    "order": {"field": "order"},
                    "color": _legend("state", [(word, colour) for word, colour, _key in states]),
                },
            },
            {
                "transform": [{"filter": "datum.n > 0"}],
                "mark": {"type": "text", "dx": -4, "align": "right", "fontWeight": "bold"},
                "encoding": {
                    "x": {**_quiet_x("n"), "stack": "zero"},
                    "order": {"field": "order"},
                    "detail": {"field": "state"},
                    "text": {"field": "n"},
                    "color": {
                        "condition": {"test": f"datum.state == {states[1][0]!r}", "value": INK},
                        "value": "white",
                    },
                },
            },
        ],
    }
    return Chart("areas", title, f"{title}. {parts}.", _framed(spec, title))


# -- The funnel -----------------------------------------------------------------------------------
def _funnel(figures: ReportFigures) -> Chart | None:
    if not any(step.count for step in figures.funnel):
        return None
    values = [{"step": funnel_word(step.key), "n": step.count} for step in figures.funnel]
    title = ngettext(
        "%(n)d synergy is operational", "%(n)d synergies are operational", figures.operational
    ) % {"n": figures.operational}
    parts = ", ".join(f"{value['step']} {value['n']}" for value in values)
    order = [str(value["step"]) for value in values]
    spec = {
        "data": {"values": values},
        "height": {"step": BAR + 22},
        "encoding": {"y": _labelled_y("step", order), "x": _quiet_x("n")},
        "layer": [
            {"mark": {"type": "bar", "height": BAR, "color": PROOF_COLOURS["verified"]}},
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "fontWeight": "bold"},
                "encoding": {"text": {"field": "n", "type": "quantitative", "format": ","}},
            },
        ],
    }
    return Chart("funnel", title, f"{title}. {parts}.", _framed(spec, title))


# -- Indicators against their targets --------------------------------------------------------------
def _indicators(figures: ReportFigures, *, most: int) -> Chart | None:
    shown = figures.targeted[:most]
    if not shown:
        return None
    values: list[Spec] = [
        {
            "indicator": item.name,
            "proof": proof_word(proof),
            "order": order,
            "percent": min(float(FULL * value / item.target), FULL),
        }
        for item in shown
        for order, (proof, value) in enumerate(item.proven)
        if item.target
    ]
    ends = [
        {"indicator": item.name, "percent": min(item.percent, FULL), "text": f"{item.percent} %"}
        for item in shown
    ]
    reached = sum(item.percent >= FULL for item in figures.targeted)
    title = ngettext(
        "%(reached)d target of %(total)d is reached",
        "%(reached)d targets of %(total)d are reached",
        reached,
    ) % {"reached": reached, "total": len(figures.targeted)}
    parts = "; ".join(
        f"{item.name} {quantity(item.total, item.unit)}, {item.percent} %" for item in shown
    )
    colours = [(proof_word(proof), colour) for proof, colour in PROOF_COLOURS.items()]
    order = [item.name for item in shown]
    spec = {
        "height": {"step": BAR + 18},
        "encoding": {"y": _labelled_y("indicator", order)},
        "layer": [
            {
                "data": {"values": values},
                "mark": {"type": "bar", "height": 14},
                "encoding": {
                    "x": {**_quiet_x("percent"), "scale": {"domain": [0, 118]}, "stack": "zero"},
                    "order": {"field": "order"},
                    "color": _legend("proof", colours),
                },
            },
            {
                "data": {"values": [{"target": FULL}]},
                "mark": {"type": "rule", "color": MUTED, "strokeDash": [2, 4]},
                "encoding": {
                    "x": _quiet_x("target"),
                    "y": {"value": 0},
                    "y2": {"value": "height"},
                },
            },
            {
                "data": {"values": ends},
                "mark": {"type": "text", "align": "left", "dx": 4, "fontWeight": "bold"},
                "encoding": {"x": _quiet_x("percent"), "text": {"field": "text"}},
            },
        ],
    }
    return Chart("indicators", title, f"{title}. {parts}.", _framed(spec, title))


# -- Who pays -------------------------------------------------------------------------------------
def _budget(figures: ReportFigures) -> Chart | None:
    known = [funder for funder in figures.funders if funder.planned_eur or funder.actual_eur]
    if not known:
        return None
    planned, actual = _("Planned"), _("Paid")
    words = _("%(actual)s of %(planned)s")
    values: list[Spec] = []
    for funder in known:
        amounts = {
            "actual": amount_eur(funder.actual_eur),
            "planned": amount_eur(funder.planned_eur),
        }
        # The amounts stand beside the name: on the bars nobody could read them.
        values.append(
            {
                "funder": f"{funder.name} · {words % amounts}",
                "planned": float(funder.planned_eur or 0),
                "actual": float(funder.actual_eur or 0),
            }
        )
    title = _("%(actual)s paid of %(planned)s planned") % {
        "actual": amount_eur(figures.actual_eur),
        "planned": amount_eur(figures.planned_eur),
    }
    labels = [value["funder"] for value in values]
    colours = [(planned, WAITING), (actual, MIRABELLE)]
    spec = {
        "data": {"values": values},
        "height": {"step": BAR + 26},
        "encoding": {"y": _labelled_y("funder", labels)},
        "layer": [
            *(
                {
                    "mark": {"type": "bar", "height": height},
                    "encoding": {
                        "x": {**_quiet_x(key), "scale": {"domainMin": 0}},
                        "color": {**_legend("", colours), "datum": word},
                    },
                }
                for key, word, height in (("planned", planned, BAR), ("actual", actual, 12))
            ),
        ],
    }
    return Chart("budget", title, f"{title}. {'; '.join(labels)}.", _framed(spec, title))


# -- The calendar ---------------------------------------------------------------------------------
def _calendar(figures: ReportFigures) -> Chart | None:
    dated = [action for action in figures.actions if action.due_on]
    if not dated:
        return None
    states = [
        (_("done"), GOOD),
        (_("on time"), RUNNING),
        (_("late"), LATE),
        (_("stopped"), WAITING),
    ]
    values = [_due_point(action, [word for word, _colour in states]) for action in dated]
    first, last = min(row["due"] for row in values), max(row["due"] for row in values)
    title = _("When the actions are due")
    parts = "; ".join(f"{row['action']} {row['due']}, {row['state']}" for row in values)
    spec = {
        "data": {"values": values},
        "height": {"step": 17},
        "layer": [
            {
                "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
                "encoding": {
                    "y": _side_y("action", [row["action"] for row in values]),
                    "x": {
                        "field": "due",
                        "type": "temporal",
                        "title": None,
                        "axis": {"format": "%b %Y", "labelOverlap": True, "tickCount": 5},
                        "scale": {"domain": [first, last], "nice": "month"},
                    },
                    "color": _legend("state", states),
                    "shape": {
                        "field": "state",
                        "scale": {
                            "domain": [word for word, _colour in states],
                            "range": ["circle", "diamond", "triangle-up", "cross"],
                        },
                    },
                },
            },
            {
                "data": {"values": [{"day": f"{figures.month:%Y-%m}-28"}]},
                "mark": {"type": "rule", "color": INK, "strokeDash": [3, 3]},
                "encoding": {"x": {"field": "day", "type": "temporal"}},
            },
        ],
    }
    return Chart("calendar", title, f"{title}. {parts}.", _framed(spec, title))


def _due_point(action: ActionFigures, states: list[str]) -> dict[str, str]:
    done, on_time, late, stopped = states
    words = {"done": done, "abandoned": stopped}
    state = late if action.is_late else words.get(action.status, on_time)
    due = action.due_on or date.min
    return {"action": action.code, "due": due.isoformat(), "state": state}


# -- What they have in common ---------------------------------------------------------------------
def _labelled_y(field: str, order: list[str]) -> Spec:
    """Return rows whose names stand above their bars: on a phone no room is lost beside them."""
    return {
        "field": field,
        "type": "nominal",
        "sort": order,
        "title": None,
        "axis": {
            "labelAlign": "left",
            "labelBaseline": "bottom",
            "labelPadding": 0,
            "labelOffset": -13,
            "labelLimit": WIDTH,
            "ticks": False,
            "domain": False,
            "zindex": 1,
        },
    }


def _side_y(field: str, order: list[str]) -> Spec:
    axis = {"ticks": False, "domain": False, "grid": True, "gridColor": LINE}
    return {"field": field, "type": "nominal", "sort": order, "title": None, "axis": axis}


def _quiet_x(field: str) -> Spec:
    return {"field": field, "type": "quantitative", "title": None, "axis": None}


def _legend(field: str, entries: list[tuple[str, str]]) -> Spec:
    """Return the colours of a field; without a name they are those of a constant, the datum."""
    return {
        **({"field": field} if field else {}),
        "type": "nominal",
        "scale": {
            "domain": [word for word, _colour in entries],
            "range": [colour for _word, colour in entries],
        },
        "legend": {"orient": "top", "title": None, "symbolType": "square", "offset": 20},
    }


def _framed(spec: Spec, title: str) -> Spec:
    """Return the definition with what all charts share: width, letters, white ground."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": "white",
        "padding": 8,
        "width": WIDTH - 16,
        "description": title,
        "config": {
            "font": "Liberation Sans, Arial, Helvetica, sans-serif",
            "view": {"stroke": None},
            "axis": {"labelFontSize": 12, "labelColor": INK, "grid": False},
            "legend": {"labelFontSize": 12, "labelColor": INK},
            "text": {"fontSize": 12, "color": INK},
        },
        **spec,
    }
