import pytest

from synergies.detection import Relations, Vocabulary, load_vocabulary


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="session")
def relations(vocabulary: Vocabulary) -> Relations:
    return Relations(vocabulary, with_activities=True)
