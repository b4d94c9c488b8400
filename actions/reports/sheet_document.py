"""An action sheet on paper: one or two pages to hand out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from actions.models import Action
from actions.reports.paper import LEFT, RIGHT, Block, facts, items, paper, section, set_paper, table
from actions.reports.paper import text as words_of
from actions.reports.words import action_status, amount_eur, short_date

MOST_NOTES = 5


def sheet_pdf(action: Action, today: date) -> bytes:
    """Return the PDF of a sheet in the current language; `action` is read by for_detail."""
    return set_paper(sheet_document(action, today))


def sheet_document(action: Action, today: date) -> dict[str, Any]:
    """Return what the sheet says, section by section."""
    return paper(
        title=str(action),
        programme=action.area.programme,
        under_title=f"{action.area}",
        edited_on=today,
        sections=[
            _short(action, today),
            _aims(action),
            _who(action),
            _synergies(action),
            _milestones(action, today),
            _money(action),
            _decisions(action),
            _notes(action),
        ],
    )


def _short(action: Action, today: date) -> Block:
    status = action_status(action.status, is_late=action.is_late_on(today))
    if action.status_reason:
        status = f"{status} – {action.status_reason}"
    dates = f"{short_date(action.starts_on)} → {short_date(action.due_on)}"
    return section(
        _("The sheet in short"),
        words_of(action.description),
        facts(
            [
                (_("Status"), status),
                (_("Progress"), f"{action.progress_percent} %"),
                (_("Priority of the action"), action.get_priority_display()),
                (_("Dates"), dates if action.starts_on or action.due_on else ""),
                (_("Theme"), " › ".join(filter(None, (action.theme, action.sub_theme)))),
                (_("Pillar"), action.get_pillar_display()),
            ]
        ),
    )


def _aims(action: Action) -> Block:
    return section(
        _("What and why"),
        facts(
            [
                (_("Objectives"), action.objectives),
                (_("Expected results"), _joined(action.result_kind_words, action.expected_results)),
                (_("For whom"), _joined(action.target_kind_words, action.target_groups)),
            ]
        ),
    )


def _who(action: Action) -> Block:
    lead = ", ".join(filter(None, (action.pilot, action.pilot_service)))
    others = [action.pilot_bodies, *map(str, action.co_pilots.all())]
    partners = [company.name for company in action.partners.all()]
    return section(
        _("Who"),
        facts(
            [
                (_("Leads"), lead),
                (_("Leads with it"), "; ".join(filter(None, others))),
                (_("Elected referent"), action.elected_referent),
                (_("Governance bodies"), action.governance),
                (_("Partners"), _joined(partners, action.other_partners)),
                (_("Human and technical means"), action.means),
            ]
        ),
    )


def _synergies(action: Action) -> Block:
    """Return the synergies an action comes from, each with its companies and their roles."""
    lines = []
    for synergy in action.synergies.all():
        parties = [
            f"{party.company} ({party.get_role_display()})"
            for party in synergy.parties.all()
            if party.left_on is None
        ]
        lines.append(" – ".join(filter(None, (str(synergy), ", ".join(parties)))))
    return section(_("Synergies it comes from"), items(lines))


def _milestones(action: Action, today: date) -> Block:
    rows = []
    for milestone in action.milestones.all():
        if milestone.done_on:
            state = _("reached on %(day)s") % {"day": short_date(milestone.done_on)}
        else:
            state = _("late") if milestone.due_on < today else _("to come")
        rows.append([milestone.title, short_date(milestone.due_on), state])
    head = [_("Milestone"), _("Due"), _("Status")]
    return section(_("Milestones"), table(head, rows, [LEFT, RIGHT, LEFT]))


def _money(action: Action) -> Block:
    fundings = list(action.fundings.all())
    rows = [
        [str(f.funder), f.get_nature_display(), amount_eur(f.planned_eur), amount_eur(f.actual_eur)]
        for f in fundings
    ]
    head = [_("Funder"), _("Nature"), _("Planned"), _("Paid")]
    spent = [action.spent_investment_eur, action.spent_operation_eur]
    known = [value for value in spent if value is not None]
    return section(
        _("Money"),
        facts(
            [
                (_("Planned budget"), _amount(action.budget_eur)),
                (_("Of which investment"), _amount(action.investment_eur)),
                (_("Spent so far"), _amount(sum(known, Decimal(0)) if known else None)),
            ]
        ),
        table(head, rows, [LEFT, LEFT, RIGHT, RIGHT]),
    )


def _decisions(action: Action) -> Block:
    rows = [
        [d.question, d.body or "–", short_date(d.taken_on), d.outcome or _("awaited")]
        for d in action.decisions.all()
    ]
    head = [_("Question"), _("Who decides"), _("Taken on"), _("Decision")]
    return section(_("Decisions"), table(head, rows, [LEFT] * 4))


def _notes(action: Action) -> Block:
    notes = list(action.notes.all())[:MOST_NOTES]
    return section(
        _("Latest follow-up"), items(f"{short_date(n.written_on)} – {n.text}" for n in notes)
    )


def _amount(value: Decimal | None) -> str:
    return "" if value is None else amount_eur(value)


def _joined(names: list[str], other: str) -> str:
    return "; ".join(filter(None, (", ".join(names), other)))
