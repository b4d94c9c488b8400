"""Several workers at one count: threads with connections of their own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from synergies.models import Tally
from synergies.services import counting
from synergies.services.counting import work_at_round
from tests.synergies.services.test_counting import bands_of, closed_round, expected_bands
from tests.synergies.services.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_several_workers_one_counts_and_the_others_leave():
    round_ = closed_round()
    now = timezone.now()

    outcomes = at_once([lambda: work_at_round(round_=round_, now=now)] * 3)

    tally = Tally.objects.get()
    assert tally in outcomes
    assert tally.bands_state == "ready"
    assert bands_of(tally) == expected_bands(round_)


def test_without_claims_the_rows_still_end_the_same(monkeypatch):
    """The negative control of the claim: it ends before it begins, and all three work at once."""
    monkeypatch.setattr(counting, "CLAIM_LIFETIME", -timedelta(days=1))
    round_ = closed_round()
    now = timezone.now()

    outcomes = at_once([lambda: work_at_round(round_=round_, now=now)] * 3)

    tally = Tally.objects.get()
    assert outcomes == [tally] * 3
    assert (tally.bands_done, tally.bands_total) == (5, 5)
    assert len(tally.comparison) == 4
    assert bands_of(tally) == expected_bands(round_)
