"""One declaration changes: its own matches follow, and the result is that of a full look."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from companies.models import Company, Resource
from synergies.models import DetectionKey, Match, ParsedResource
from synergies.services.detection import detect_due, detect_resource, due_count, run_detection
from tests.factories import CompanyFactory, InitiativeFactory, MatchFactory, ResourceFactory

TITLES = [
    "Palettes Europe",
    "Palettes perdues",
    "Copeaux d'acier",
    "Métaux ferreux",
    "Sable de moulage usé",
    "Matériaux de remblai",
    "Zirconate plombifère",
    "Zirconate de baryum",
    "Pont-bascule",
]
FAMILIES = ["material", "waste", "equipment"]
declarations = st.fixed_dictionaries(
    {
        "title": st.sampled_from(TITLES),
        "family": st.sampled_from(FAMILIES),
        "direction": st.sampled_from(Resource.Direction.values),
        "description": st.sampled_from(["", "copeaux d'acier refusés", "palettes, sables"]),
        "quantity": st.sampled_from([None, 12]),
    }
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 2), declarations),
        st.tuples(st.just("edit"), st.integers(0, 9), declarations),
        st.tuples(st.just("close"), st.integers(0, 9), st.just({})),
        st.tuples(st.just("delete"), st.integers(0, 9), st.just({})),
        st.tuples(st.just("leave"), st.integers(0, 2), st.just({})),
        st.tuples(st.just("move"), st.integers(0, 2), st.just({})),
    ),
    min_size=1,
    max_size=10,
)


def stored() -> list[tuple[Any, ...]]:
    fields = ("resource_a", "resource_b", "kind", "tier", "concept", "reasons", "status")
    return sorted(Match.objects.values_list(*fields), key=lambda row: row[:2])


class IncrementalTest(TestCase):
    @given(history=steps)
    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    def test_any_order_of_changes_ends_like_a_full_recompute(self, history) -> None:
        initiative = InitiativeFactory()
        companies = [CompanyFactory(initiative=initiative) for _ in range(3)]
        for what, number, values in history:
            apply(what, number, values, companies)
            detect_due(initiative=initiative, now=timezone.now())
        one_by_one = stored()

        Match.objects.all().delete()
        ParsedResource.objects.all().delete()
        run_detection(initiative=initiative)

        assert one_by_one == stored()
        assert due_count(initiative) == 0


def apply(what: str, number: int, values: dict[str, Any], companies: Sequence[Any]) -> None:
    if what == "add":
        ResourceFactory(company=companies[number], waste_code=None, **values)
        return
    if what in ("leave", "move"):
        left = {"left_on": date(2019, 1, 1), "left_reason": "moved away"}
        changes = left if what == "leave" else {"latitude": 48.5, "longitude": 6.1}
        Company.objects.filter(pk=companies[number].pk).update(**changes)
        return
    resources = list(Resource.objects.order_by("pk"))
    if not resources:
        return
    chosen = Resource.objects.filter(pk=resources[number % len(resources)].pk)
    if what == "edit":
        chosen.update(**values)
    elif what == "close":
        chosen.update(closed_at=timezone.now(), closed_reason="sold")
    else:
        chosen.delete()


@pytest.mark.django_db
def test_only_the_matches_of_the_changed_declaration_are_written():
    first = ResourceFactory(title="Palettes Europe")
    ResourceFactory(title="Palettes Europe", need=True)
    other = ResourceFactory(title="Copeaux d'acier")
    ResourceFactory(title="Copeaux d'acier", need=True)
    run_detection(initiative=first.company.initiative)
    untouched = Match.objects.filter(resource_a=other).values().get()
    Resource.objects.filter(pk=first.pk).update(title="Palettes perdues")

    written = detect_resource(pk=first.pk, now=timezone.now())

    assert (written.new, written.changed, written.forgotten) == (0, 0, 1)
    assert Match.objects.filter(resource_a=other).values().get() == untouched


@pytest.mark.django_db
@pytest.mark.parametrize("others", [1, 3])
def test_queries_for_one_declaration_do_not_grow(others, django_assert_num_queries):
    mine = ResourceFactory(title="Palettes Europe")
    for _ in range(others):
        ResourceFactory(title="Palettes Europe", need=True)
    detect_due(initiative=mine.company.initiative, now=timezone.now())
    Match.objects.all().delete()

    with django_assert_num_queries(13):
        detect_resource(pk=mine.pk, now=timezone.now())

    assert Match.objects.count() == others


@pytest.mark.django_db
def test_what_a_person_rejected_is_never_suggested_again_even_after_an_edit():
    match = MatchFactory(rejected=True)
    for resource in (match.resource_a, match.resource_b):
        Resource.objects.filter(pk=resource.pk).update(title="Palettes Europe", family="material")

    detect_due(initiative=match.resource_a.company.initiative, now=timezone.now())

    match.refresh_from_db()
    assert match.status == Match.Status.REJECTED
    assert Match.objects.count() == 1


@pytest.mark.django_db
def test_late_joiner_has_its_matches_after_one_tick():
    early = ResourceFactory(title="Palettes Europe")
    detect_due(initiative=early.company.initiative, now=timezone.now())
    newcomer = CompanyFactory(initiative=early.company.initiative, name="Newcomer")
    ResourceFactory(title="Palettes EUR", need=True, company=newcomer)

    assert detect_due(initiative=early.company.initiative, now=timezone.now()) == 1

    assert Match.objects.get().resource_b.company == newcomer


@pytest.mark.django_db
def test_many_changes_at_once_are_done_in_one_pass():
    initiative = InitiativeFactory()
    for number in range(45):
        company = CompanyFactory(initiative=initiative)
        ResourceFactory(title="Palettes Europe", need=bool(number % 2), company=company)

    assert detect_due(initiative=initiative, now=timezone.now()) == 45

    assert Match.objects.count() == 45 * 44 // 2
    assert due_count(initiative) == 0


@pytest.mark.django_db
def test_keys_go_with_their_declaration():
    resource = ResourceFactory(title="Palettes Europe")
    detect_due(initiative=resource.company.initiative, now=timezone.now())
    assert DetectionKey.objects.filter(parsed=resource.pk, key="is:epal-pallet").exists()

    resource.delete()

    assert DetectionKey.objects.count() == 0
