"""What the cockpit says of reminders."""

import pytest
from django.urls import reverse

from tests.factories import ReminderFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [0, 2])
def test_the_cockpit_counts_who_waits_for_a_reminder(staff_client, count):
    ReminderFactory.create_batch(count)

    page = staff_client.get(reverse("admin:index"))

    assert page.context["reminders_waiting"] == count
    assert (reverse("actions:reminders") + '">Voir' in page.content.decode()) is bool(count)
