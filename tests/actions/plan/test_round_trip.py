"""What is exported and imported again changes nothing; what is imported anew is the same."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from actions.models import Action
from actions.plan.writing import plan_cells
from synergies.models import Area
from tests.actions.plan.plans import errors, exported, run
from tests.factories import (
    ActionFactory,
    CompanyFactory,
    FunderFactory,
    FundingFactory,
    MilestoneFactory,
    ProgrammeAreaFactory,
    ProgrammeFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db

LETTERS = st.characters(exclude_categories=("Cs", "Cn", "Co"), exclude_characters="\x00")
SIGNS = st.sampled_from(
    ["=SUM(A1)", "+33 3", "-5 °C\n- deux", "@x", "'=x", "#N/A", "_x0041_", "a\r\nb"]
)
LONG = "(a text longer than a cell)"  # made so only in the database: hypothesis prints its rows
TEXTS = st.one_of(
    SIGNS,
    st.text(LETTERS, max_size=60),
    st.text(st.sampled_from("éàçœ’«» ;,()·–\n\tAb1"), max_size=80),
    st.just(LONG),
)
ONE_LINE = st.text(LETTERS, max_size=140)
VISIBLE = st.characters(exclude_categories=("Cs", "Cn", "Co", "Cc", "Cf"))
TITLES = st.text(VISIBLE, min_size=1, max_size=120).filter(lambda text: text.strip())
DAYS = st.dates(date(1850, 1, 1), date(2090, 12, 31))
AMOUNTS = st.decimals(0, Decimal("9999999999.99"), places=2)
NAMES = ("Forges, Fils & Cie", "Brasserie « Orge »", 'Garage "Noé"', "=Papeterie", "Éts Müller")
ACTIONS = st.fixed_dictionaries(
    {
        "title": TITLES,
        "description": TEXTS,
        "objectives": TEXTS,
        "means": TEXTS,
        "participation": TEXTS,
        "funding_notes": TEXTS,
        "linked_indicators": TEXTS,
        "governance": ONE_LINE,
        "pilot_name": ONE_LINE,
        "pilot_bodies": ONE_LINE,
        "pilot_service": ONE_LINE,
        "elected_referent": ONE_LINE,
        "other_partners": ONE_LINE,
        "sub_area": ONE_LINE,
        "budget_eur": st.none() | AMOUNTS,
        "starts_on": st.none() | DAYS,
        "status": st.sampled_from([s for s in Action.Status.values if s != "abandoned"]),
        "priority": st.sampled_from(Action.Priority.values),
        "kind": st.sampled_from(Area.values),
        "partners": st.sets(st.sampled_from(range(len(NAMES)))),
        "pilot": st.none() | st.sampled_from(range(len(NAMES))),
        "amounts": st.lists(st.none() | AMOUNTS, max_size=5),
        "targets": st.lists(st.decimals("0.001", 10**6, places=3), max_size=2),
        "milestones": st.lists(st.tuples(TITLES, DAYS, st.booleans()), max_size=3),
    }
)

QUICK = (Phase.explicit, Phase.reuse, Phase.generate)  # making an example smaller takes minutes


def make(given_: dict[str, Any], number: int) -> Action:
    """Make an action of the first programme, with all that hangs on it."""
    long = "Réduire l’empreinte. " * 2000
    values: dict[str, Any] = {
        key: long if value == LONG else value for key, value in given_.items()
    }
    parts: dict[str, Any] = {
        key: values.pop(key) for key in ("partners", "pilot", "amounts", "targets")
    }
    milestones, kind = values.pop("milestones"), values.pop("kind")
    area = ProgrammeAreaFactory(kind=kind)
    companies = list(area.programme.initiative.companies.order_by("pk"))
    pilot = None if parts["pilot"] is None else companies[parts["pilot"]]
    partners = [companies[index] for index in parts["partners"]]
    action = ActionFactory(
        area=area, code=f"{area.code}{number}", pilot_company=pilot, partners=partners, **values
    )
    for index, amount in enumerate(parts["amounts"]):
        funders = area.programme.initiative.funders
        funder = funders.filter(name=f"Région {index}").first() or FunderFactory(
            name=f"Région {index}"
        )
        FundingFactory(action=action, funder=funder, planned_eur=amount)
    for value in parts["targets"]:
        TargetFactory(action=action, value=value)
    for title, (due_on, is_reached) in {title: row for title, *row in milestones}.items():
        MilestoneFactory(
            action=action, title=title, due_on=due_on, done_on=due_on if is_reached else None
        )
    return action


class ExportedAgain(TestCase):
    """Each example runs in a transaction of its own."""

    @given(st.lists(ACTIONS, max_size=3))
    @settings(max_examples=40, phases=QUICK, suppress_health_check=[HealthCheck.too_slow])
    def test_an_export_imported_again_changes_nothing(self, rows: list[dict[str, Any]]) -> None:
        programme = ProgrammeFactory()
        for name in NAMES:
            CompanyFactory(name=name)
        for number, row in enumerate(rows):
            make(row, number)
        before = list(plan_cells(programme))

        report = run(self.folder, programme, exported(programme))

        assert errors(report) == []
        assert report.changes == []
        assert sum(report.created.values()) + sum(report.changed.values()) == 0
        assert report.unchanged["actions"] == len(rows)
        assert list(plan_cells(programme)) == before
        assert Action.history.filter(history_type="~").count() == 0

    @pytest.fixture(autouse=True)
    def _own_folder(self, tmp_path):
        self.folder = tmp_path


# What is said in words a person reads, without what no workbook carries: other funders' lines,
# targets (they are entered on the sheet), the reason of a status.
SIMPLE = st.text(st.sampled_from("abcéàç ’-"), max_size=30).map(lambda text: " ".join(text.split()))
NEW_ACTIONS = st.fixed_dictionaries(
    {
        "title": SIMPLE.filter(lambda text: any(letter.isalpha() for letter in text)),
        "description": st.lists(SIMPLE, max_size=3).map(lambda parts: "\n".join(parts).strip()),
        "governance": SIMPLE,
        "pilot_name": SIMPLE,
        "sub_area": SIMPLE,
        "means": SIMPLE,
        "budget_eur": st.none() | AMOUNTS,
        "due_on": st.none() | st.dates(date(1995, 1, 1), date(2090, 12, 31)),
        "status": st.sampled_from(["to_come", "in_progress", "done", "blocked", "to_discuss"]),
        "priority": st.sampled_from(Action.Priority.values),
        "kind": st.sampled_from(Area.values),
        "partners": st.sets(st.sampled_from(range(len(NAMES)))),
        "pilot": st.none() | st.sampled_from(range(len(NAMES))),
        "amounts": st.lists(AMOUNTS, max_size=3),
        "targets": st.just([]),
        "milestones": st.just([]),
    }
)


class ImportedAnew(TestCase):
    """An export brought into an empty programme makes the same plan."""

    @given(st.lists(NEW_ACTIONS, min_size=1, max_size=3))
    @settings(max_examples=25, phases=QUICK, suppress_health_check=[HealthCheck.too_slow])
    def test_an_empty_programme_becomes_the_same(self, rows: list[dict[str, Any]]) -> None:
        programme = ProgrammeFactory()
        for name in NAMES:
            CompanyFactory(name=name)
        for number, row in enumerate(rows):
            make(row, number)
        empty = ProgrammeFactory(title="Empty")
        for area in programme.areas.all():
            ProgrammeAreaFactory(programme=empty, kind=area.kind, code=area.code, title=area.title)

        report = run(self.folder, empty, exported(programme))

        assert errors(report) == []
        assert report.created["actions"] == len(rows)
        assert list(plan_cells(empty)) == list(plan_cells(programme))

    @pytest.fixture(autouse=True)
    def _own_folder(self, tmp_path):
        self.folder = tmp_path
