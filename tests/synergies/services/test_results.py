from fractions import Fraction

import pytest
from django.utils import timezone

from synergies.models import Answer
from synergies.services.results import result_lines, share_receipts, why_sentence
from synergies.services.tallies import tally_round
from synergies.voting.counts import Reason
from tests.factories import BallotFactory, RoundFactory, RoundOptionFactory, VoteFactory


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (
            Reason(8, 8, Fraction(1, 8), True, None),
            "8 companies want it; each paid 0.125 of a place.",
        ),
        (
            Reason(3, 3, Fraction(1, 2), False, None),
            "3 companies want it; each paid 0.5 of a place, or what it had left.",
        ),
        (
            Reason(2, 1, Fraction(1), False, "Bois"),
            "2 companies want it; Bois paid the whole place, the others had nothing left.",
        ),
        (
            Reason(2, 0, None, False, None),
            "2 companies want it; it took a place that was left, by its points.",
        ),
        (Reason(1, 1, Fraction(1), True, "Bois"), "1 company wants it; it paid 1 of a place."),
    ],
)
def test_why_this_one_is_said_in_one_sentence(reason, sentence, english):
    assert why_sentence(reason) == sentence


@pytest.fixture
def tally(db):
    round_ = RoundFactory(closed=True, places=3)
    options = [RoundOptionFactory(round=round_, title=title) for title in ("Zinc", "Étain", "Eau")]
    one, two = (BallotFactory(round=round_, company__name=name) for name in ("A", "B"))
    for option in options[:2]:
        VoteFactory(ballot=one, option=option)
        VoteFactory(ballot=two, option=option, answer=Answer.PRIORITY)
    VoteFactory(ballot=two, option=options[2], answer=Answer.NO)
    return tally_round(round_=round_, now=timezone.now())


def test_lines_of_a_band_are_alphabetical_and_name_who_wants_them(tally):
    lines = result_lines(tally)

    assert [row.line.option.title for row in lines["to_confirm"]] == ["Étain", "Zinc"]
    assert [row.interested for row in lines["to_confirm"]] == [["A", "B"], ["A", "B"]]
    assert [row.line.option.title for row in lines["outside"]] == ["Eau"]
    assert lines["solid"] == lines["just_outside"] == []


def test_nobody_is_named_for_what_is_not_retained(tally):
    row = result_lines(tally)["outside"][0]

    assert (row.why, row.interested) == ("", [])


def test_share_receipts_add_up_to_the_share(tally):
    for receipt in share_receipts(tally):
        assert sum(part.part for part in receipt.parts) + receipt.remaining == receipt.share
        assert [part.others for part in receipt.parts] == [1, 1]


def test_a_company_can_read_its_own_receipt_alone(tally):
    company = tally.round.ballots.get(company__name="B").company

    assert [receipt.company for receipt in share_receipts(tally, company)] == [company]


def test_results_take_the_same_queries_whatever_is_retained(tally, django_assert_num_queries):
    with django_assert_num_queries(3):
        result_lines(tally)
    with django_assert_num_queries(2):
        share_receipts(tally)
