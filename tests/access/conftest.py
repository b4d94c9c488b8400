"""The territory and the browsers that every test of access looks at."""

import pytest

from tests.access.kept import world_as_it_was
from tests.access.world import World


@pytest.fixture
def world(db: None) -> World:
    return world_as_it_was()
