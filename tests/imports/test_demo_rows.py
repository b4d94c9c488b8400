"""What the imported workbook of Pompey became, and what an edited copy of it changes."""

import tempfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import TestCase
from openpyxl import load_workbook

from actions.models import Action, Funding, Indicator, Measurement, Programme
from actions.services.workshop_import import import_workshop
from companies.models import Company, Contact, Initiative, Resource
from companies.workbook.report import ImportReport
from synergies.models import Party, Round, Synergy, Vote, VoteChange
from tests.factories import InitiativeFactory
from tests.imports.test_demo_workbook import ALL, WORKBOOK
from tests.imports.workbooks import counts

pytestmark = pytest.mark.django_db


class TestImportedWorkbook(TestCase):
    """One import for all these tests: each starts from its rows."""

    initiative: Initiative

    @classmethod
    def setUpTestData(cls) -> None:
        cls.initiative = InitiativeFactory()
        import_workshop(path=WORKBOOK, initiative=cls.initiative, apply=True)

    def import_edited(self, sheet: str, cell: str, value: str | int | None) -> ImportReport:
        book = load_workbook(WORKBOOK)
        book[sheet][cell] = value
        path = Path(self.enterContext(tempfile.TemporaryDirectory())) / "edited.xlsx"
        book.save(path)
        return import_workshop(path=path, initiative=self.initiative, apply=True)

    def test_the_rows_are_those_of_the_workbook(self) -> None:
        oil = Resource.objects.select_related("waste_code", "company").get(reference="VAL-04")
        assert (str(oil.company), oil.direction, oil.family) == (
            "Usinages Valmorieux",
            "offer",
            "waste",
        )
        assert (oil.quantity, oil.unit, oil.period) == (Decimal(28), "m3", "year")
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

    def test_a_substitution_has_providers_and_receivers_with_their_resources(self) -> None:
        for synergy in Synergy.objects.filter(kind="substitution").prefetch_related("parties"):
            roles = [party.role for party in synergy.parties.all()]
            assert roles[0] == Party.Role.PROVIDER
            assert Party.Role.RECEIVER in roles
        assert not Party.objects.filter(resources=None).exists()

    def test_the_votes_are_the_ballots_of_a_closed_round_with_every_company_asked(self) -> None:
        round_ = Round.objects.with_turnout().get()
        assert round_.state == Round.State.CLOSED
        assert (round_.options.count(), round_.ballot_count, round_.voter_count) == (299, 25, 23)
        assert VoteChange.objects.filter(before="").count() == Vote.objects.count() == 965
        concerned = round_.ballots.get(company__name="Usinages Valmorieux").concerned_count
        assert concerned == Party.objects.filter(company__name="Usinages Valmorieux").count()

    def test_the_programme_holds_areas_funders_indicators_and_pilots(self) -> None:
        programme = Programme.objects.get()
        assert [area.code for area in programme.areas.order_by("code")] == ["A", "B", "C"]
        assert [area.actions.count() for area in programme.areas.order_by("code")] == [8, 12, 7]
        assert Indicator.objects.get(name="Surface mutualisée occupée").aggregation == "latest"
        assert Funding.objects.filter(action__code="A1").count() == 2
        pool = Action.objects.get(code="A1")
        assert (str(pool.pilot_company), pool.partners.count()) == ("Usinages Valmorieux", 4)
        assert sorted(pool.synergies.values_list("number", flat=True)) == [5, 22, 26, 38]

    def test_an_edited_row_is_changed_alone_and_leaves_one_line_of_history(self) -> None:
        report = self.import_edited("Entreprises", "E2", 50)

        assert (report.created, report.changed) == (counts(), counts(companies=1))
        assert report.unchanged == ALL | {"companies": 24}
        company = Company.objects.get(name="Usinages Valmorieux")
        assert [row.headcount for row in company.history.order_by("history_id")] == [48, 50]

    def test_an_edited_vote_gets_a_new_version_and_keeps_its_past(self) -> None:
        report = self.import_edited("Votes", "C2", 3)

        assert (report.created, report.changed) == (counts(), counts(votes=1))
        changed = Vote.objects.get(version=2)
        assert (changed.answer, changed.option.number) == ("priority", 3)
        assert list(
            changed.ballot.changes.filter(option=changed.option).values_list("before", "after")
        ) == [
            ("", "maybe"),
            ("maybe", "priority"),
        ]

    def test_edited_parties_and_partners_count_as_changes(self) -> None:
        report = self.import_edited("Synergies", "E2", "Laboratoire Quarzelin ; Octelame Numérique")

        assert report.changed == counts(synergies=1)
        parties = Party.objects.filter(synergy__number=1).order_by("position")
        assert [str(party.company) for party in parties] == [
            "Laboratoire Quarzelin",
            "Octelame Numérique",
        ]

    def test_an_emptied_cell_erases_nothing(self) -> None:
        report = self.import_edited("Entreprises", "D2", None)

        assert report.changed == counts()
        assert Company.objects.get(name="Usinages Valmorieux").sector.startswith("Mécanique")

    def test_queries_do_not_grow_with_the_rows(self) -> None:

        with self.assertNumQueries(32):  # for 2011 rows
            import_workshop(path=WORKBOOK, initiative=self.initiative, apply=True)
