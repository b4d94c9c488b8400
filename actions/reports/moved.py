"""One sentence for each thing that moved, in the current language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from actions.reports.figures import MovementFigures
from actions.reports.words import action_status, synergy_status


def movement_words(movement: MovementFigures) -> str:
    """Return what moved as a sentence; users' texts are put in as they are, to be escaped later."""
    if movement.kind == "note":
        return _("%(subject)s: %(text)s") % vars(movement)
    if movement.kind == "decision":
        return _("Decided: %(subject)s – %(text)s") % vars(movement)
    word = synergy_status if movement.kind == "synergy" else action_status
    facts = {
        "subject": movement.subject,
        "before": word(movement.before),
        "after": word(movement.after),
    }
    sentence = (
        _("Synergy %(subject)s: from “%(before)s” to “%(after)s”")
        if movement.kind == "synergy"
        else _("%(subject)s: from “%(before)s” to “%(after)s”")
    ) % facts
    return f"{sentence} ({movement.reason})" if movement.reason else sentence
