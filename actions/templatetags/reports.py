"""The words of a report in templates: the same functions as for its charts and its PDF."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import template

from actions.reports import moved, summary, words
from actions.reports.figures import ActionFigures, IndicatorFigures, MovementFigures
from pompey_ite.outbox import calendar

register = template.Library()
register.filter("amount_eur", words.amount_eur)
register.filter("funnel_word", words.funnel_word)
register.filter("stage_word", words.stage_word)
register.filter("month_name", summary.month_name)


@register.filter
def quantity(value: Decimal | None, unit: str = "") -> str:
    """Return a quantity with its unit, a dash for none."""
    return "–" if value is None else words.quantity(value, unit)


@register.filter
def status_of(action: ActionFigures) -> str:
    """Return the word for the status of an action in a report."""
    return words.action_status(action.status, is_late=action.is_late)


@register.filter
def state_of(action: ActionFigures) -> str:
    """Return the state of badge_status.html that goes with the status."""
    if action.is_late or action.status in {"late", "blocked"}:
        return "late"
    states = {"done": "good", "abandoned": "closed", "on_hold": "waiting", "to_discuss": "waiting"}
    return states.get(action.status, "neutral")


@register.filter
def moved_words(movement: MovementFigures) -> str:
    """Return what moved as a sentence; the template escapes it."""
    return moved.movement_words(movement)


@register.filter
def proof_words(indicator: IndicatorFigures) -> str:
    """Return how well a total is proven: “declared 120, estimated 30”."""
    parts = (f"{words.proof_word(proof)} {words.quantity(v)}" for proof, v in indicator.proven)
    return ", ".join(parts) or "–"


@register.filter
def after_month(day: date) -> date:
    """Return the first day of the month after."""
    return calendar.next_month(day)
