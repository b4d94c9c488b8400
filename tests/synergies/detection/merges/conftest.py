import pytest

from synergies.detection import Vocabulary

from .builders import small_vocabulary


@pytest.fixture(scope="session")
def small() -> Vocabulary:
    return small_vocabulary()
