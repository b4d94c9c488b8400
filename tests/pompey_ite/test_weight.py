"""When a page is light enough for a slow phone."""

from dataclasses import replace

import pytest

from pompey_ite.tour.weight import Weight

LIGHT = Weight(first_kb=150, again_kb=30, shift=0, usable_ms=1000)


def test_a_page_at_all_its_limits_is_light_enough():
    assert str(LIGHT) == "150 kB, 30 kB, 0.000, 1000 ms  pass"


@pytest.mark.parametrize(
    "heavier",
    [{"first_kb": 150.1}, {"again_kb": 30.1}, {"shift": 0.001}, {"usable_ms": 1001}],
    ids=lambda one: next(iter(one)),
)
def test_one_limit_passed_is_a_miss(heavier):
    assert not replace(LIGHT, **heavier).is_light
