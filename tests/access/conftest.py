"""The territory and the browsers that every test of access looks at."""

import pytest

from tests.access.world import World, build_world


@pytest.fixture
def world(db: None) -> World:
    return build_world()
