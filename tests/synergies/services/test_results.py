"""What a stored tally says, proposal by proposal."""

from fractions import Fraction

import pytest
from django.utils import timezone

from companies.models import Company
from synergies.models import Answer, CommitteeDecision, TallyLine
from synergies.services.counting import work_at_round
from synergies.services.results import Audience, lines_of, told
from synergies.services.share_receipts import share_receipts
from tests.factories import (
    BallotFactory,
    CommitteeDecisionFactory,
    RoundFactory,
    RoundOptionFactory,
    TallyFactory,
    TallyLineFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tally():
    """Two companies that want Zinc and Étain; B does not want Eau, A alone wants Bois."""
    round_ = RoundFactory(closed=True, places=3)
    titles = ("Zinc", "Étain", "Eau", "Bois")
    zinc, tin, water, wood = (RoundOptionFactory(round=round_, title=title) for title in titles)
    one, two = (BallotFactory(round=round_, company__name=name) for name in ("A", "B"))
    for option in (zinc, tin):
        VoteFactory(ballot=one, option=option)
        VoteFactory(ballot=two, option=option, answer=Answer.PRIORITY)
    VoteFactory(ballot=two, option=water, answer=Answer.NO)
    VoteFactory(ballot=one, option=wood)
    return work_at_round(round_=round_, now=timezone.now())


def by_title(tally, audience=Audience.COMPANY, decisions=()):
    in_force = {decision.option_id: decision for decision in decisions}
    rows = told(tally, lines_of(tally), decisions=in_force, audience=audience)
    return {row.line.option.title: row for row in rows}


def test_lines_are_alphabetical_whatever_the_accents(tally):
    assert [line.option.title for line in lines_of(tally)] == ["Bois", "Eau", "Étain", "Zinc"]


def test_every_proposal_says_why_it_is_in_or_not(tally, english):
    rows = by_title(tally)

    assert {title: row.why for title, row in rows.items()} == {
        "Zinc": "2 companies want it; each paid 0.5 of a place.",
        "Étain": "2 companies want it; each paid 0.5 of a place.",
        "Eau": "Fewer than 2 companies want it, and a synergy needs as many.",
        "Bois": "Fewer than 2 companies want it, and a synergy needs as many.",
    }


def test_those_who_want_it_are_named_for_what_is_retained_alone(tally):
    rows = by_title(tally)

    assert {title: row.interested for title, row in rows.items()} == {
        "Zinc": ["A", "B"],
        "Étain": ["A", "B"],
        "Eau": [],
        "Bois": [],
    }


def test_what_the_committee_added_names_them_too(tally):
    option = tally.round.options.get(title="Bois")
    decision = CommitteeDecisionFactory(tally=tally, option=option)

    row = by_title(tally, decisions=[decision])["Bois"]

    assert (row.interested, row.decision) == (["A"], decision)


def test_the_public_reads_the_names_of_companies_that_agreed(tally):
    Company.objects.filter(name="B").update(is_public=True)

    row = by_title(tally, Audience.PUBLIC)["Zinc"]

    assert (row.interested, row.unnamed) == (["B"], 1)


def test_a_company_that_paid_alone_is_not_named_to_the_public(english):
    round_ = RoundFactory(closed=True, places=2)
    ballot = BallotFactory(round=round_, company__name="Bois")
    other = BallotFactory(round=round_, company__name="Zinc")
    option = RoundOptionFactory(round=round_)
    for one in (ballot, other):
        VoteFactory(ballot=one, option=option)
    tally = TallyFactory(round=round_, voter_count=2, shares=shares(ballot, other, option))
    TallyLineFactory(tally=tally, option=option, retained_rank=1, yes_count=2)

    def why(audience):
        return told(tally, lines_of(tally), decisions={}, audience=audience)[0].why

    assert "Bois paid the whole place" in why(Audience.COMPANY)
    assert "Bois" not in why(Audience.PUBLIC)


def shares(payer, other, option):
    return {
        str(payer.company_id): {"share": "1", "paid": {str(option.number): "1"}, "remaining": "0"},
        str(other.company_id): {"share": "1", "paid": {}, "remaining": "0"},
    }


def test_wanted_by_companies_that_spent_their_shares(english):
    """Three companies, one place: two proposals cannot both be paid."""
    round_ = RoundFactory(closed=True, places=1)
    first, second = RoundOptionFactory.create_batch(2, round=round_)
    for ballot in BallotFactory.create_batch(3, round=round_):
        VoteFactory(ballot=ballot, option=first, answer=Answer.PRIORITY)
        VoteFactory(ballot=ballot, option=second)
    tally = work_at_round(round_=round_, now=timezone.now())

    row = by_title(tally)[second.title]

    assert row.why == (
        "3 companies want it, but together they have 0.99 of a place left after others."
    )


def test_a_rule_without_shares_has_its_sentences(english):
    round_ = RoundFactory(closed=True)
    tally = TallyFactory(round=round_, rule="greedy", shares={}, voter_count=9)
    kept, out = (RoundOptionFactory(round=round_, title=title) for title in ("Kept", "Out"))
    TallyLineFactory(tally=tally, option=kept, retained_rank=1, yes_count=4)
    TallyLineFactory(tally=tally, option=out, band=TallyLine.Band.OUTSIDE, yes_count=3)
    for option, count in ((kept, 4), (out, 3)):
        for _ in range(count):
            VoteFactory(ballot__round=round_, option=option)

    rows = by_title(tally)

    assert rows["Kept"].why.startswith("4 companies want it; the rule “")
    assert rows["Out"].why.startswith("By the rule “")


def test_share_receipts_add_up_to_the_share(tally):
    for receipt in share_receipts(tally):
        assert sum(part.part for part in receipt.parts) + receipt.remaining == receipt.share
        assert [part.others for part in receipt.parts] == [1, 1]


def test_a_company_can_read_its_own_receipt_alone(tally):
    company = tally.round.ballots.get(company__name="B").company

    receipts = share_receipts(tally, company)

    assert [receipt.company for receipt in receipts] == [company]
    assert receipts[0].share >= Fraction(3, 2)


def test_a_set_aside_proposal_keeps_its_band_and_its_sentence(tally):
    option = tally.round.options.get(title="Zinc")
    before = by_title(tally)["Zinc"]
    decision = CommitteeDecisionFactory(
        tally=tally, option=option, kind=CommitteeDecision.Kind.SET_ASIDE
    )

    after = by_title(tally, decisions=[decision])["Zinc"]

    assert (after.line.band, after.why, after.interested) == (
        before.line.band,
        before.why,
        before.interested,
    )


def test_results_take_the_same_queries_whatever_is_retained(tally, django_assert_num_queries):
    with django_assert_num_queries(1):
        lines = lines_of(tally)
    with django_assert_num_queries(2):  # votes, the fewest points of a place left over
        told(tally, lines, decisions={}, audience=Audience.COMPANY)
    with django_assert_num_queries(2):
        share_receipts(tally)
