from datetime import date

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from companies.models import Initiative, Resource
from synergies import detection
from synergies.models import Match
from synergies.services.detection import parsing, reason_sentences, run_detection
from tests.factories import (
    CompanyFactory,
    InitiativeFactory,
    MatchFactory,
    PartyFactory,
    ResourceFactory,
    SynergyFactory,
)

pytestmark = pytest.mark.django_db
PALLETS = "Palettes bois 80x120"


@pytest.fixture
def initiative() -> Initiative:
    return InitiativeFactory()


@pytest.fixture
def offer(initiative):
    return ResourceFactory(title=PALLETS, company__name="Giver")


@pytest.fixture
def need(initiative):
    return ResourceFactory(title=PALLETS, need=True, company__name="Taker")


def test_an_offer_and_a_need_of_the_same_thing_are_suggested(initiative, offer, need):
    assert run_detection(initiative=initiative) == 1

    match = Match.objects.get()
    assert {match.resource_a, match.resource_b} == {offer, need}
    assert match.resource_a_id < match.resource_b_id
    assert (match.kind, match.status) == ("substitution", "suggested")
    assert match.tier_order == list(Match.Tier.values).index(match.tier) + 1
    assert match.reasons != []


def test_the_second_run_writes_nothing(initiative, offer, need):
    run_detection(initiative=initiative)
    before = list(Match.objects.values())

    assert run_detection(initiative=initiative) == 0

    assert list(Match.objects.values()) == before


def test_a_changed_declaration_changes_its_suggestion(initiative, offer, need):
    run_detection(initiative=initiative)
    before = Match.objects.get()
    Resource.objects.filter(pk=need.pk).update(
        available_from=date(2019, 6, 1), available_to=date(2019, 7, 31)
    )

    assert run_detection(initiative=initiative) == 0

    after = Match.objects.get()
    assert after.pk == before.pk
    assert after.reasons != before.reasons


def test_a_suggestion_without_support_disappears(initiative, offer, need):
    run_detection(initiative=initiative)
    Resource.objects.filter(pk=need.pk).update(closed_at=timezone.now(), closed_reason="sold")

    assert run_detection(initiative=initiative) == 0

    assert Match.objects.count() == 0


@pytest.mark.parametrize("decided", ["kept", "rejected"])
def test_what_a_person_decided_stays_even_without_support(initiative, offer, need, decided):
    MatchFactory(resource_a=offer, resource_b=need, **{decided: True})
    unsupported = MatchFactory(**{decided: True})
    before = list(Match.objects.values())

    assert run_detection(initiative=initiative) == 0

    assert list(Match.objects.values()) == before
    assert unsupported in Match.objects.all()


def test_a_pair_that_a_synergy_holds_is_kept_by_it_not_suggested(initiative, offer, need):
    synergy = SynergyFactory()
    for resource in (offer, need):
        PartyFactory(synergy=synergy, company=resource.company, resources=[resource])

    assert run_detection(initiative=initiative) == 0

    match = Match.objects.get()
    assert (match.status, match.synergy) == ("kept", synergy)


def test_one_company_is_never_matched_with_itself(initiative):
    company = CompanyFactory()
    ResourceFactory(title=PALLETS, company=company)
    ResourceFactory(title=PALLETS, company=company, need=True)

    assert run_detection(initiative=initiative) == 0


def test_other_initiatives_are_neither_matched_nor_touched(initiative, offer):
    elsewhere = InitiativeFactory(name="Elsewhere")
    ResourceFactory(title=PALLETS, need=True, company__initiative=elsewhere)
    theirs = MatchFactory(
        resource_a__company__initiative=elsewhere, resource_b__company__initiative=elsewhere
    )

    assert run_detection(initiative=initiative) == 0

    assert list(Match.objects.all()) == [theirs]


def test_progress_is_told_for_each_declaration(initiative, offer, need):
    told = []

    run_detection(initiative=initiative, progress=lambda done, total: told.append((done, total)))

    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize("count", [2, 6])
def test_the_number_of_queries_does_not_grow_with_the_suggestions(
    initiative, count, django_assert_num_queries
):
    for _index in range(count):
        ResourceFactory(title=PALLETS)
        ResourceFactory(title=PALLETS, need=True)

    assert connection.features.supports_json_field  # asked of SQLite once per process

    with django_assert_num_queries(17):
        assert run_detection(initiative=initiative) >= count * count


def test_a_declaration_reaches_the_engine_as_it_was_typed():
    resource = ResourceFactory(
        measured=True, hazardous=True, waste_code__code="120109", company__latitude=48.77
    )

    declaration = parsing.declaration_of(resource)

    assert (declaration.ref, declaration.company) == (str(resource.pk), str(resource.company_id))
    assert (declaration.quantity, declaration.unit, declaration.period) == ("160", "t", "year")
    assert declaration.waste_code == "12 01 09*"
    assert declaration.latitude == 48.77
    assert declaration.direction is detection.Direction.OFFER


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "No quantity given (Giver)."),
        ("fr", "Quantité non indiquée (Giver)."),
    ],
)
def test_reasons_name_companies_and_follow_the_language(offer, language, sentence):
    reasons = [{"code": "quantity_missing", "params": {"ref": str(offer.pk), "text": ""}}]
    match = MatchFactory(resource_a=offer, reasons=reasons)

    with override(language):
        assert reason_sentences(match) == [sentence]


def test_a_reason_of_an_older_engine_is_left_out(offer):
    reasons = [
        {"code": "no such reason", "params": {}},
        {"code": "distance", "params": {}},
        {"code": "all_year", "params": {}},
    ]

    with override("en"):
        assert reason_sentences(MatchFactory(reasons=reasons)) == ["Available all year."]
