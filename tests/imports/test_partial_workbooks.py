"""A workbook of one sheet on a filled database: changes what it says, and nothing else."""

import pytest
from django.db import IntegrityError
from django.utils import translation

from actions.services import workshop_import
from actions.services.workshop_import import import_workshop
from companies.models import Company, Contact, Initiative
from companies.workbook.refusal import WorkbookRefused
from companies.workbook.report import ImportReport
from synergies.models import Party, Synergy
from tests.factories import InitiativeFactory
from tests.imports.workbooks import COMPANIES, FOUR_SHEETS, SYNERGIES, Rows, Sheets, counts, save

pytestmark = pytest.mark.django_db

CONTACT_HEADERS: list[object] = ["Entreprise", "Prénom", "Nom", "Courriel"]
CAMILLE: list[object] = ["Forges du Val", "Camille", "Direction", "camille@forges.example"]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def initiative() -> Initiative:
    return InitiativeFactory()


@pytest.fixture
def bring(initiative, tmp_path):
    """Import these sheets, for good, and return the report."""

    def bring_sheets(sheets: Sheets) -> ImportReport:
        path = save(tmp_path / "partial.xlsx", sheets)
        return import_workshop(path=path, initiative=initiative, apply=True)

    return bring_sheets


def errors(report: ImportReport) -> list[str]:
    return [problem.message for problem in report.problems if problem.severity == "error"]


def contacts(*rows: list[object]) -> Sheets:
    return {"Contacts": [CONTACT_HEADERS, *rows]}


def test_an_address_one_contact_gives_up_goes_to_a_new_one(bring):
    bring({"Entreprises": COMPANIES, **contacts(CAMILLE)})
    sheets = contacts(
        [*CAMILLE[:3], "direction@forges.example"], ["Forges du Val", "Zoé", *CAMILLE[2:]]
    )
    sheets["Contacts"][2][2] = "Neuve"

    first, second = bring(sheets), bring(sheets)

    assert errors(first) == []
    assert (first.created["contacts"], first.changed["contacts"]) == (1, 1)
    assert (second.created, second.changed) == (counts(), counts())
    emails = dict(Contact.objects.values_list("first_name", "email"))
    assert emails == {"Camille": "direction@forges.example", "Zoé": "camille@forges.example"}


def test_an_address_a_contact_keeps_is_refused_to_another(bring):
    bring({"Entreprises": COMPANIES, **contacts(CAMILLE)})
    sheets = contacts([*CAMILLE[:3], None], ["Forges du Val", "Zoé", "Neuve", CAMILLE[3]])

    report = bring(sheets)

    assert errors(report) == ["This address is the one of “Camille Direction”."]
    assert Contact.objects.count() == 1


def test_two_contacts_never_swap_their_addresses(bring):
    sacha: list[object] = ["Forges du Val", "Sacha", "Atelier", "sacha@forges.example"]
    bring({"Entreprises": COMPANIES, **contacts(CAMILLE, sacha)})

    report = bring(contacts([*CAMILLE[:3], sacha[3]], [*sacha[:3], CAMILLE[3]]))

    assert errors(report) == [
        "This address is the one of “Sacha Atelier”.",
        "This address is the one of “Camille Direction”.",
    ]
    assert report.changed == counts()


def test_another_name_at_a_known_address_is_to_be_confirmed(bring):
    bring({"Entreprises": COMPANIES, **contacts(CAMILLE)})

    report = bring(contacts(["Forges du Val", "Camille", "Directeur", CAMILLE[3]]))

    assert [item.message for item in report.problems if item.row] == [
        "This address is the one of “Camille Direction”: it was read as this contact."
    ]
    assert Contact.objects.get().last_name == "Directeur"


@pytest.mark.parametrize(
    ("companies", "warnings"),
    [(None, 0), ("Forges du Val", 1)],
    ids=["no company named", "only one company named"],
)
def test_the_parties_of_a_synergy_stay_when_the_row_does_not_name_them(bring, companies, warnings):
    bring(FOUR_SHEETS)
    parties = list(Party.objects.values_list("pk", "company__name"))
    rows: Rows = [SYNERGIES[0], [1, "Nouveau titre", "Ressources", "Substitution", companies, None]]

    report = bring({"Synergies": rows})

    assert errors(report) == []
    said = [item for item in report.problems if item.severity == "warning" and item.row]
    assert len(said) == warnings
    assert report.changed["synergies"] == 1
    assert Synergy.objects.get().title == "Nouveau titre"
    assert list(Party.objects.values_list("pk", "company__name")) == parties


def test_rows_the_database_refuses_are_a_refusal_and_write_nothing(bring, monkeypatch):
    def refuse(run: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(workshop_import, "import_contacts", refuse)

    with pytest.raises(WorkbookRefused, match="contradict what is stored: nothing was written"):
        bring({"Entreprises": COMPANIES})

    assert not Company.objects.exists()


def test_a_workbook_brought_again_keeps_who_leads_shares_and_who_left(bring):
    bring(FOUR_SHEETS)
    synergy = Synergy.objects.get()
    forge, brewery = synergy.parties.order_by("position")
    Party.objects.filter(pk=forge.pk).update(role=Party.Role.LEAD, share_percent=60)
    Party.objects.filter(pk=brewery.pk).update(left_on="2019-03-01", left_reason="Sold.")
    third: Rows = [*COMPANIES, ["Papeterie Lune", "54250"]]
    row = ["Chaleur de la forge", "Ressources", "Substitution"]
    rows: Rows = [SYNERGIES[0], [1, *row, "Forges du Val ; Papeterie Lune", "FOR-1"]]

    report = bring({"Entreprises": third, "Synergies": rows})
    again = bring({"Synergies": rows})

    assert errors(report) == []
    assert (report.changed["synergies"], again.unchanged["synergies"]) == (1, 1)
    parties = synergy.parties.order_by("position")
    assert [(p.company.name, p.role, p.share_percent, p.left_reason) for p in parties] == [
        ("Forges du Val", Party.Role.LEAD, 60, ""),
        ("Papeterie Lune", Party.Role.MEMBER, None, ""),
        ("Brasserie Orge", Party.Role.RECEIVER, None, "Sold."),
    ]
    assert {forge.pk, brewery.pk} < {party.pk for party in parties}
    assert [row.history_change_reason for row in Party.history.filter(history_type="+")] == [
        "workbook"
    ] * 3
