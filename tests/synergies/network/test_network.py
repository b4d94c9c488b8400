"""Pairs, their order and their places, in pure Python."""

from itertools import combinations
from random import Random

import pytest

from synergies.network import circle, order_of, partners_of, strongest, ties_of


def test_a_synergy_of_n_companies_ties_every_two_and_gives_each_company_one():
    ties = ties_of({7: [3, 1, 2, 4]})

    assert {(tie.a, tie.b) for tie in ties} == set(combinations([1, 2, 3, 4], 2))
    assert [len(tie.synergies) for tie in ties] == [1] * 6
    for mine in partners_of(ties).values():
        assert sum(tie.strength for tie in mine) == pytest.approx(1)


def test_a_pair_knows_its_synergies_and_two_together_outweigh_a_large_group():
    ties = ties_of({1: [1, 2], 2: [2, 1], 3: [1, 2, 3, 4, 5], 4: [9], 5: [6, 6]})

    assert (ties[0].a, ties[0].b, ties[0].synergies) == (1, 2, (1, 2, 3))
    assert ties[0].strength == pytest.approx(2.25)
    assert {company for tie in ties for company in (tie.a, tie.b)} == {1, 2, 3, 4, 5}


def test_companies_that_work_together_stand_side_by_side():
    chance = Random(5)
    companies = list(range(40))
    chance.shuffle(companies)
    teams = [companies[start : start + 8] for start in range(0, 40, 8)]
    pairs = [list(pair) for team in teams for pair in combinations(team, 2)] * 3
    pairs += [chance.sample(companies, 2) for _stranger in range(20)]

    order = order_of(sorted(companies), ties_of(dict(enumerate(pairs))))

    assert sorted(order) == sorted(companies)
    found = {frozenset(order[start : start + 8]) for start in range(0, 40, 8)}
    assert found == {frozenset(team) for team in teams}


def test_the_order_does_not_depend_on_the_order_of_the_synergies():
    chance = Random(6)
    groups = {number: chance.sample(range(30), 3) for number in range(80)}
    shuffled = dict(sorted(groups.items(), key=lambda item: item[1]))

    one, other = (order_of(range(30), ties_of(rows)) for rows in (groups, shuffled))

    assert one == other


def test_companies_without_partner_come_last_in_the_order_given():
    assert order_of([5, 4, 3, 2, 1], ties_of({1: [2, 4]})) == [2, 4, 5, 3, 1]


def test_strongest_keeps_a_weak_tie_that_is_all_a_company_has():
    ties = ties_of({1: [1, 2], 2: [1, 2], 3: [1, 3], 4: [1, 3], 5: [2, 3], 6: [2, 4]})

    kept = {(tie.a, tie.b) for tie in strongest(ties, 1)}

    assert kept == {(1, 2), (1, 3), (2, 4)}


def test_the_circle_places_each_company_once_and_draws_only_ties_between_them():
    ties = ties_of({1: [1, 2], 2: [2, 3], 3: [3, 4]})

    places, links = circle([1, 2, 3], ties)

    assert [place.company for place in places] == [1, 2, 3]
    assert (places[0].x, places[0].y) == ("500.0", "210.0")
    assert [place.is_left for place in places] == [False, False, True]
    assert {(link.tie.a, link.tie.b) for link in links} == {(1, 2), (2, 3)}
