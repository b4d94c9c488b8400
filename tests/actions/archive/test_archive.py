"""The yearly archive: how things stood on 31 December, explained, the same whenever it is made."""

import os
import shutil
import subprocess
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from actions.archive.writing import TABLES, ArchiveRefused, keep_archive
from actions.models import Action, Report
from actions.services.reports import build_report
from actions.services.workshop_import import import_workshop
from companies.models import Company
from pompey_ite.demo.seed import WORKBOOK
from pompey_ite.journal.models import Act, Entry
from synergies.models import Synergy
from tests.actions.archive.opened import archive_of, hashes_that_lie, rows_of
from tests.actions.exports.workbooks import downloaded
from tests.factories import (
    ActionFactory,
    CommitteeDecisionFactory,
    CompanyFactory,
    DecisionFactory,
    FundingFactory,
    IndicatorFactory,
    InitiativeFactory,
    MeasurementFactory,
    MeetingFactory,
    MilestoneFactory,
    NoteFactory,
    PartyFactory,
    ProgrammeFactory,
    RoundFactory,
    RoundOptionFactory,
    StatusChangeFactory,
    SynergyFactory,
    TallyFactory,
    TallyLineFactory,
)
from tests.pdf import ReadPdf

pytestmark = pytest.mark.django_db

IN_2018, IN_2019 = datetime(2018, 9, 3, 10, tzinfo=UTC), datetime(2019, 1, 15, 10, tzinfo=UTC)
NAME = "archive-bassin-dessai-2018.zip"


@pytest.fixture
def initiative():
    return InitiativeFactory()


@pytest.fixture
def in_2018():
    """Whatever a test writes was written in 2018."""
    with time_machine.travel(IN_2018, tick=False):
        yield


def of_2018():
    return archive_of(2018, now=IN_2019)


# -- What it holds --------------------------------------------------------------------------------
def test_workshop_of_the_demo_is_in_it_whole(initiative, in_2018):
    import_workshop(path=WORKBOOK, initiative=initiative, apply=True)

    files = of_2018()

    counts = {name: len(rows_of(files, name)) for name in ("entreprises", "synergies", "actions")}
    assert counts == {"entreprises": 25, "synergies": 299, "actions": 27}
    assert len(rows_of(files, "jalons")) == 112
    first = rows_of(files, "synergies")[0]
    assert (first["numero"], first["volet"], first["etat"]) == ("1", "équipements", "idée")
    assert hashes_that_lie(files) == []


def test_rows_are_as_they_stood_on_31_december(initiative):
    with time_machine.travel(IN_2018, tick=False):
        company = CompanyFactory(name="Old name", initiative=initiative)
        kept, ended = SynergyFactory.create_batch(2, status="discussion")
        PartyFactory(synergy=ended, company=company)
        action = ActionFactory(title="Old title", status="in_progress")
        gone = MilestoneFactory(action=action, title="Taken out later")
    with time_machine.travel(IN_2019, tick=False):
        company.name = "New name"
        company.save()
        ended.status, ended.status_reason = Synergy.Status.CLOSED, "no longer"
        ended.save()
        action.title, action.status = "New title", Action.Status.DONE
        action.save()
        gone.delete()
        SynergyFactory(title="Found later")

    files = archive_of(2018, now=datetime(2019, 2, 1, tzinfo=UTC))

    assert [row["nom"] for row in rows_of(files, "entreprises")] == ["Old name"]
    synergies = {row["numero"]: row["etat"] for row in rows_of(files, "synergies")}
    assert synergies == {str(kept.number): "en discussion", str(ended.number): "en discussion"}
    assert [(row["titre"], row["etat"]) for row in rows_of(files, "actions")] == [
        ("Old title", "en cours")
    ]
    assert [row["jalon"] for row in rows_of(files, "jalons")] == ["Taken out later"]


def test_company_that_a_synergy_names_is_in_it_even_when_entered_later(initiative):
    with time_machine.travel(IN_2018, tick=False):
        party = PartyFactory(synergy__initiative=initiative, company__name="Named")
    party.company.history.all().delete()
    with time_machine.travel(IN_2019, tick=False):
        party.company.save()
        CompanyFactory(initiative=initiative, name="Come later")

    assert [row["nom"] for row in rows_of(of_2018(), "entreprises")] == ["Named"]


def test_year_that_is_not_over_is_as_it_stands_and_says_so(initiative):
    now = timezone.now()
    CompanyFactory(initiative=initiative, name="Just come")

    files = archive_of(now.year, now=now)

    assert [row["nom"] for row in rows_of(files, "entreprises")] == ["Just come"]
    assert "n’est pas terminée" in files["README.txt"].decode()
    assert "n’est pas terminée" not in archive_of(now.year - 1, now=now)["README.txt"].decode()


def test_what_happened_in_the_year_is_told_and_nothing_of_other_years(initiative, in_2018):
    programme = ProgrammeFactory(initiative=initiative)
    action = ActionFactory(area__programme=programme, code="A1")
    synergy = SynergyFactory(initiative=initiative)
    for year in (2018, 2019):
        at = datetime(year, 5, 2, 9, tzinfo=UTC)
        StatusChangeFactory(synergy=synergy, changed_at=at, reason=f"In {year}.")
        NoteFactory(action=action, written_on=at.date(), text=f"Note of {year}")
        MeetingFactory(programme=programme, starts_at=at, title=f"Meeting {year}")
        DecisionFactory(programme=programme, asked_on=at.date(), question=f"Asked in {year}")
        indicator = IndicatorFactory(programme=programme)
        MeasurementFactory(action=action, indicator=indicator, period_end=at.date(), value=year)
        round_ = RoundFactory(
            title=f"Round {year}", opens_at=at, closes_at=at.replace(day=9), initiative=initiative
        )
        CommitteeDecisionFactory(
            tally=TallyFactory(round=round_), decided_on=at.date(), reason=f"For {year}"
        )
    FundingFactory(action=action, planned_eur=1200)

    files = of_2018()

    told = {
        "synergies-historique": "raison",
        "suivi": "note",
        "seances": "seance",
        "decisions": "question",
        "mesures": "valeur",
        "consultations": "consultation",
        "decisions-consultations": "raison",
    }
    found = {name: [row[column] for row in rows_of(files, name)] for name, column in told.items()}
    assert found == {
        "synergies-historique": ["In 2018."],
        "suivi": ["Note of 2018"],
        "seances": ["Meeting 2018"],
        "decisions": ["Asked in 2018"],
        "mesures": ["2018"],
        "consultations": ["Round 2018"],
        "decisions-consultations": ["For 2018"],
    }
    assert [row["prevu_eur"] for row in rows_of(files, "financements")] == ["1200"]


def test_proposals_carry_sums_and_none_where_few_answered(initiative, in_2018):
    at = datetime(2018, 5, 2, tzinfo=UTC)
    round_ = RoundFactory(opens_at=at, closes_at=at.replace(day=9), initiative=initiative)
    many, few = (RoundOptionFactory(round=round_, number=number) for number in (1, 2))
    tally = TallyFactory(round=round_)
    TallyLineFactory(tally=tally, option=many, yes_count=4, no_count=1)
    TallyLineFactory(tally=tally, option=few, yes_count=2)

    first, second = rows_of(of_2018(), "propositions")

    assert (first["reponses"], first["oui"], first["non"]) == ("5", "4", "1")
    assert (second["reponses"], second["oui"], second["non"]) == ("< 3", "", "")


def test_reports_that_left_are_in_it_as_pdf_and_withdrawn_ones_are_said(initiative, in_2018):
    action = ActionFactory(title="Presse commune", status="in_progress", due_on=date(2018, 2, 1))
    programme = action.area.programme
    for month in (3, 4, 5):
        built = datetime(2018, month + 1, 2, 8, tzinfo=UTC)
        build_report(programme=programme, month=date(2018, month, 1), now=built)
    march, april, _may = Report.objects.order_by("month")
    Report.objects.filter(pk__in=[march.pk, april.pk]).update(
        status="approved", approved_at=IN_2018
    )
    Report.objects.filter(pk=april.pk).update(status="withdrawn", withdrawn_reason="wrong figures")

    files = of_2018()

    name = f"rapports/rapport-2018-03-{programme.pk}.pdf"
    assert [one for one in files if one.startswith("rapports/")] == [name]
    text = ReadPdf(files[name]).text
    assert "Presse commune" in text
    assert initiative.contact_email not in text
    listed = [(row["mois"], row["fichier"]) for row in rows_of(files, "rapports")]
    assert listed == [("2018-03-01", name), ("2018-04-01", ""), ("2018-05-01", "")]
    assert rows_of(files, "rapports")[1]["raison_du_retrait"] == "wrong figures"
    assert of_2018() == files  # a PDF too is the same bytes each time


def test_actions_of_the_project_manager_alone_are_left_out_and_counted(initiative, in_2018):
    ActionFactory(code="A1")
    hidden = ActionFactory(code="A2", visibility="manager", title="Hidden one")
    NoteFactory(action=hidden, written_on=date(2018, 5, 2))
    DecisionFactory(action=hidden, programme=hidden.area.programme, asked_on=date(2018, 5, 2))

    files = of_2018()

    assert [row["action"] for row in rows_of(files, "actions")] == ["A1"]
    assert rows_of(files, "suivi") == rows_of(files, "decisions") == []
    assert "1 action est réservée" in files["README.txt"].decode()


# -- It explains itself, and is the same each time -------------------------------------------------
def test_every_file_and_column_is_explained_in_both_languages(initiative):
    files = of_2018()

    about = files["README.txt"].decode()
    names = set(files) - {"README.txt"}
    assert {name for name in names if about.count(f"\n{name} ") == 2} == names
    explained = {(row["file"], row["column"]) for row in rows_of(files, "columns")}
    there = {
        (table.file_name, column)
        for table in TABLES
        for column in files[table.file_name].decode("utf-8-sig").splitlines()[0].split(",")
    }
    assert explained == there
    assert all(row["meaning"] and row["meaning_en"] for row in rows_of(files, "columns"))
    assert "Synergies telles qu’elles étaient" in about
    assert "Synergies as they stood" in about


def test_two_runs_give_the_same_bytes_whoever_asks_and_when(initiative, tmp_path):
    with time_machine.travel(IN_2018, tick=False):
        import_workshop(path=WORKBOOK, initiative=initiative, apply=True)
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()

    first = keep_archive(one, year=2018, now=IN_2019).read_bytes()
    second = keep_archive(other, year=2018, now=datetime(2021, 7, 1, tzinfo=UTC)).read_bytes()
    assert first == second

    Company.objects.update(sector="Changed")
    (one / NAME).unlink()
    assert keep_archive(one, year=2018, now=IN_2019).read_bytes() != first


def test_text_that_looks_like_a_formula_is_none(initiative, in_2018):
    SynergyFactory(initiative=initiative, title="=HYPERLINK(1)")

    assert rows_of(of_2018(), "synergies")[0]["titre"] == "'=HYPERLINK(1)"


# -- The command -----------------------------------------------------------------------------------
def test_command_writes_the_year_before_by_default_and_notes_it(initiative, tmp_path):
    out = StringIO()
    with time_machine.travel(IN_2019, tick=False):
        call_command("archive", to=tmp_path, stdout=out)

    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert "README.txt" in out.getvalue()
    entry = Entry.objects.get(act=Act.EXPORTED)
    assert entry.facts == {"page": "archive", "year": 2018}


def test_archive_that_is_there_is_not_replaced(initiative, tmp_path):
    (tmp_path / NAME).write_bytes(b"kept")

    with pytest.raises(CommandError, match="existe déjà"):
        call_command("archive", year=2018, to=tmp_path)

    assert (tmp_path / NAME).read_bytes() == b"kept"


@pytest.mark.parametrize("year", [2016, 2999, 0, -5])
def test_year_outside_of_the_initiative_is_refused_in_french(initiative, tmp_path, year):
    with pytest.raises(CommandError, match=r"choisissez une année de 2017 à \d{4}"):
        call_command("archive", year=year, to=tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_nothing_is_archived_before_there_is_an_initiative(tmp_path):
    with pytest.raises(CommandError, match="Aucune démarche"):
        call_command("archive", year=2018, to=tmp_path)


def test_folder_that_is_not_there_or_none_is_said(initiative, tmp_path):
    (tmp_path / "file").write_text("x")

    with pytest.raises(CommandError, match="ce dossier n’existe pas"):
        call_command("archive", year=2018, to=tmp_path / "nowhere")
    with pytest.raises(CommandError, match="ce n’est pas un dossier"):
        call_command("archive", year=2018, to=tmp_path / "file")


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of 16 kB; only root can make one."""
    if os.getuid() != 0 or not shutil.which("mount"):
        pytest.skip("SKIPPED LOUDLY: only root can mount the small disk that this test fills")
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this machine lets not even root mount a disk in memory")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_full_disk_is_said_and_no_half_of_a_file_remains(initiative, small_disk):
    (small_disk / "filler").write_bytes(b"x" * 12_000)

    with pytest.raises(CommandError, match="le disque est plein"):
        call_command("archive", year=2018, to=small_disk)

    assert [path.name for path in small_disk.iterdir()] == ["filler"]


def test_folder_that_cannot_be_written_is_said(initiative, small_disk):
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    with pytest.raises(CommandError, match="en lecture seule"):
        call_command("archive", year=2018, to=small_disk)


@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_folder_of_somebody_else_is_said(initiative, tmp_path, mode):
    if os.getuid() == 0:
        pytest.skip("root may write everywhere")
    folder = tmp_path / "folder"
    folder.mkdir(mode)

    with pytest.raises(CommandError, match="n’a pas le droit d’y écrire"):
        call_command("archive", year=2018, to=folder)


# -- The page --------------------------------------------------------------------------------------
def test_project_manager_takes_the_same_file_away_on_the_page_of_exports(
    initiative, staff_client, tmp_path
):
    page = staff_client.get(reverse("actions:exports")).content.decode()
    address = reverse("actions:export_archive", args=[2018])
    assert address in page

    taken = downloaded(staff_client, address)

    assert taken == keep_archive(tmp_path, year=2018, now=timezone.now()).read_bytes()
    assert "README.txt" in ZipFile(BytesIO(taken)).namelist()
    assert staff_client.get(reverse("actions:export_archive", args=[2016])).status_code == 404


def test_refusal_leaves_nothing_behind(initiative, tmp_path):
    with pytest.raises(ArchiveRefused):
        keep_archive(tmp_path, year=2016, now=IN_2019)

    assert list(tmp_path.iterdir()) == []
