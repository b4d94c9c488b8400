"""A vocabulary of a dozen concepts, and synergies that rest on declarations about them."""

from itertools import count
from typing import Any

from synergies.detection import Concept, Direction, Kind, Vocabulary
from synergies.detection.merges import LinkedResource, MergeRecord

_numbers = count(1)

# concept, section, parent, is_broad, French label, French alias
CONCEPTS = (
    ("pallet", "packaging", "", True, "palettes", ""),
    ("epal-pallet", "packaging", "pallet", False, "palettes Europe", "palette EUR"),
    ("epal-class-a", "packaging", "epal-pallet", False, "palettes Europe classe A", ""),
    ("one-way-pallet", "packaging", "pallet", False, "palettes perdues", ""),
    ("heavy-pallet", "packaging", "pallet", False, "palettes renforcées", ""),
    ("fill-material", "material", "", False, "matériaux de remblai", "remblai"),
    ("foundry-sand", "material", "", False, "sable de fonderie", "sable de moulage"),
    ("slag", "material", "", False, "laitier", ""),
    ("electricity", "energy", "", False, "électricité", ""),
    ("boom-lift", "equipment", "", False, "nacelle élévatrice", "nacelle"),
    ("handling-equipment", "equipment", "", True, "matériel de manutention", ""),
    ("forklift", "equipment", "handling-equipment", False, "chariot élévateur", "chariot"),
    ("shredder", "equipment", "", True, "broyeur", ""),
    ("laundry", "service", "", False, "laverie", ""),
    ("ergonomist", "skill", "", False, "ergonome", ""),
    ("packers", "skill", "", False, "conditionneurs", ""),
)


def small_vocabulary() -> Vocabulary:
    """Return the vocabulary of these tests; Europe pallets must not be taken for lost ones."""
    return Vocabulary(
        Concept(
            code=code,
            section=section,
            parent=parent,
            label_fr=label,
            label_en=code.replace("-", " "),
            is_broad=is_broad,
            aliases_fr=(alias,) if alias else (),
            incompatible=("one-way-pallet",) if code == "epal-pallet" else (),
        )
        for code, section, parent, is_broad, label, alias in CONCEPTS
    )


def resource(*heads: str, **changes: Any) -> LinkedResource:
    """Return a declaration about `heads`; named after the first of them."""
    number = next(_numbers)
    values = {"key": f"R{number}", "title": f"Title {number}", "heads": heads}
    return LinkedResource(**{**values, **changes})


def offer(*heads: str, **changes: Any) -> LinkedResource:
    return resource(*heads, **{"direction": Direction.OFFER, **changes})


def need(*heads: str, **changes: Any) -> LinkedResource:
    return resource(*heads, **{"direction": Direction.NEED, **changes})


def share(*heads: str, **changes: Any) -> LinkedResource:
    return resource(*heads, **{"direction": Direction.SHARE, **changes})


def synergy(*resources: LinkedResource, **changes: Any) -> MergeRecord:
    """Return a pooling of these declarations, each of a company of its own."""
    number = changes.pop("number", next(_numbers))
    values = {
        "key": str(number),
        "number": number,
        "title": f"Sujet {_letters(number)}",
        "kind": Kind.POOLING,
        "area": "resources",
        "companies": tuple(f"Company {each.key}" for each in resources),
        "resources": resources,
    }
    return MergeRecord(**{**values, **changes})


def substitution(*resources: LinkedResource, **changes: Any) -> MergeRecord:
    return synergy(*resources, **{"kind": Kind.SUBSTITUTION, **changes})


def _letters(number: int) -> str:
    """Return a word no other number has: digits would not tell two titles apart."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number)) + "q"
