"""Two people who group, undo or refuse at the same instant: threads with their own connections."""

import pytest
from django.utils import timezone

from synergies.models import Merge, MergeRefusal, Synergy
from synergies.services.merges import MergeRefused, merge_synergies, refuse_merge, undo_merge
from tests.factories import SynergyFactory, UserFactory
from tests.synergies.services.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def merging(members, user):
    def task():
        try:
            merge_synergies(
                initiative=members[0].initiative,
                pks=[member.pk for member in members],
                title="",
                user=user,
                now=timezone.now(),
            )
        except MergeRefused:
            return "refused"
        return "merged"

    return task


def test_of_two_people_who_group_the_same_synergies_one_is_told():
    members, user = SynergyFactory.create_batch(2), UserFactory()

    outcomes = at_once([merging(members, user)] * 3)

    assert sorted(outcomes) == ["merged", "refused", "refused"]
    assert Synergy.objects.filter(origin=Synergy.Origin.MERGE).count() == 1
    assert Merge.objects.get().members.count() == 2


def test_a_synergy_never_stands_in_two_groups():
    first, second, third = SynergyFactory.create_batch(3)
    user = UserFactory()

    outcomes = at_once([merging([first, second], user), merging([second, third], user)])

    assert sorted(outcomes) == ["merged", "refused"]
    assert Synergy.objects.exclude(merged_into=None).count() == 2


def test_two_groups_at_once_take_two_numbers():
    one, other, user = SynergyFactory.create_batch(2), SynergyFactory.create_batch(2), UserFactory()

    outcomes = at_once([merging(one, user), merging(other, user)])

    numbers = list(Merge.objects.values_list("number", flat=True))
    assert outcomes == ["merged", "merged"]
    assert len(set(numbers)) == 2


def test_a_merge_is_undone_by_one_of_two_people():
    members, user = SynergyFactory.create_batch(2), UserFactory()
    merging(members, user)()
    merge = Merge.objects.get()

    def undoing():
        try:
            undo_merge(merge=Merge.objects.get(pk=merge.pk), user=user, now=timezone.now())
        except MergeRefused:
            return "refused"
        return "undone"

    assert sorted(at_once([undoing] * 2)) == ["refused", "undone"]
    assert Synergy.objects.filter(merged_into=None).count() == 2


def test_the_same_refusal_at_once_is_one_row():
    synergies, user = SynergyFactory.create_batch(2), UserFactory()

    def refusing():
        refuse_merge(
            initiative=synergies[0].initiative,
            pks=[synergy.pk for synergy in synergies],
            reason="Two qualities",
            user=user,
            now=timezone.now(),
        )

    at_once([refusing] * 3)

    assert MergeRefusal.objects.get().synergies.count() == 2
