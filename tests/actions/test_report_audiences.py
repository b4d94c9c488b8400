"""What each reader of a report may see: nothing private leaks, by any output."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from actions.models import Audience, Programme
from actions.reports.audience import for_audience
from actions.reports.document import document_of
from actions.reports.figures import (
    ActionFigures,
    AreaFigures,
    DecisionFigures,
    FunderFigures,
    MilestoneFigures,
    MovementFigures,
    ReportFigures,
)
from actions.reports.summary import summaries
from companies.models import Initiative

JUNE = date(2019, 6, 1)
VISIBILITIES = ("public", "participants", "parties", "manager")
RANK = {name: rank for rank, name in enumerate(VISIBILITIES)}
MAY_SEE = {"manager": 3, "committee": 2, "funders": 1, "companies": 1}


def secret(visibility, what):
    """A text that says who may read it, so that any output can be searched for leaks."""
    return f"<{what} for {visibility}>"


def figures(visibilities):
    milestones = [
        MilestoneFigures(1, secret(v, "action"), secret(v, "milestone"), JUNE, None, 3, v)
        for v in visibilities
    ]
    return ReportFigures(
        month=JUNE,
        synergies_open=1,
        synergies_by_status={"idea": 1},
        actions_total=3,
        actions_done=1,
        actions_running=2,
        actions_late=1,
        milestones_total=4,
        milestones_done=1,
        budget_eur=Decimal("123456"),
        areas=[AreaFigures("A", "equipment", "Area", 3, 1, 2, 1)],
        reached=milestones,
        late=milestones,
        coming=milestones,
        indicators=[],
        decisions=[DecisionFigures(secret("committee", "question"))],
        actions=[
            ActionFigures(1, "A1", secret(v, "sheet"), "A", "P", "done", JUNE, 0, 5, 1, 1, v)
            for v in visibilities
        ],
        moved=[
            MovementFigures(
                *(JUNE, "action", secret(v, "move"), "to_come", "done"),
                reason=secret("manager", "reason"),
                visibility=v,
            )
            for v in visibilities
        ],
        funders=[FunderFigures(secret("money", "funder"), Decimal("98765"), None)],
    )


def words_of(reduced):
    """Everything that any output could say of the figures."""
    with translation.override("en"):
        programme = Programme(title="P", initiative=Initiative(name="I"))
        return f"{reduced.as_json()} {document_of(reduced, programme, JUNE)}"


@given(visibilities=st.lists(st.sampled_from(VISIBILITIES), max_size=6))
@pytest.mark.parametrize("audience", Audience.values)
def test_rows_are_named_only_to_those_who_may_see_them(audience, visibilities):
    whole = figures(visibilities)
    reduced = for_audience(whole, audience)

    text = f"{reduced.as_json()}"

    for visibility in visibilities:
        may_see = RANK[visibility] <= MAY_SEE[audience]
        for what in ("sheet", "milestone", "move"):
            assert (secret(visibility, what) in text) == may_see


@pytest.mark.parametrize("audience", Audience.values)
def test_amounts_questions_and_reasons_go_to_those_they_are_for(audience):
    text = words_of(for_audience(figures(VISIBILITIES), audience))

    assert (secret("money", "funder") in text) == (audience != "companies")
    assert ("123456" in text) == (audience != "companies")
    assert ("98765" in text) == (audience != "companies")
    assert (secret("committee", "question") in text) == (audience in {"manager", "committee"})
    assert (secret("manager", "reason") in text) == (audience == "manager")


@pytest.mark.parametrize("visibility", ["parties", "manager"])
def test_summary_that_everybody_reads_counts_but_does_not_name_what_is_private(visibility):
    lines = summaries(figures([visibility]))["en"]

    assert [line for line in lines if "<" in line] == []
    assert lines[1] == "1 milestone was reached in June 2019."


def test_summary_has_five_lines_in_each_language():
    lines = summaries(figures(["participants"]))

    assert {language: len(found) for language, found in lines.items()} == {"fr": 5, "en": 5}
    assert lines["en"][0] == "3 actions: 1 done, 1 on time, 1 late."
    french = lines["fr"][0].replace("\u00a0", " ").replace("\u202f", " ")
    assert french == "3 actions – terminées : 1 ; dans les temps : 1 ; en retard : 1."
    assert "en juin 2019" in lines["fr"][1]


@pytest.mark.parametrize("audience", Audience.values)
def test_reducing_twice_is_reducing_once(audience):
    once = for_audience(figures(VISIBILITIES), audience)

    assert for_audience(once, audience) == once
