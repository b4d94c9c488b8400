"""The workbook of the Pompey workshop: exact numbers, a second run that writes nothing."""

import json
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.serializers import serialize
from openpyxl import load_workbook

from actions.models import Action, Funding, Indicator, Measurement, Programme
from actions.services.workshop_import import import_workshop
from companies.models import Company, Contact, Initiative, Resource
from synergies.models import Party, Round, Synergy, Vote, VoteChange
from tests.factories import InitiativeFactory
from tests.imports.workbooks import counts

WORKBOOK = settings.BASE_DIR / "pompey_ite" / "demo" / "pompey-workshop.xlsx"
ALL = {
    "companies": 25,
    "contacts": 42,
    "resources": 356,
    "synergies": 299,
    "votes": 965,
    "actions": 27,
    "milestones": 112,
    "measurements": 185,
}
OUR_APPS = {"companies", "synergies", "actions"}

pytestmark = pytest.mark.django_db


def everything() -> dict[str, str]:
    """Return every row of our apps, histories included, by model."""
    return {
        model._meta.label: serialize("json", model._default_manager.order_by("pk"))
        for model in apps.get_models()
        if model._meta.app_label in OUR_APPS
    }


def edited_copy(path: Path, sheet: str, cell: str, value: object) -> Path:
    book = load_workbook(WORKBOOK)
    book[sheet][cell] = value
    book.save(path)
    return path


def test_checking_counts_what_would_be_created_and_writes_nothing():
    initiative = InitiativeFactory()
    before = everything()

    report = import_workshop(path=WORKBOOK, initiative=initiative, apply=False)

    assert (report.created, report.changed, report.unchanged) == (ALL, counts(), counts())
    assert report.problems == []
    assert everything() == before


def test_applying_creates_every_row_and_a_second_run_writes_nothing():
    initiative = InitiativeFactory()

    first = import_workshop(path=WORKBOOK, initiative=initiative, apply=True)
    before = everything()
    second = import_workshop(path=WORKBOOK, initiative=initiative, apply=True)

    assert (first.created, first.problems) == (ALL, [])
    assert (second.created, second.changed, second.unchanged) == (counts(), counts(), ALL)
    assert second.problems == []
    assert everything() == before


def test_the_rows_are_those_of_the_workbook():
    import_workshop(path=WORKBOOK, initiative=InitiativeFactory(), apply=True)

    oil = Resource.objects.select_related("waste_code", "company").get(reference="VAL-04")
    assert (str(oil.company), oil.direction, oil.family) == (
        "Usinages Valmorieux",
        "offer",
        "waste",
    )
    assert (oil.quantity, oil.unit, oil.period) == (28, "m3", "year")
    assert (str(oil.waste_code), str(oil.available_from)) == ("12 01 09*", "2017-01-02")
    assert Counter(Synergy.objects.values_list("area", flat=True)) == {
        "equipment": 85,
        "resources": 150,
        "skills": 64,
    }
    assert Counter(Contact.objects.values_list("language", flat=True)) == {"fr": 38, "en": 4}
    assert Counter(Action.objects.values_list("status", flat=True)) == {
        "in_progress": 20,
        "done": 5,
        "on_hold": 1,
        "to_come": 1,
    }
    assert Measurement.objects.filter(indicator__aggregation="latest").count() == 6


def test_a_substitution_has_providers_and_receivers_with_their_resources():
    import_workshop(path=WORKBOOK, initiative=InitiativeFactory(), apply=True)

    for synergy in Synergy.objects.filter(kind="substitution").prefetch_related("parties"):
        roles = [party.role for party in synergy.parties.all()]
        assert roles[0] == Party.Role.PROVIDER
        assert Party.Role.RECEIVER in roles
    assert not Party.objects.filter(resources=None).exists()


def test_the_votes_are_the_ballots_of_a_closed_round_with_every_company_asked():
    import_workshop(path=WORKBOOK, initiative=InitiativeFactory(), apply=True)

    round_ = Round.objects.with_turnout().get()
    assert round_.state == Round.State.CLOSED
    assert (round_.options.count(), round_.ballot_count, round_.voter_count) == (299, 25, 23)
    assert VoteChange.objects.filter(before="").count() == Vote.objects.count() == 965
    concerned = round_.ballots.get(company__name="Usinages Valmorieux").concerned_count
    assert concerned == Party.objects.filter(company__name="Usinages Valmorieux").count()


def test_the_programme_holds_areas_funders_indicators_and_pilots():
    import_workshop(path=WORKBOOK, initiative=InitiativeFactory(), apply=True)

    programme = Programme.objects.get()
    assert [area.code for area in programme.areas.order_by("code")] == ["A", "B", "C"]
    assert [area.actions.count() for area in programme.areas.order_by("code")] == [8, 12, 7]
    assert Indicator.objects.get(name="Surface mutualisée occupée").aggregation == "latest"
    assert Funding.objects.filter(action__code="A1").count() == 2
    pool = Action.objects.get(code="A1")
    assert (str(pool.pilot_company), pool.partners.count()) == ("Usinages Valmorieux", 4)
    assert sorted(pool.synergies.values_list("number", flat=True)) == [5, 22, 26, 38]


def test_an_edited_row_is_changed_alone_and_leaves_one_line_of_history(tmp_path):
    initiative = InitiativeFactory()
    import_workshop(path=WORKBOOK, initiative=initiative, apply=True)
    edited = edited_copy(tmp_path / "edited.xlsx", "Entreprises", "E2", 50)

    report = import_workshop(path=edited, initiative=initiative, apply=True)

    assert (report.created, report.changed) == (counts(), counts(companies=1))
    assert report.unchanged == ALL | {"companies": 24}
    company = Company.objects.get(name="Usinages Valmorieux")
    assert [row.headcount for row in company.history.order_by("history_id")] == [48, 50]


def test_an_edited_vote_gets_a_new_version_and_keeps_its_past(tmp_path):
    initiative = InitiativeFactory()
    import_workshop(path=WORKBOOK, initiative=initiative, apply=True)
    edited = edited_copy(tmp_path / "edited.xlsx", "Votes", "C2", 3)

    report = import_workshop(path=edited, initiative=initiative, apply=True)

    assert (report.created, report.changed) == (counts(), counts(votes=1))
    changed = Vote.objects.get(version=2)
    assert (changed.answer, changed.option.number) == ("priority", 3)
    assert list(
        changed.ballot.changes.filter(option=changed.option).values_list("before", "after")
    ) == [
        ("", "maybe"),
        ("maybe", "priority"),
    ]


def test_edited_parties_and_partners_count_as_changes(tmp_path):
    initiative = InitiativeFactory()
    import_workshop(path=WORKBOOK, initiative=initiative, apply=True)
    edited = edited_copy(
        tmp_path / "one.xlsx", "Synergies", "E2", "Laboratoire Quarzelin ; Octelame Numérique"
    )

    report = import_workshop(path=edited, initiative=initiative, apply=True)

    assert report.changed == counts(synergies=1)
    parties = Party.objects.filter(synergy__number=1).order_by("position")
    assert [str(party.company) for party in parties] == [
        "Laboratoire Quarzelin",
        "Octelame Numérique",
    ]


def test_an_emptied_cell_erases_nothing(tmp_path):
    initiative = InitiativeFactory()
    import_workshop(path=WORKBOOK, initiative=initiative, apply=True)
    edited = edited_copy(tmp_path / "edited.xlsx", "Entreprises", "D2", None)

    report = import_workshop(path=edited, initiative=initiative, apply=True)

    assert report.changed == counts()
    assert Company.objects.get(name="Usinages Valmorieux").sector.startswith("Mécanique")


def test_another_initiative_is_left_alone():
    ours, other = InitiativeFactory(), InitiativeFactory()
    import_workshop(path=WORKBOOK, initiative=other, apply=True)

    report = import_workshop(path=WORKBOOK, initiative=ours, apply=True)

    assert report.created == ALL
    assert ours.companies.count() == other.companies.count() == 25


def test_progress_goes_row_by_row_to_the_last():
    seen = []

    import_workshop(
        path=WORKBOOK,
        initiative=InitiativeFactory(),
        apply=False,
        progress=lambda done, total: seen.append((done, total)),
    )

    total = sum(ALL.values())
    assert seen == [(done, total) for done in range(1, total + 1)]


def test_queries_do_not_grow_with_the_rows(django_assert_max_num_queries):
    initiative = InitiativeFactory()
    import_workshop(path=WORKBOOK, initiative=initiative, apply=True)

    with django_assert_max_num_queries(40):  # for 2011 rows
        import_workshop(path=WORKBOOK, initiative=initiative, apply=True)


def test_command_writes_its_report_and_counts_in_its_last_line(tmp_path):
    out, report = StringIO(), tmp_path / "report.json"

    call_command("import_workshop", str(WORKBOOK), "--apply", "--report", str(report), stdout=out)

    written = json.loads(report.read_text(encoding="utf-8"))
    assert written == {"created": ALL, "changed": counts(), "unchanged": counts(), "problems": []}
    assert out.getvalue().splitlines()[-1].startswith("2011 ")
    assert Initiative.objects.get().companies.count() == 25


def test_command_without_apply_leaves_an_empty_database_empty():
    call_command("import_workshop", str(WORKBOOK), stdout=StringIO())

    assert not Initiative.objects.exists()
    assert not Company.objects.exists()
