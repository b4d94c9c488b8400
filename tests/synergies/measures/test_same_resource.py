"""Which pairs are right, and how detection is counted against them."""

from synergies.detection import Tier
from synergies.measures.ranking import Share
from synergies.measures.same_resource import (
    Detected,
    quality_of_order,
    quality_of_tiers,
    truths,
)

SLAGS = ("Slag", "Steel slag")
WHEYS = ("Sour serum", "Whey")


def right(truth):
    return {pair for pair, is_right in truth.items() if is_right}


def texts(exchanges):
    return {each.waste for each in exchanges}


def test_pairs_with_a_waste_code_in_common_are_right(exchanges):
    truth = truths(exchanges)["code"]

    assert right(truth) == {SLAGS, WHEYS, ("Hot gas", "Slag"), ("Hot gas", "Steel slag")}
    assert len(truth) == 6 * 5 / 2  # all but the waste heat, which has no waste code


def test_strict_leaves_out_unspecified_wastes_and_those_that_replace_other_products(exchanges):
    all_of_them, strict = truths(exchanges)["code"], truths(exchanges)["strict"]

    assert right(strict) == {SLAGS, ("Hot gas", "Slag")}
    assert set(all_of_them) - set(strict) == {WHEYS, ("Hot gas", "Steel slag")}


def test_texts_without_waste_code_are_compared_by_the_product_they_replace(exchanges):
    heat = next(each for each in exchanges if each.waste == "Waste heat")
    steam = type(heat)("X", "", "", "Steam", frozenset(), frozenset({"353011"}), "")
    truth = truths([*exchanges, steam])["any code"]

    assert truth["Steam", "Waste heat"]
    assert len(truth) == 8 * 7 / 2


def test_a_waste_code_is_never_taken_for_a_product_code(exchanges):
    one, other = exchanges[3], exchanges[0]
    confusing = type(one)("X", "", "", "Heat", frozenset(), other.waste_codes, "")

    assert right(truths([other, confusing])["any code"]) == set()


def test_same_concept_is_sure_whichever_is_offered(exchanges, relations):
    detected = Detected(texts(exchanges), relations)

    assert detected.tier(*SLAGS) is Tier.SURE
    assert detected(*SLAGS) == detected(*reversed(SLAGS))
    assert detected.tier("Fly ash", "Slag") is None
    assert detected("Fly ash", "Slag") == (0.0,)


def test_two_offers_of_the_same_thing_are_sure_too(exchanges, relations):
    detected = Detected(texts(exchanges), relations, both_offered=True)

    assert detected.tier(*SLAGS) is Tier.SURE


def test_tiers_are_counted_against_the_truth(exchanges, relations):
    detected = Detected(texts(exchanges), relations)
    found = quality_of_tiers(truths(exchanges)["code"], detected, "SURE")

    assert (found.precision, found.recall) == (Share(1, 1), Share(1, 4))


def test_order_is_perfect_when_the_score_is_the_truth(exchanges):
    truth = truths(exchanges)["code"]

    assert quality_of_order(truth, lambda *pair: (float(truth[pair]),)) == 1.0
    assert quality_of_order(truth, lambda *pair: (0.0,)) == 4 / 15
