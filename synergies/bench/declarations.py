"""Made-up declarations for measuring: words of the vocabulary, as companies would put them."""

from collections.abc import Iterator
from random import Random

from synergies.detection import Concept, Declaration, Direction, Family, Vocabulary

COMPANY_SIZE = 12  # declarations a company makes at a workshop, on average
BEFORE = ("", "", "", "Surplus de ", "Besoin de ", "Lot de ", "Stock ")
AFTER = ("", "", "", " pour l'atelier", " en vrac", " 2 fois par an", " à venir chercher")
DETAILS = ("", "", "stocké à l'abri", "contrat à renouveler en fin d'année, qualité constante")
FAMILIES = {
    "material": (Family.MATERIAL, Family.WASTE),
    "packaging": (Family.MATERIAL,),
    "energy": (Family.ENERGY,),
    "water": (Family.WATER,),
    "equipment": (Family.EQUIPMENT,),
    "space": (Family.SPACE,),
    "logistics": (Family.LOGISTICS,),
    "service": (Family.SERVICE,),
    "skill": (Family.SKILL,),
}
UNKNOWN_SHARE = 0.05  # declarations whose words the vocabulary does not know


def declarations(vocabulary: Vocabulary, count: int, seed: int = 2026) -> Iterator[Declaration]:
    """Yield `count` declarations of a region, the same for the same seed."""
    random = Random(seed)  # noqa: S311 – test data, not a secret
    concepts = [one for one in vocabulary.concepts.values() if one.section in FAMILIES]
    for number in range(count):
        concept = random.choice(concepts)
        yield Declaration(
            ref=f"{number:07}",
            company=f"C{number // COMPANY_SIZE}",
            direction=random.choice((Direction.OFFER, Direction.NEED, Direction.SHARE)),
            family=random.choice(FAMILIES[concept.section]),
            title=_title(random, concept),
            description=random.choice(DETAILS),
            quantity=str(random.randint(1, 500)),
            unit="t",
            period="an",
            latitude=round(48.0 + random.random(), 5),
            longitude=round(5.5 + random.random(), 5),
        )


def _title(random: Random, concept: Concept) -> str:
    name = random.choice(list(concept.names()))
    if random.random() < UNKNOWN_SHARE:
        name = "".join(random.sample("abcdefghijklmnopqrstuvwxyz", 8)) + " " + name.split()[0]
    return f"{random.choice(BEFORE)}{name}{random.choice(AFTER)}"
