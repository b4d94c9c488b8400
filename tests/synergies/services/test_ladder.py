"""The ladder: no way to “operational” without its proof, whatever is tried and in which order."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synergies.models import StatusChange, Synergy
from synergies.services.ladder import ASIDE, RUNGS, Wish, missing, targets

Status = Synergy.Status
TODAY = date(2018, 5, 3)
FULL = Wish(
    before=Status.AGREED,
    after=Status.OPERATIONAL,
    today=TODAY,
    proof=StatusChange.Proof.EXCHANGE,
    evidence="Weighing slip 12",
    happened_on=TODAY,
    next_step="Weigh again",
    next_due_on=TODAY,
)
wishes = st.builds(
    Wish,
    before=st.just(""),
    after=st.sampled_from(Status.values),
    today=st.just(TODAY),
    reason=st.sampled_from(["", " ", "because"]),
    proof=st.sampled_from(["", "exchange", "service", "hope"]),
    evidence=st.sampled_from(["", " ", "slip 12"]),
    happened_on=st.sampled_from([None, TODAY, date(2019, 1, 1)]),
    user_count=st.integers(0, 3),
    next_step=st.sampled_from(["", "call"]),
    next_due_on=st.sampled_from([None, date(2018, 5, 2), TODAY]),
)


@given(st.lists(wishes, max_size=30))
def test_no_sequence_of_moves_reaches_operational_without_proof(tries):
    stands = str(Status.IDEA)
    for wish in tries:
        if missing(replace(wish, before=stands)) == []:
            stands = wish.after
            if stands == Status.OPERATIONAL:
                assert wish.proof in ("exchange", "service")
                assert wish.proof != "service" or wish.user_count >= 2
                assert wish.evidence.strip()
                assert wish.happened_on == TODAY
            if stands in ASIDE:
                assert wish.reason.strip()
            assert stands == Status.CLOSED or (wish.next_step and wish.next_due_on == TODAY)


def test_a_move_with_everything_passes():
    assert missing(FULL) == []


@pytest.mark.parametrize(
    "lack",
    [
        {"proof": ""},
        {"evidence": " "},
        {"happened_on": None},
        {"happened_on": date(2018, 5, 4)},
        {"proof": "service", "user_count": 1},
        {"next_step": ""},
        {"next_due_on": None},
        {"next_due_on": date(2018, 5, 2)},
    ],
)
def test_each_lack_is_one_sentence(lack):
    assert len(missing(replace(FULL, **lack))) == 1


@pytest.mark.parametrize("before", Status.values)
def test_everything_can_be_left_and_nothing_leads_to_itself(before):
    assert targets(before) != ()
    assert before not in targets(before)


@pytest.mark.parametrize("aside", ASIDE)
def test_what_was_set_aside_comes_back_below_operational(aside):
    assert [status for status in targets(aside) if status in RUNGS] == list(RUNGS[:-1])


def test_going_down_needs_a_reason_and_going_up_does_not():
    down = replace(FULL, before=Status.STUDY, after=Status.IDEA)
    up = replace(FULL, before=Status.IDEA, after=Status.STUDY)

    assert len(missing(down)) == 1
    assert missing(replace(down, reason="no press")) == []
    assert missing(up) == []
