from synergies.detection.merges import Bond
from synergies.detection.merges.subjects import resources_about, subject_of

from .builders import need, offer, share, substitution, synergy


def about(record, small, *named):
    return [one.key for one in resources_about(record, named, small)]


def test_a_substitution_is_about_all_of_its_declarations(small):
    sand, fill = offer("foundry-sand"), need("fill-material")

    assert about(substitution(sand, fill), small) == [sand.key, fill.key]


def test_a_pooling_is_about_what_its_title_names(small):
    first, second = share("forklift"), share("boom-lift")
    record = synergy(first, second, title="Une nacelle pour trois sites", area="equipment")

    bonds = subject_of(record, small).bonds

    assert bonds["resource", second.key] is Bond.RESOURCE
    assert ("resource", first.key) not in bonds


def test_what_a_title_names_after_for_is_not_its_subject(small):
    lift, truck = share("boom-lift"), share("forklift")
    record = synergy(lift, truck, title="Accueil pour chariot", area="equipment")

    assert ("resource", truck.key) not in subject_of(record, small).bonds


def test_a_pooling_of_tools_is_about_what_the_first_party_brings(small):
    ergonomist = offer("ergonomist")
    users = [need("packers"), need("packers")]

    assert about(synergy(ergonomist, *users, area="skills"), small) == [ergonomist.key]


def test_a_pooling_of_flows_is_about_what_several_declare(small):
    collector = need("slag")
    pallets = [offer("epal-pallet"), offer("epal-class-a")]

    assert about(synergy(collector, *pallets), small) == [one.key for one in pallets]


def test_a_service_offered_counts_among_flows(small):
    pallets = [offer("epal-pallet"), offer("epal-pallet")]
    laundry, laundry_wanted = offer("laundry"), need("laundry")

    found = about(synergy(*pallets, laundry), small)

    assert found == [*(one.key for one in pallets), laundry.key]
    assert about(synergy(*pallets, laundry_wanted), small) == [one.key for one in pallets]


def test_only_declarations_that_fit_the_area_count(small):
    sand, lift = offer("foundry-sand"), share("boom-lift")

    assert about(synergy(sand, lift, area="equipment"), small) == [lift.key]


def test_a_declaration_that_nobody_understands_counts_where_it_stands_first(small):
    unknown = share()

    assert about(synergy(unknown, share("boom-lift"), area="equipment"), small) == [unknown.key]


def test_a_concept_holds_more_tightly_than_its_heading(small):
    record = substitution(offer("epal-class-a"), need("one-way-pallet"))

    bonds = subject_of(record, small).bonds

    assert bonds["concept", "epal-class-a"] is Bond.CONCEPT
    assert bonds["concept", "epal-pallet"] is Bond.CONCEPT  # one step up, and no broad word
    assert bonds["concept", "pallet"] is Bond.HEADING
    assert bonds["theme", "pallets"] is Bond.THEME


def test_a_concept_unknown_to_the_vocabulary_still_holds(small):
    record = substitution(offer("forgotten-concept"), need("forgotten-concept"))

    assert subject_of(record, small).bonds["concept", "forgotten-concept"] is Bond.CONCEPT
