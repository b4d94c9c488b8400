import pytest
from django.utils import timezone

from synergies.services.detection import best_matches, detect_due
from synergies.services.suggesting import prompts, suggest_concepts, suggest_waste_codes
from tests.factories import CompanyFactory, ResourceFactory

pytestmark = pytest.mark.django_db


def concepts(title: str, **changes: str) -> list[str]:
    values = {"description": "", "family": "material", "direction": "offer", "language": "fr"}
    found = suggest_concepts(title=title, **{**values, **changes})
    assert len(found) <= 5
    return [suggestion.value for suggestion in found]


def test_the_concept_of_the_words_comes_first():
    assert concepts("Palettes EUR")[0] == "epal-pallet"


def test_a_word_being_typed_is_completed():
    assert "pallet-truck" in concepts("transpal", family="equipment")


def test_labels_are_in_the_language_of_the_reader():
    french = suggest_concepts(
        title="Palettes EUR", description="", family="material", direction="offer", language="fr"
    )
    english = suggest_concepts(
        title="EUR pallets", description="", family="material", direction="offer", language="en"
    )

    assert (french[0].label, english[0].label) == ("palettes Europe", "Europe pallets")


def test_words_that_say_nothing_suggest_nothing():
    assert concepts("") == []
    assert concepts("???") == []


def codes(title: str, naf_code: str = "", **changes: str) -> list[str]:
    values = {"description": "", "family": "waste", "direction": "offer", "language": "fr"}
    company = CompanyFactory(naf_code=naf_code)
    found = suggest_waste_codes(company=company, title=title, **{**values, **changes})
    assert len(found) <= 5
    return [suggestion.value for suggestion in found]


def test_waste_codes_follow_the_words():
    assert codes("Copeaux d'acier d'usinage")[0] == "120101"


def test_the_trade_of_the_company_decides_between_codes():
    from_a_foundry = codes("Sable usé", naf_code="24.51Z")

    assert from_a_foundry[0].startswith("1009")


def test_a_code_that_has_ended_is_not_suggested():
    assert "200133" not in codes("Piles et accumulateurs")


def test_prompts_name_what_the_trade_often_has_until_it_is_declared():
    foundry = CompanyFactory(naf_code="24.51Z")
    before = {prompt.concept for prompt in prompts(company=foundry, language="fr")}
    assert "foundry-sand" in before

    ResourceFactory(company=foundry, title="Sable de fonderie usé", family="waste")
    detect_due(initiative=foundry.initiative, now=timezone.now())

    after = {prompt.concept for prompt in prompts(company=foundry, language="fr")}
    assert "foundry-sand" not in after


def test_a_company_without_a_known_trade_gets_no_prompt():
    assert prompts(company=CompanyFactory(naf_code=""), language="fr") == []


def test_the_best_matches_are_seen_at_once_and_nothing_is_written():
    stored = ResourceFactory(title="Palettes Europe")
    ResourceFactory(title="Pont-bascule", family="equipment")
    detect_due(initiative=stored.company.initiative, now=timezone.now())
    late = ResourceFactory(title="Palettes EUR", need=True)

    found = best_matches(resource=late, limit=20)

    assert next(match.tier.value for _, match in found) == "SURE"
    assert {judgement.one.ref for judgement, _ in found} == {str(stored.pk)}
    assert not hasattr(late, "parsed")


def test_the_best_matches_are_those_of_a_full_look():
    titles = ["Palettes Europe", "Palettes", "Palettes perdues", "Zirconate", "Europalettes B"]
    for title in titles:
        ResourceFactory(title=title)
    mine = ResourceFactory(title="Palettes EUR", need=True)
    detect_due(initiative=mine.company.initiative, now=timezone.now())

    found = best_matches(resource=mine, limit=20)

    assert len(found) == mine.matches_as_b.count()
    ranks = [match.tier.rank for _, match in found]
    assert ranks == sorted(ranks)
