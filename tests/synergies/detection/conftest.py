import pytest

from synergies.detection import Relations, Vocabulary
from synergies.services.vocabulary import base


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return base()  # of the product: read once in a process, for all tests


@pytest.fixture(scope="session")
def relations(vocabulary: Vocabulary) -> Relations:
    return Relations(vocabulary, with_activities=True)
