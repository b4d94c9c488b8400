"""Charts and PDF: real text, title, language, headings and alternative texts; nothing injected."""

import os
import re
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from actions.models import Programme, Report
from actions.reports import drawing
from actions.reports.charts import charts_of
from actions.reports.figures import ReportFigures
from actions.reports.pdf import report_pdf
from actions.reports.words import amount_eur, quantity
from actions.services.figures import report_figures
from actions.services.workshop_import import import_workshop
from pompey_ite.demo.seed import WORKBOOK
from pompey_ite.outbox.models import Mail
from tests.factories import ActionFactory, InitiativeFactory, MilestoneFactory
from tests.pdf import ReadPdf

pytestmark = pytest.mark.django_db

MARCH = date(2019, 3, 1)
HOSTILE = '#panic("x") $ \\ [*b*] <b>&amp; "quoted" @label'


@pytest.fixture
def action():
    return ActionFactory(title=HOSTILE, status="in_progress", due_on=date(2019, 2, 1))


@pytest.fixture
def programme(action):
    MilestoneFactory(action=action, title=HOSTILE, due_on=date(2019, 2, 2))
    return action.area.programme


def pdf_of(programme, language="fr"):
    figures = report_figures(programme, MARCH)
    return report_pdf(figures, programme=programme, language=language, built_on=date(2019, 4, 1))


@pytest.mark.parametrize(
    ("language", "title", "late"),
    [("fr", "Rapport mensuel", "en retard"), ("en", "Monthly report", "is late")],
)
def test_pdf_has_real_text_title_language_headings_and_alternative_texts(
    programme, language, title, late
):
    pdf = ReadPdf(pdf_of(programme, language))

    assert pdf.language == language
    assert title in pdf.title
    assert pdf.shows_title
    assert pdf.claims_accessibility
    assert {"/Title", "/H1", "/Table", "/TH", "/Figure"} <= set(pdf.tags)
    assert any(late in text for text in pdf.alternative_texts)
    assert late in pdf.text
    # A title that is Typst code neither runs nor breaks it: it is read as it was written.
    assert "".join(HOSTILE.split()) in "".join(pdf.text.split())


def test_charts_say_their_finding_in_the_language_of_the_reader(programme):
    figures = report_figures(programme, MARCH)

    with translation.override("fr"):
        french = charts_of(figures)["areas"]
    with translation.override("en"):
        english = charts_of(figures)["areas"]

    assert french.title == "1 action sur 1 est en retard"
    assert english.title == "1 action of 1 is late"
    assert english.alt == "1 action of 1 is late. Area B: 0 done, 0 on time, 1 late."
    assert "1 late" in english.alt
    assert ">late<" in english.svg()
    assert english.png().startswith(b"\x89PNG")


def test_png_is_twice_as_large_as_the_mail_shows_it(programme):
    picture = charts_of(report_figures(programme, MARCH))["areas"].png()

    width = int.from_bytes(picture[16:20])
    assert 600 <= width <= 680  # 316 px of a phone of 360, two pixels for one


def test_figures_without_anything_draw_no_chart():
    figures = report_figures(ActionFactory().area.programme, MARCH)
    empty = ReportFigures.from_json({**figures.as_json(), "areas": [], "actions": []})

    assert charts_of(empty) == {}


def test_process_forked_after_a_drawing_gets_an_error_and_does_not_hang(monkeypatch):
    monkeypatch.setattr(drawing, "_drawn_by", [os.getppid()])  # as if the parent had drawn

    with pytest.raises(RuntimeError, match="forked"):
        drawing.draw({"mark": "bar", "data": {"values": []}}, "svg")


@pytest.mark.parametrize(
    ("language", "value", "words"),
    [
        ("fr", Decimal("85000"), "85\u202f000\u00a0€"),
        ("fr", Decimal("1234.5"), "1\u202f234,50\u00a0€"),
        ("en", Decimal("85000"), "€85,000"),
        ("en", Decimal("1234.5"), "€1,234.50"),
        ("en", None, "–"),
    ],
)
def test_amounts_follow_the_language(language, value, words):
    with translation.override(language):
        assert amount_eur(value) == words


@pytest.mark.parametrize(
    ("language", "value", "words"),
    [
        ("fr", Decimal("1234.560"), "1\u202f234,6\u00a0t"),
        ("en", Decimal("1234.000"), "1,234\u00a0t"),
        ("en", Decimal("0.04"), "0\u00a0t"),
    ],
)
def test_quantities_follow_the_language(language, value, words):
    with translation.override(language):
        assert quantity(value, "t") == words


# -- The workbook of the demo, and the command ----------------------------------------------------
@pytest.fixture
def workshop():
    import_workshop(path=WORKBOOK, initiative=InitiativeFactory(), apply=True)
    return Programme.objects.get()


def test_march_2019_of_the_workbook(workshop):
    figures = report_figures(workshop, MARCH)

    assert (figures.actions_total, figures.actions_done, figures.actions_late) == (27, 4, 0)
    assert (figures.milestones_total, figures.milestones_done) == (112, 58)
    assert (len(figures.reached), len(figures.late), len(figures.coming)) == (8, 5, 7)
    assert [(a.code, a.total, a.done) for a in figures.areas] == [
        *(("A", 8, 2), ("B", 12, 1), ("C", 7, 1)),
    ]
    assert [(step.key, step.count) for step in figures.funnel][:3] == [
        *(("suggested", 0), ("kept", 299), ("discussion", 0)),
    ]
    assert figures.budget_eur == Decimal(554300)
    assert (figures.companies_engaged, figures.companies_total) == (25, 25)
    totals = {item.name: (item.month, item.total, item.percent) for item in figures.indicators}
    assert totals["Entreprises accompagnées"] == (None, Decimal(11), 110)
    assert totals["Économies d'achat"] == (Decimal(84300), Decimal(105800), 59)
    assert figures.statuses_undated == 27


def test_command_builds_any_month_and_stores_nothing(workshop, tmp_path: Path):
    out, pdf, html = StringIO(), tmp_path / "r.pdf", tmp_path / "r.html"

    call_command(
        *("monthly_report", "2019-03", "--pdf", str(pdf), "--html", str(html)),
        *("--language", "en", "--audience", "companies"),
        stdout=out,
    )

    lines = out.getvalue().splitlines()
    assert lines[0].endswith("March 2019")
    assert lines[1] == "- 27 actions: 4 done, 23 on time, 0 late."
    assert len(lines) == 8
    assert pdf.read_bytes().startswith(b"%PDF-1.7")
    page = html.read_text(encoding="utf-8")
    assert "Report of March 2019" in page
    assert "554" not in re.sub(r"base64,[^\"]*", "", page)  # the budget is not for companies
    assert (Report.objects.count(), Mail.objects.count()) == (0, 0)


def test_command_refuses_what_it_cannot_do(programme, tmp_path: Path):
    with pytest.raises(CommandError, match="not a month"):
        call_command("monthly_report", "2019-13")
    with pytest.raises(CommandError):
        call_command("monthly_report", "2019-03", "--programme", "999")
    with pytest.raises(CommandError, match="cannot write"):
        call_command("monthly_report", "2019-03", "--pdf", str(tmp_path / "no" / "r.pdf"))
