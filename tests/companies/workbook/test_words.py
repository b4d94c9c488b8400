"""What makes two spellings one word, one header, one company."""

import pytest

from companies.workbook.layout import CONTACTS, LAYOUTS, RESOURCES, VOTES, layouts_titled
from companies.workbook.words import company_key, header_key, plain, singular


@pytest.mark.parametrize(
    ("text", "words"),
    [("Œuvre d’Été", "oeuvre d ete"), ("  N°  12 ", "n 12"), ("Réf.", "ref"), ("A_B-C", "a b c")],
)
def test_plain_words_have_no_case_accent_or_sign(text, words):
    assert plain(text) == words


def test_plurals_are_dropped_but_short_words_stay():
    assert singular("Matériaux des bus") == "materiau des bus"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sens (O/B)", "SENS"),
        ("Nom de l'entreprise", "Nom entreprise"),
        ("N° synergie", "Synergie n°"),
        ("Budget (EUR)", "budgets"),
        ("Code  Postal", "code postal"),
    ],
)
def test_headers_are_recognised_without_brackets_order_and_articles(one, other):
    assert header_key(one) == header_key(other)


@pytest.mark.parametrize(
    "spelling",
    [
        "TREFILERIE ORBELAINE",
        "Tréfilerie-Orbelaine",
        "Tréfilerie Orbelaine SAS",
        "S.A.R.L. Tréfilerie Orbelaine",
        "Société Tréfilerie Orbelaine",
        "tréfilerie  orbelaine (S.A.S.)",
    ],
)
def test_a_company_is_the_same_in_any_case_with_any_legal_form(spelling):
    assert company_key(spelling) == company_key("Tréfilerie Orbelaine")


@pytest.mark.parametrize("other", ["Tréfilerie Orbelain", "Orbelaine Tréfilerie", "Tréfilerie"])
def test_another_spelling_is_another_company(other):
    assert company_key(other) != company_key("Tréfilerie Orbelaine")


def test_a_company_called_by_its_legal_form_keeps_it():
    assert company_key("SAS") == "sas"


def test_each_header_of_our_workbook_is_the_column_it_names():
    for layout in LAYOUTS:
        for key, names in layout.columns.items():
            assert layout.column_of(names[0]) == key


def test_a_sign_alone_is_no_header():
    assert RESOURCES.column_of("-") is None


@pytest.mark.parametrize(
    ("title", "kinds"),
    [
        ("Votes", ["votes"]),
        ("VOTE", ["votes"]),
        ("Liste des entreprises 2017", ["companies"]),
        ("Contacts entreprises", ["companies", "contacts"]),
        ("Feuil1", []),
    ],
)
def test_the_title_of_a_sheet_says_what_it_may_be(title, kinds):
    assert [layout.kind for layout in layouts_titled(title)] == kinds


def test_offers_and_needs_are_resources_whose_direction_is_said_by_the_title():
    assert RESOURCES.fixed_value_of("BESOINS") == ("direction", "Besoin")
    assert VOTES.fixed_value_of("Besoins") is None
    assert CONTACTS.has_title("contact")
