import pytest

from synergies.detection import Kind
from synergies.detection.merges import explain_merge, suggest_merges, suggested_title

from .builders import need, offer, share, substitution, synergy


def only_group(rows, vocabulary):
    (group,) = suggest_merges(rows, vocabulary)
    return group


def sentences(rows, small, language="fr"):
    return explain_merge(only_group(rows, small), small, language)


def twice(*resources, **changes):
    return [substitution(*resources, **changes), substitution(*resources, **changes)]


@pytest.mark.parametrize(
    ("rows", "french", "english"),
    [
        (
            twice(offer("slag", title="Laitier"), need("slag", title="Remblai")),
            "Elles répondent au même besoin\u00a0: «\u202fRemblai\u202f».",
            "They answer the same need: “Remblai”.",
        ),
        (
            [
                substitution(offer("slag", key="same", title="Laitier"), need("foundry-sand")),
                substitution(offer("slag", key="same", title="Laitier"), need("electricity")),
            ],
            "Elles portent sur la même ressource\u00a0: «\u202fLaitier\u202f».",
            "They rest on the same resource: “Laitier”.",
        ),
        (
            [
                synergy(share("boom-lift", key="lift", title="Nacelle 16 m"), area="equipment"),
                synergy(share("boom-lift", key="lift", title="Nacelle 16 m"), area="equipment"),
            ],
            "Elles partagent le même moyen\u00a0: «\u202fNacelle 16 m\u202f».",
            "They share the same thing: “Nacelle 16 m”.",
        ),
        (
            [
                synergy(area="skills", title="Achats du parc"),
                synergy(area="skills", title="Parc : achat"),
            ],
            "Leurs intitulés disent la même chose (achat, parc).",
            "Their titles say the same (achat, parc).",
        ),
        (
            [
                substitution(offer("epal-pallet"), need("epal-pallet")),
                substitution(offer("epal-pallet"), need("epal-pallet")),
            ],
            "Toutes concernent «\u202fpalettes Europe\u202f».",
            "All are about “epal pallet”.",
        ),
        (
            [
                substitution(offer("heavy-pallet"), need("heavy-pallet")),
                substitution(offer("one-way-pallet"), need("one-way-pallet")),
            ],
            "Toutes relèvent de «\u202fpalettes\u202f».",
            "All come under “pallet”.",
        ),
        (
            [
                synergy(share("boom-lift"), area="equipment"),
                synergy(share("forklift"), area="equipment"),
            ],
            "Un même thème\u00a0: «\u202flevage et manutention\u202f».",
            "One theme: “lifting and handling”.",
        ),
    ],
)
def test_each_bond_has_its_sentence(small, rows, french, english):
    assert sentences(rows, small) == [french]
    assert sentences(rows, small, "en") == [english]


def test_a_joint_purchase_names_the_thing_and_not_the_need_of_one(small):
    mine = need("electricity", title="Électricité du site")
    rows = [synergy(mine, need("electricity")), synergy(mine, need("electricity"))]

    assert sentences(rows, small, "en") == ["All are about “electricity”."]


def test_the_lead_is_the_synergy_that_gathers_most_companies(small):
    lift = share("boom-lift")
    few = synergy(lift, companies=("A", "B"), area="equipment", number=1)
    many = synergy(lift, companies=("A", "B", "C"), area="equipment", number=2)
    as_many = synergy(lift, companies=("A", "B", "D"), area="equipment", number=3)

    assert only_group([as_many, few, many], small).lead == "2"


def test_a_pooling_that_gathers_the_others_gives_its_title(small):
    pallets = offer("epal-pallet")
    bank = synergy(pallets, need("epal-pallet"), companies=("A", "B", "C"), title="Banque commune")
    exchange = substitution(pallets, need("epal-pallet"), companies=("A", "B"))

    group = only_group([bank, exchange], small)

    assert suggested_title(group, small, "fr") == "Banque commune"


def test_else_the_group_is_called_after_what_it_shares(small):
    fill = need("fill-material", title="matériaux de remblai")
    rows = [substitution(offer(code), fill) for code in ("slag", "foundry-sand")]

    group = only_group(rows, small)

    assert group.kind is Kind.SUBSTITUTION
    assert suggested_title(group, small, "fr") == "Matériaux de remblai"


def test_a_theme_gives_its_name_in_the_language_of_the_reader(small):
    rows = [synergy(share(code), area="equipment") for code in ("boom-lift", "forklift")]

    group = only_group(rows, small)

    assert suggested_title(group, small, "fr") == "Levage et manutention"
    assert suggested_title(group, small, "en") == "Lifting and handling"
