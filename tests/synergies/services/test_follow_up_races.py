"""Two people at once on one synergy: one does it, the other is told."""

from datetime import date

import pytest
from django.utils import timezone

from synergies.models import ContactEntry, Split, StatusChange, Synergy
from synergies.services.contact_log import log_contact
from synergies.services.ladder import Wish
from synergies.services.moves import MoveRefused, move_synergy
from synergies.services.splits import Part, SplitRefused, split_synergy
from tests.factories import PartyFactory, SynergyFactory, UserFactory
from tests.synergies.services.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2018, 5, 3)


def moving(synergy, after):
    """A move by somebody of their own, who read the status the synergy has now."""
    wish = Wish(synergy.status, after, TODAY, next_step="Call", next_due_on=TODAY)
    user = UserFactory()

    def task():
        try:
            move_synergy(synergy=synergy, wish=wish, user=user, now=timezone.now())
        except MoveRefused:
            return "told"
        return "moved"

    return task


def test_of_two_people_who_move_a_synergy_one_does_and_the_other_is_told():
    synergy = SynergyFactory()

    outcomes = at_once([moving(synergy, "study"), moving(synergy, "discussion")])

    assert sorted(outcomes) == ["moved", "told"]
    assert StatusChange.objects.get().after == Synergy.objects.get().status


def test_without_the_status_that_was_read_both_would_move():
    """Negative control: what protects is the status read; read again, both moves pass."""
    synergy = SynergyFactory()
    first = moving(synergy, "study")()
    synergy.refresh_from_db()

    assert (first, moving(synergy, "agreed")()) == ("moved", "moved")
    assert StatusChange.objects.count() == 2


def test_of_two_splits_of_a_synergy_one_is_made():
    synergy, user = PartyFactory().synergy, UserFactory()
    second = PartyFactory(synergy=synergy)
    first = synergy.parties.exclude(pk=second.pk).get()
    parts = [Part("One", [first.pk]), Part("Two", [second.pk])]

    def task():
        try:
            split_synergy(synergy=synergy, parts=parts, reason="two", user=user, now=timezone.now())
        except SplitRefused:
            return "told"
        return "split"

    assert sorted(at_once([task] * 3)) == ["split", "told", "told"]
    assert Split.objects.get().parts.count() == 2


def test_a_double_tap_leaves_one_line_of_the_log():
    synergy, user = SynergyFactory(), UserFactory()

    def task():
        log_contact(
            initiative=synergy.initiative,
            kind="call",
            day=TODAY,
            user=user,
            synergies=[synergy],
        )

    at_once([task] * 4)

    assert ContactEntry.objects.count() == 1
