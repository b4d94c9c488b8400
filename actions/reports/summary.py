"""The five lines at the head of a report, generated from its figures in both languages."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.models import Audience
from actions.reports.audience import for_audience
from actions.reports.figures import ReportFigures
from pompey_ite.outbox.calendar import next_month

FURTHER = "discussion"  # the step of the funnel from which a synergy is more than an idea


def summaries(figures: ReportFigures) -> dict[str, list[str]]:
    """Return the five lines of each language.

    Everybody reads them, so they name only what companies may see, and no amount.
    """
    seen = for_audience(figures, Audience.COMPANIES)
    lines = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            lines[language] = [
                _programme(seen),
                _reached(figures, seen),
                _late(figures, seen),
                _synergies(seen),
                _coming(figures, seen),
            ]
    return lines


def month_name(day: date) -> str:
    """Return “March 2019” in the current language, in lower case where the language has it so."""
    return date_format(day, "F Y")


def _programme(figures: ReportFigures) -> str:
    text = ngettext(
        "%(total)d action: %(done)d done, %(on_time)d on time, %(late)d late.",
        "%(total)d actions: %(done)d done, %(on_time)d on time, %(late)d late.",
        figures.actions_total,
    )
    return text % {
        "total": figures.actions_total,
        "done": figures.actions_done,
        "on_time": figures.actions_on_time,
        "late": figures.actions_late,
    }


def _reached(figures: ReportFigures, seen: ReportFigures) -> str:
    month = month_name(figures.month)
    count = len(figures.reached)
    if not count:
        return _("No milestone was reached in %(month)s.") % {"month": month}
    if not seen.reached:
        text = ngettext(
            "%(n)d milestone was reached in %(month)s.",
            "%(n)d milestones were reached in %(month)s.",
            count,
        )
        return text % {"n": count, "month": month}
    text = ngettext(
        "%(n)d milestone was reached in %(month)s: “%(title)s”.",
        "%(n)d milestones were reached in %(month)s, the last one “%(title)s”.",
        count,
    )
    return text % {"n": count, "month": month, "title": seen.reached[-1].title}


def _late(figures: ReportFigures, seen: ReportFigures) -> str:
    count = len(figures.late)
    if not count:
        return _("No milestone is late.")
    if not seen.late:
        text = ngettext("%(n)d milestone is late.", "%(n)d milestones are late.", count)
        return text % {"n": count}
    oldest = seen.late[0]
    text = ngettext(
        "%(n)d milestone is late: “%(title)s”, for %(days)s.",
        "%(n)d milestones are late; the oldest is “%(title)s”, for %(days)s.",
        count,
    )
    days = ngettext("%(n)d day", "%(n)d days", oldest.days_late) % {"n": oldest.days_late}
    return text % {"n": count, "title": oldest.title, "days": days}


def _synergies(figures: ReportFigures) -> str:
    further = next((step.count for step in figures.funnel if step.key == FURTHER), 0)
    return _(
        "%(open)d possible synergies, %(further)d under discussion or further, %(operational)d"
        " operational; %(engaged)d of %(companies)d companies are at work in an action."
    ) % {
        "open": figures.synergies_open,
        "further": further,
        "operational": figures.operational,
        "engaged": figures.companies_engaged,
        "companies": figures.companies_total,
    }


def _coming(figures: ReportFigures, seen: ReportFigures) -> str:
    month = month_name(next_month(figures.month))
    count = len(figures.coming)
    if not count:
        return _("No milestone is due in %(month)s.") % {"month": month}
    if not seen.coming:
        text = ngettext(
            "%(n)d milestone is due in %(month)s.", "%(n)d milestones are due in %(month)s.", count
        )
        return text % {"n": count, "month": month}
    text = ngettext(
        "%(n)d milestone is due in %(month)s: “%(title)s”.",
        "%(n)d milestones are due in %(month)s, the first one “%(title)s”.",
        count,
    )
    return text % {"n": count, "month": month, "title": seen.coming[0].title}
