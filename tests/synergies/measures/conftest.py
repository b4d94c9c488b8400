"""A vocabulary of seven concepts and seven made-up exchanges: few enough to count by hand."""

from pathlib import Path

import pytest

from synergies.detection import Concept, Relations, Vocabulary
from synergies.measures.exchanges import Exchange, read_exchanges

EXCHANGES = Path(__file__).parent / "data" / "exchanges.csv"

CONCEPTS = (
    Concept("slag", "material", "", "laitier", "slag", False, (), ("steel slag",), ("10 02 02",)),
    Concept("fly-ash", "material", "", "cendres volantes", "fly ash", waste_codes=("10 01 02",)),
    Concept("whey", "material", "", "lactosérum", "whey"),
    Concept("waste-heat", "energy", "", "chaleur fatale", "waste heat"),
    Concept(
        "cement-plant",
        "activity",
        "",
        "cimenterie",
        "cement production",
        needs=("slag", "fly-ash"),
        source="made up",
    ),
    Concept("road-builder", "activity", "", "construction de routes", "road construction"),
    Concept("steelworks", "activity", "", "aciérie", "steelworks", has=("slag",), source="made up"),
)


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return Vocabulary(CONCEPTS)


@pytest.fixture(scope="session")
def relations(vocabulary: Vocabulary) -> Relations:
    return Relations(vocabulary, with_activities=True)


@pytest.fixture(scope="session")
def exchanges() -> list[Exchange]:
    return read_exchanges(EXCHANGES)
