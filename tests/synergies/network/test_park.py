"""The map in pure Python: places, names that cover nothing, marks moved apart."""

from itertools import combinations
from math import hypot
from random import Random

import pytest

from synergies.network import Site, park_of
from synergies.network.labels import CHARACTER, LINE, ZOOMS
from synergies.network.park import LARGEST_MARK, NAME_SIZE, SMALLEST_MARK, WIDTH

POMPEY = (48.772, 6.126)


def site(company, latitude, longitude, weight=1, municipality="Pompey"):
    return Site(company, f"Company {company}", municipality, latitude, longitude, weight)


def crowd(count):
    chance = Random(7)
    latitude, longitude = POMPEY
    return [
        site(number, latitude + chance.gauss(0, 0.02), longitude + chance.gauss(0, 0.03), number)
        for number in range(count)
    ]


def test_north_is_up_east_is_right_and_a_kilometre_is_the_same_both_ways():
    latitude, longitude = POMPEY
    north_km, east_km = 1 / 111.195, 1 / (111.195 * 0.6591)  # degrees at this latitude
    park = park_of(
        [
            site(1, latitude, longitude),
            site(2, latitude + 4 * north_km, longitude),
            site(3, latitude, longitude + 4 * east_km),
        ]
    )
    places = {m.site.company: (float(m.true_x), float(m.true_y)) for m in park.marks}

    up, right = places[1][1] - places[2][1], places[3][0] - places[1][0]

    assert up == pytest.approx(4 * float(park.step) / park.step_km, rel=0.01)
    assert right == pytest.approx(up, rel=0.01)


def test_marks_of_one_building_are_moved_apart_and_a_line_leads_to_the_true_place():
    park = park_of([site(number, *POMPEY) for number in range(5)] + [site(9, 48.80, 6.2)])

    for one, other in combinations(park.marks, 2):
        apart = hypot(float(one.x) - float(other.x), float(one.y) - float(other.y))
        assert apart >= float(one.radius) + float(other.radius)
    assert {mark.site.company for mark in park.marks if mark.is_moved} >= {0, 1, 2, 3}


@pytest.mark.parametrize("zoom", ZOOMS)
def test_names_shown_at_a_zoom_cover_no_other_name_and_stay_inside(zoom):
    park = park_of(crowd(120))
    boxes = []
    for mark in park.marks:
        if mark.label is None or mark.label.zoom > zoom:
            continue
        width, half = len(mark.name) * NAME_SIZE * CHARACTER, NAME_SIZE * LINE / 2
        share = {"start": 0, "middle": 0.5, "end": 1}[mark.label.anchor]
        left = float(mark.x) + (float(mark.label.dx) - width * share) / zoom
        middle = float(mark.y) + float(mark.label.dy) / zoom
        boxes.append((left, middle - half / zoom, left + width / zoom, middle + half / zoom))

    assert len(boxes) > 10
    for (l1, t1, r1, b1), (l2, t2, r2, b2) in combinations(boxes, 2):
        overlap = min(r1, r2) - max(l1, l2), min(b1, b2) - max(t1, t2)
        assert min(overlap) < 0.2  # what rounding to a tenth may add
    assert all(left >= -0.2 and right <= WIDTH + 0.2 for left, _top, right, _bottom in boxes)


def test_the_mark_grows_with_the_number_of_synergies():
    park = park_of([site(1, 48.77, 6.1, 0), site(2, 48.78, 6.2, 25), site(3, 48.79, 6.3, 100)])

    radii = {mark.site.company: float(mark.radius) for mark in park.marks}

    assert radii == {1: SMALLEST_MARK, 2: (SMALLEST_MARK + LARGEST_MARK) / 2, 3: LARGEST_MARK}


def test_a_place_entered_wrongly_does_not_shrink_the_park():
    far = site(99, 0.0, 0.0)

    park = park_of([*crowd(10), far])

    assert park.far == [far]
    assert park.step_km <= 5
    assert len(park.marks) == 10


@pytest.mark.parametrize("sites", [[], [site(1, *POMPEY)], [site(1, *POMPEY), site(2, *POMPEY)]])
def test_nobody_one_and_two_at_one_place_can_be_drawn(sites):
    park = park_of(sites)

    assert len(park.marks) == len(sites)


def test_each_municipality_is_named_once_near_its_companies():
    park = park_of(
        [
            site(1, 48.77, 6.12, municipality="Pompey"),
            site(2, 48.771, 6.121, municipality="Pompey"),
            site(3, 48.80, 6.20, municipality="Faulx"),
            site(4, 48.78, 6.15, municipality=""),
        ]
    )

    towns = {town.name: (float(town.x), float(town.y)) for town in park.towns}

    assert sorted(towns) == ["Faulx", "Pompey"]
    assert towns["Faulx"][0] > towns["Pompey"][0]
    assert towns["Faulx"][1] < towns["Pompey"][1]
