"""The tidy workbooks on offer: what each holds, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.exports.tables import (
    actions_sheet,
    fundings_sheet,
    measurements_sheet,
    milestones_sheet,
)
from companies.exports import companies_sheet, resources_sheet
from pompey_ite.outbox.calendar import local_day
from pompey_ite.spreadsheets import ReadMe, Sheet
from synergies.exports import LEAST_ANSWERS, synergies_sheet, votes_sheet


@dataclass(frozen=True)
class Export:
    """One workbook; `make` takes the instant of the export."""

    kind: str
    title: str | Promise
    holds: str | Promise
    make: Callable[[datetime], list[Sheet]]

    def read_me(self) -> ReadMe:
        """Return what stands on the sheet that explains the workbook."""
        source = _("The workbench of the initiative, on the day of this file.")
        remarks = [str(self.holds), *_remarks(self.kind)]
        return ReadMe(str(self.title), source, remarks)


def _remarks(kind: str) -> list[str]:
    apostrophe = _("An apostrophe before = + - @ keeps a text from being taken for a formula.")
    if kind == "votes":
        few = _("Where fewer than %d companies answered, no sum is given: it would tell who.")
        return [few % LEAST_ANSWERS, apostrophe]
    if kind in {"companies", "resources"}:
        private = _("Contacts, notes, current outlets and their costs are private: not in here.")
        return [private, apostrophe]
    return [apostrophe]


EXPORTS = (
    Export(
        "companies",
        gettext_lazy("Companies"),
        gettext_lazy("Who takes part: identity, activity, place, number of open resources."),
        lambda _now: [companies_sheet()],
    ),
    Export(
        "resources",
        gettext_lazy("Resources"),
        gettext_lazy("What companies offer, need and would share, closed ones included."),
        lambda _now: [resources_sheet()],
    ),
    Export(
        "synergies",
        gettext_lazy("Synergies"),
        gettext_lazy("Every synergy with its companies, status, evidence and next step."),
        lambda _now: [synergies_sheet()],
    ),
    Export(
        "votes",
        gettext_lazy("Votes"),
        gettext_lazy("Sums by proposal of the rounds that are closed and counted; no company."),
        lambda now: [votes_sheet(now)],
    ),
    Export(
        "actions",
        gettext_lazy("Actions"),
        gettext_lazy("The action sheets, their milestones and fundings, of every programme."),
        lambda now: [actions_sheet(local_day(now)), milestones_sheet(), fundings_sheet()],
    ),
    Export(
        "measurements",
        gettext_lazy("Measurements"),
        gettext_lazy("Every value with its period, unit, proof and source."),
        lambda _now: [measurements_sheet()],
    ),
)
BY_KIND = {export.kind: export for export in EXPORTS}
