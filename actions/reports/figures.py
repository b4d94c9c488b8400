"""The figures of a monthly report: computed once, used by mail, page, PDF and slides alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from actions.reports import frozen

PARTICIPANTS = "participants"  # of Resource.Visibility: who may see a row unless it says otherwise
FINISHED_STATUSES = ("done", "abandoned")


@dataclass(frozen=True)
class AreaFigures:
    """How the actions of one area stand."""

    code: str
    kind: str
    title: str
    total: int
    done: int
    running: int
    late: int

    @property
    def on_time(self) -> int:
        """Return how many actions run and are not late."""
        return max(0, self.running - self.late)


@dataclass(frozen=True)
class ActionFigures:
    """One action at the end of the month; days_late: since its due date, 0 when it is not late."""

    action_id: int
    code: str
    title: str
    area: str
    pilot: str
    status: str
    due_on: date | None
    days_late: int
    progress_percent: int
    milestones_done: int
    milestones_total: int
    visibility: str = PARTICIPANTS

    @property
    def is_late(self) -> bool:
        return self.days_late > 0


@dataclass(frozen=True)
class MilestoneFigures:
    """A milestone as the report names it; days: how late it is, or was reached, in days."""

    action_id: int
    action: str
    title: str
    due_on: date
    done_on: date | None
    days_late: int
    visibility: str = PARTICIPANTS


@dataclass(frozen=True)
class IndicatorFigures:
    """What one indicator has reached at the end of the month, against the sum of its targets.

    estimated + declared + verified = total: how well each part of it is proven.
    """

    name: str
    unit: str
    month: Decimal | None
    total: Decimal
    target: Decimal | None
    percent: int
    estimated: Decimal = Decimal(0)
    declared: Decimal = Decimal(0)
    verified: Decimal = Decimal(0)
    official_code: str = ""

    @property
    def proven(self) -> list[tuple[str, Decimal]]:
        """Return the parts of the total by degree of proof, best proven first, without zeros."""
        parts = (
            ("verified", self.verified),
            ("declared", self.declared),
            ("estimated", self.estimated),
        )
        return [(proof, value) for proof, value in parts if value]


@dataclass(frozen=True)
class FunderFigures:
    """What one funder has promised and paid, before tax; None: nobody has said how much."""

    name: str
    planned_eur: Decimal | None
    actual_eur: Decimal | None


@dataclass(frozen=True)
class DecisionFigures:
    """A decision that somebody is asked for."""

    question: str
    body: str = ""
    asked_on: date | None = None
    action: str = ""

    @staticmethod
    def from_text(question: str) -> dict[str, Any]:
        """Return what reports of the first version kept of a decision: its question."""
        return {"question": question}

    def __str__(self) -> str:
        return self.question


@dataclass(frozen=True)
class MovementFigures:
    """Something that moved in the month.

    kind: "action" or "synergy" (a status went from `before` to `after`), "note", "decision".
    reason, text: in the words of who wrote them.
    """

    on: date
    kind: str
    subject: str
    before: str = ""
    after: str = ""
    text: str = ""
    reason: str = ""
    visibility: str = PARTICIPANTS


@dataclass(frozen=True)
class FunnelStep:
    """How many synergies have come at least as far as a step."""

    key: str
    count: int


@dataclass(frozen=True)
class ReportFigures:
    """Everything a monthly report says; `month` is its first day, amounts are before tax.

    stage: 1 detection, 2 programme, 3 first synergies operational.
    summary: five lines by language. audience: who reads these figures.
    statuses_undated: actions whose status at the end of the month nobody had recorded by then:
    it was deduced from what was entered later.
    """

    month: date
    synergies_open: int
    synergies_by_status: dict[str, int]
    actions_total: int
    actions_done: int
    actions_running: int
    actions_late: int
    milestones_total: int
    milestones_done: int
    budget_eur: Decimal | None
    areas: list[AreaFigures]
    reached: list[MilestoneFigures]
    late: list[MilestoneFigures]
    coming: list[MilestoneFigures]
    indicators: list[IndicatorFigures]
    decisions: list[DecisionFigures]
    audience: str = "manager"
    stage: int = 2
    companies_total: int = 0
    companies_engaged: int = 0
    funnel: list[FunnelStep] = field(default_factory=list)
    actions: list[ActionFigures] = field(default_factory=list)
    moved: list[MovementFigures] = field(default_factory=list)
    funders: list[FunderFigures] = field(default_factory=list)
    summary: dict[str, list[str]] = field(default_factory=dict)
    statuses_undated: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the figures as plain lists, texts and numbers: dates and decimals as texts."""
        return frozen.to_json(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ReportFigures:
        """Return the figures that `as_json` wrote, also by an older version of the program."""
        return frozen.from_json(cls, data)

    @property
    def measured(self) -> list[IndicatorFigures]:
        """Return the indicators that got a value this month: what a mail has room for."""
        return [item for item in self.indicators if item.month is not None]

    @property
    def targeted(self) -> list[IndicatorFigures]:
        """Return the indicators with a target, the furthest from it last."""
        rows = [item for item in self.indicators if item.target]
        return sorted(rows, key=lambda item: (-item.percent, item.name))

    @property
    def actions_on_time(self) -> int:
        return max(0, self.actions_running - self.actions_late)

    @property
    def operational(self) -> int:
        """Return how many synergies are operational, in ADEME's meaning."""
        return next((step.count for step in self.funnel if step.key == "operational"), 0)

    @property
    def planned_eur(self) -> Decimal | None:
        return sum_of_known(funder.planned_eur for funder in self.funders)

    @property
    def actual_eur(self) -> Decimal | None:
        return sum_of_known(funder.actual_eur for funder in self.funders)

    @property
    def has_budget(self) -> bool:
        """Return whether the reader may see amounts, and there are any."""
        return self.budget_eur is not None and bool(self.budget_eur or self.funders)

    @property
    def has_news(self) -> bool:
        """Return whether there is anything to tell: something moved, is late, or is awaited."""
        return bool(self.reached or self.late or self.coming or self.decisions or self.moved)


def sum_of_known(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum of the amounts that are known, None when none is: unknown is not zero."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None
