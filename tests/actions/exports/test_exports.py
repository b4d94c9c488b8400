"""What staff takes away: every workbook, what it holds, and what it never holds."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.exports.catalogue import EXPORTS
from actions.models import Programme
from synergies.models import TallyLine
from tests.actions.exports.workbooks import downloaded, formula_count, rows_of, texts_of
from tests.factories import (
    ActionFactory,
    CompanyFactory,
    ContactFactory,
    FunderFactory,
    FundingFactory,
    IndicatorFactory,
    MeasurementFactory,
    MilestoneFactory,
    PartyFactory,
    ProgrammeFactory,
    ResourceFactory,
    RoundFactory,
    RoundOptionFactory,
    SynergyFactory,
    TallyFactory,
    TallyLineFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db
KINDS = [export.kind for export in EXPORTS]
DANGER = "=HYPERLINK(1)"


@pytest.fixture(autouse=True)
def _in_english(client):
    client.cookies["django_language"] = "en"


def file_of(kind: str) -> str:
    return reverse("actions:export", args=[kind])


def all_files(programme: Programme) -> list[str]:
    """Return the address of every workbook that may be taken away."""
    days = "?start=2018-01-01&end=2018-12-31"
    return [
        *map(file_of, KINDS),
        reverse("actions:plan_export", args=[programme.pk]),
        reverse("actions:export_funder_file", args=[programme.pk]) + days,
    ]


def make_one_of_each(number: int, words: str = "Words") -> Programme:
    """Make a row of everything that is exported; each text that a person types is `words`."""
    text = f"{words} {number}"
    company = CompanyFactory(name=text, siret="", sector=text, address=text, municipality=text)
    ContactFactory(company=company, last_name=text)
    resource = ResourceFactory(
        company=company, title=text, description=text, reference=f"={number}"
    )
    synergy = SynergyFactory(title=text, comment=text, next_step=text, operational=True)
    PartyFactory(synergy=synergy, company=company, resources=[resource])
    option = RoundOptionFactory(synergy=synergy, round=RoundFactory(closed=True, title=text))
    TallyLineFactory(tally=TallyFactory(round=option.round), option=option, yes_count=4)
    action = ActionFactory(
        title=text,
        description=text,
        objectives=text,
        pilot_name=text,
        other_partners=text,
        partners=[company],
        synergies=[synergy],
        funding_notes=text,
        sub_area=text,
        linked_indicators=text,
    )
    MilestoneFactory(action=action, title=text, plan_cells={"description": text})
    FundingFactory(action=action, funder=FunderFactory(name=text), planned_eur=Decimal(10))
    indicator = IndicatorFactory(name=text, unit="=t")
    MeasurementFactory(action=action, indicator=indicator, source=text)
    TargetFactory(action=action, indicator=indicator)
    programme: Programme = action.area.programme
    return programme


def test_no_text_of_any_export_is_taken_for_a_formula(staff_client):
    programme = make_one_of_each(1, DANGER)

    for address in all_files(programme):
        content = downloaded(staff_client, address)
        texts = texts_of(content)

        assert formula_count(content) == 0, address
        assert [text for text in texts if text.startswith(("=", "+", "-", "@"))] == [], address
        assert [text for text in texts if DANGER in text] != [], address


@pytest.mark.parametrize("count", [1, 3])
def test_exports_ask_the_database_as_often_for_one_row_as_for_three(
    staff_client, count, django_assert_num_queries
):
    programmes = [make_one_of_each(number) for number in range(count)]
    expected = {
        "companies": 3,
        "resources": 3,
        "synergies": 4,
        "votes": 3,
        "actions": 10,
        "measurements": 4,
        "plan": 11,
        "funder": 15,
    }
    names = [*KINDS, "plan", "funder"]

    for name, address in zip(names, all_files(programmes[0]), strict=True):
        with django_assert_num_queries(expected[name] + 1):  # the journal notes who took it
            downloaded(staff_client, address)


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_of_nothing_has_its_headers(staff_client, kind):
    content = downloaded(staff_client, file_of(kind))

    assert len(texts_of(content)) > 10


def test_names_of_files_bear_the_date(staff_client):
    response = staff_client.get(file_of("companies"))
    response.getvalue()  # an answer that nobody reads keeps its file open

    assert response["Content-Disposition"] == (
        f'attachment; filename="companies-{timezone.localdate():%Y-%m-%d}.xlsx"'
    )


def test_days_and_quantities_are_real_ones(staff_client):
    ResourceFactory(measured=True, available_from=date(2018, 3, 1))

    (row,) = rows_of(downloaded(staff_client, file_of("resources")), "Resources")

    assert row["Quantity"] == 160
    assert row["Available from"].date() == date(2018, 3, 1)


def test_what_is_private_does_not_leave(staff_client):
    company = CompanyFactory(notes="SECRET note")
    ContactFactory(company=company, last_name="SECRET", email="secret@company.example")
    ResourceFactory(company=company, outlet="SECRET outlet", outlet_cost_eur_per_year=99)

    told = [
        text
        for address in all_files(ProgrammeFactory())
        for text in texts_of(downloaded(staff_client, address))
    ]

    assert [text for text in told if "secret" in text.lower()] == []


# -- Votes --------------------------------------------------------------------------------------


def votes(client) -> list[dict[str, object]]:
    return rows_of(downloaded(client, file_of("votes")), "Votes")


def test_votes_are_sums_without_companies(staff_client):
    option = RoundOptionFactory(round=RoundFactory(closed=True))
    tally = TallyFactory(round=option.round)
    TallyLineFactory(tally=tally, option=option, band=TallyLine.Band.SOLID, yes_count=3, no_count=2)

    (row,) = votes(staff_client)

    counts = {name: row[name] for name in ("Answers", "No", "Maybe", "Yes", "Priority")}
    assert counts == {"Answers": 5, "No": 2, "Maybe": 0, "Yes": 3, "Priority": 0}
    assert row["Result"] == "retained, solid"


def test_votes_of_a_round_that_is_open_or_not_counted_stay_here(staff_client):
    still_open = RoundOptionFactory(round=RoundFactory())
    RoundOptionFactory(round=RoundFactory(closed=True))
    # a tally of a round whose close was put off again
    TallyLineFactory(tally=TallyFactory(round=still_open.round), option=still_open, yes_count=9)

    assert votes(staff_client) == []


def test_only_the_latest_count_of_a_round_is_told(staff_client):
    option = RoundOptionFactory(round=RoundFactory(closed=True))
    now = timezone.now()
    for days, yes in ((2, 3), (1, 4)):
        tally = TallyFactory(round=option.round, counted_at=now - timedelta(days=days))
        TallyLineFactory(tally=tally, option=option, yes_count=yes)

    assert [row["Yes"] for row in votes(staff_client)] == [4]


def test_too_few_answers_are_not_told(staff_client):
    option = RoundOptionFactory(round=RoundFactory(closed=True))
    TallyLineFactory(tally=TallyFactory(round=option.round), option=option, no_count=2)

    (row,) = votes(staff_client)

    assert (row["Answers"], row["No"], row["Yes"]) == ("< 3", None, None)


# -- Pages --------------------------------------------------------------------------------------


def test_the_page_offers_every_workbook(staff_client):
    programme = ProgrammeFactory()

    page = staff_client.get(reverse("actions:exports")).content.decode()

    files = [address.partition("?")[0] for address in all_files(programme)]
    assert [address for address in files[:-1] if f'href="{address}"' not in page] == []
    assert f'href="{reverse("actions:export_funder", args=[programme.pk])}"' in page


def test_an_unknown_workbook_is_no_page(staff_client):
    assert staff_client.get(file_of("secrets")).status_code == 404


def test_a_visitor_takes_nothing_away(client):
    addresses = [*all_files(ProgrammeFactory()), reverse("actions:exports")]

    assert {client.get(address).status_code for address in addresses} == {302}


def test_an_account_without_staff_rights_takes_nothing_away(client, django_user_model):
    client.force_login(django_user_model.objects.create(username="guest"))

    assert {client.get(address).status_code for address in all_files(ProgrammeFactory())} == {403}
