"""Open data: what is public is there, what could leak is not."""

import csv
import io
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.models import Resource
from pompey_ite.pages.opendata.datasets import DATASETS
from tests.factories import (
    ActionFactory,
    CompanyFactory,
    ContactFactory,
    IndicatorFactory,
    InitiativeFactory,
    MeasurementFactory,
    MilestoneFactory,
    PartyFactory,
    ResourceFactory,
    RoundFactory,
    RoundOptionFactory,
    SynergyFactory,
    TallyFactory,
    TallyLineFactory,
)

pytestmark = pytest.mark.django_db
PUBLIC = Resource.Visibility.PUBLIC
HIDDEN = [value for value in Resource.Visibility.values if value != PUBLIC]


def rows(client, name):
    text = client.get(reverse("pages:opendata_file", args=[name, "csv"])).content.decode()
    return list(csv.DictReader(io.StringIO(text)))


def everything(client):
    """All that the open data say, pages and files together."""
    places = [reverse("pages:opendata"), reverse("pages:opendata_catalog")]
    for name in DATASETS:
        places += [reverse("pages:opendata_dataset", args=[name])]
        places += [reverse("pages:opendata_schema", args=[name])]
        places += [reverse("pages:opendata_file", args=[name, form]) for form in ("csv", "json")]
    return "\n".join(client.get(place).content.decode() for place in places)


def test_nothing_that_is_not_public_leaks(client):
    InitiativeFactory()
    secret = CompanyFactory(name="SECRET-COMPANY", notes="SECRET-NOTES")
    named = CompanyFactory(name="Fonderie", is_public=True, notes="SECRET-NOTES")
    CompanyFactory(name="SECRET-LEFT", is_public=True, left=True)
    ContactFactory(company=named, last_name="SECRET-PERSON", email="secret-mail@x.example")
    ResourceFactory(company=named, title="SECRET-RESOURCE", outlet="SECRET-OUTLET")
    for position, visibility in enumerate(HIDDEN):
        hidden = ActionFactory(title=f"SECRET-ACTION {position}", visibility=visibility)
        MeasurementFactory(action=hidden, value=Decimal("777001"))
    shown = ActionFactory(
        visibility=PUBLIC,
        title="Bourse aux palettes",
        means="SECRET-MEANS",
        pilot_company=secret,
        pilot_name="SECRET-PILOT",
        budget_eur=Decimal("888002"),
        status_reason="SECRET-REASON",
    )
    MilestoneFactory(action=shown, title="SECRET-MILESTONE")
    MeasurementFactory(action=shown, value=Decimal("777003"), source="SECRET-SOURCE")
    synergy = SynergyFactory(title="SECRET-SYNERGY", comment="SECRET-COMMENT")
    PartyFactory(synergy=synergy, company=secret)
    closed = RoundFactory(closed=True, title="SECRET-ROUND")
    line = TallyLineFactory(tally=TallyFactory(round=closed))
    line.option.title = "SECRET-OPTION"
    line.option.save()

    said = everything(client)

    assert "SECRET" not in said
    assert "secret-mail" not in said
    assert not any(number in said for number in ("777001", "888002", "777003"))
    assert "Bourse aux palettes" in said
    assert "Fonderie" in said


def test_only_companies_that_agreed_and_take_part_are_named(client):
    CompanyFactory(name="Named", is_public=True, joined_on=date(2018, 5, 14), latitude=48.77)
    CompanyFactory(name="Silent")

    assert [
        (row["nom"], row["participe_depuis"], row["latitude"])
        for row in rows(client, "entreprises")
    ] == [("Named", "2018-05-14", "48.77")]


@pytest.mark.parametrize(("actions", "values"), [(2, []), (3, [("2018", "7.5", "estimated", "3")])])
def test_a_result_stands_only_where_three_public_actions_are_behind_it(client, actions, values):
    indicator = IndicatorFactory()
    proofs = ["verified", "estimated", "declared"]
    for proof in proofs[:actions]:
        MeasurementFactory(
            action=ActionFactory(visibility=PUBLIC),
            indicator=indicator,
            period_end=date(2018, 12, 31),
            value=Decimal("2.5"),
            proof=proof,
            source="scales",
        )
    MeasurementFactory(
        action=ActionFactory(), indicator=indicator, period_end=date(2018, 12, 31), value=100
    )

    found = rows(client, "indicateurs")

    assert [(r["annee"], r["valeur"], r["preuve"], r["actions"]) for r in found] == values


def test_synergies_are_counts(client):
    SynergyFactory.create_batch(2)

    (row,) = rows(client, "synergies")

    assert list(row) == ["volet", "type", "etat", "nombre"]
    assert row["nombre"] == "2"


def closed_round(**fields):
    return TallyLineFactory(
        tally=TallyFactory(round=RoundFactory(closed=True, **fields), voter_count=9),
        yes_count=3,
        priority_count=2,
        no_count=4,
    )


def test_votes_stand_once_the_round_is_closed_and_its_result_is_public(client):
    public = closed_round(title="Public", results_are_public=True)
    closed_round(title="Private")
    RoundOptionFactory(round=RoundFactory(title="Open", results_are_public=True))

    found = rows(client, "votes")

    assert [(r["consultation"], r["proposition"], r["soutiens"], r["votants"]) for r in found] == [
        ("Public", public.option.title, "5", "9")
    ]
    assert "4" not in found[0].values()


def test_no_text_becomes_a_formula_in_a_spreadsheet(client):
    CompanyFactory(name="=HYPERLINK(1)", is_public=True)

    assert rows(client, "entreprises")[0]["nom"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("name", DATASETS)
def test_columns_are_those_of_the_dictionary_in_both_languages(client, name):
    texts = []
    for language in ("fr", "en"):
        client.cookies["django_language"] = language
        csv_text = client.get(reverse("pages:opendata_file", args=[name, "csv"])).content.decode()
        schema = client.get(reverse("pages:opendata_schema", args=[name])).json()
        assert csv_text.split("\r\n")[0].split(",") == [f["name"] for f in schema["fields"]]
        texts.append((csv_text, schema))
    assert texts[0] == texts[1]


def test_json_names_licence_schema_and_last_change(client):
    company = CompanyFactory(name="Fonderie", is_public=True)

    data = client.get(reverse("pages:opendata_file", args=["entreprises", "json"])).json()

    changed = timezone.localtime(company.history.get().history_date)
    assert data["licence"] == "Licence Ouverte / Open Licence version 2.0"
    assert data["schema"].endswith("/opendata/entreprises.schema.json")
    assert data["mis_a_jour"] == changed.isoformat(timespec="seconds")
    assert [line["nom"] for line in data["lignes"]] == ["Fonderie"]


def test_the_catalogue_lists_every_file(client):
    InitiativeFactory(name="Démarche")

    catalog = json.loads(client.get(reverse("pages:opendata_catalog")).content)

    assert catalog["dct:publisher"]["foaf:name"] == "Démarche"
    assert [one["dct:identifier"] for one in catalog["dcat:dataset"]] == list(DATASETS)
    links = [
        file["dcat:downloadURL"]["@id"]
        for one in catalog["dcat:dataset"]
        for file in one["dcat:distribution"]
    ]
    assert len(links) == 2 * len(DATASETS)
    paths = [link.removeprefix("http://127.0.0.1:8000") for link in links]
    assert {client.get(path).status_code for path in paths} == {200}


def test_a_file_that_has_not_changed_is_not_sent_again(client):
    company = CompanyFactory(is_public=True)
    place = reverse("pages:opendata_file", args=["entreprises", "csv"])
    first = client.get(place)

    again = client.get(place, headers={"if-none-match": first["ETag"]})
    company.name = "Renamed"
    company.save()
    changed = client.get(place, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, changed.status_code) == (304, 200)
    assert "public" in first["Cache-Control"]


@pytest.mark.parametrize("place", ["unknown/", "unknown.csv", "entreprises.xml"])
def test_what_does_not_exist_is_not_found(client, place):
    assert client.get(f"/opendata/{place}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("entreprises", 2), ("actions", 2), ("indicateurs", 3), ("synergies", 2), ("votes", 2)],
)
def test_files_take_constant_queries(client, count, name, queries, django_assert_num_queries):
    CompanyFactory.create_batch(count, is_public=True)
    for action in ActionFactory.create_batch(count, visibility=PUBLIC):
        MeasurementFactory(action=action, period_end=date(2018, 1, 1) + timedelta(days=count))
    SynergyFactory.create_batch(count)
    for _number in range(count):
        closed_round(results_are_public=True)

    with django_assert_num_queries(queries):
        client.get(reverse("pages:opendata_file", args=[name, "json"]))


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_constant_queries(client, count, django_assert_num_queries):
    CompanyFactory.create_batch(count, is_public=True)

    with django_assert_num_queries(8):
        client.get(reverse("pages:opendata"))
    with django_assert_num_queries(4):
        client.get(reverse("pages:opendata_dataset", args=["entreprises"]))
