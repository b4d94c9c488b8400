"""Rows of the app `synergies`: companies and synergies of a row share its initiative."""

from datetime import date, timedelta

from django.utils import timezone

from pompey_ite.outbox.calendar import local_day
from synergies.models import (
    Answer,
    Area,
    Ballot,
    Channel,
    CommitteeDecision,
    Counting,
    Match,
    Party,
    RoomAccess,
    Round,
    RoundOption,
    Slip,
    Synergy,
    TableAccess,
    Tally,
    TallyLine,
    Vote,
    VoteChange,
    Workshop,
)
from synergies.services.room import code_hash_of, room_code, room_token, token_hash_of
from tests.factories.base import (
    LazyAttribute,
    LazyFunction,
    RowFactory,
    SelfAttribute,
    Sequence,
    SubFactory,
    Trait,
    post_generation,
)
from tests.factories.companies import (
    CompanyFactory,
    InitiativeFactory,
    ResourceFactory,
    UserFactory,
)


def _days_from_now(days: float) -> LazyFunction:
    return LazyFunction(lambda: timezone.now() + timedelta(days=days))


class WorkshopFactory(RowFactory):
    class Meta:
        model = Workshop

    initiative = SubFactory(InitiativeFactory)
    title = Sequence("Workshop {:03d}".format)
    held_on = date(2017, 2, 9)


class SynergyFactory(RowFactory):
    """An idea without parties; `operational` comes with its evidence."""

    class Meta:
        model = Synergy

    class Params:
        operational = Trait(
            status=Synergy.Status.OPERATIONAL,
            evidence="One exchange done, weighing slip 12.",
            operational_since=date(2018, 9, 3),
        )
        closed = Trait(status=Synergy.Status.CLOSED, status_reason="no longer needed")
        from_workshop = Trait(
            origin=Synergy.Origin.WORKSHOP,
            workshop=SubFactory(WorkshopFactory, initiative=SelfAttribute("..initiative")),
            table_number=3,
        )

    initiative = SubFactory(InitiativeFactory)
    number = Sequence(lambda n: n + 1)
    title = Sequence("Synergy {:03d}".format)
    kind = Synergy.Kind.POOLING
    area = Area.RESOURCES


class PartyFactory(RowFactory):
    class Meta:
        model = Party
        skip_postgeneration_save = True

    synergy = SubFactory(SynergyFactory)
    company = SubFactory(CompanyFactory, initiative=SelfAttribute("..synergy.initiative"))

    @post_generation
    def resources(self, create: bool, extracted: list[object] | None) -> None:
        """PartyFactory(resources=[…]) links them."""
        if create and extracted:
            self.resources.add(*extracted)


class MatchFactory(RowFactory):
    """A sure suggestion between an offer and a need of two companies."""

    class Meta:
        model = Match

    class Params:
        kept = Trait(status=Match.Status.KEPT, decided_at=LazyFunction(timezone.now))
        rejected = Trait(
            status=Match.Status.REJECTED,
            decided_at=LazyFunction(timezone.now),
            decision_reason="not the same grade",
        )

    resource_a = SubFactory(ResourceFactory)
    resource_b = SubFactory(ResourceFactory, need=True)
    kind = Synergy.Kind.SUBSTITUTION
    tier = Match.Tier.SURE
    tier_order = LazyAttribute(lambda match: list(Match.Tier.values).index(str(match.tier)) + 1)


class RoundFactory(RowFactory):
    """A round open since yesterday, for ten more days."""

    class Meta:
        model = Round

    class Params:
        planned = Trait(opens_at=_days_from_now(3))
        closed = Trait(opens_at=_days_from_now(-20), closes_at=_days_from_now(-1))
        cancelled = Trait(cancelled_at=LazyFunction(timezone.now), change_reason="wrong list")

    initiative = SubFactory(InitiativeFactory)
    title = Sequence("Round {:03d}".format)
    opens_at = _days_from_now(-1)
    closes_at = _days_from_now(10)


class RoundOptionFactory(RowFactory):
    class Meta:
        model = RoundOption

    round = SubFactory(RoundFactory)
    synergy = SubFactory(SynergyFactory, initiative=SelfAttribute("..round.initiative"))
    number = SelfAttribute("synergy.number")
    title = SelfAttribute("synergy.title")
    area = SelfAttribute("synergy.area")


class BallotFactory(RowFactory):
    class Meta:
        model = Ballot

    class Params:
        validated = Trait(
            validated_at=LazyFunction(timezone.now),
            receipt_code=Sequence("receipt-{}".format),
        )

    round = SubFactory(RoundFactory)
    company = SubFactory(CompanyFactory, initiative=SelfAttribute("..round.initiative"))
    seed = 1


class RoomAccessFactory(RowFactory):
    """Of some past day; `issue_room` makes those that open a ballot."""

    class Meta:
        model = RoomAccess

    ballot = SubFactory(BallotFactory)
    valid_on = date(2017, 2, 9)
    nonce = Sequence("room-nonce-{}".format)
    token_hash = Sequence("token-{:058x}".format)
    code_hash = Sequence("code-{:059x}".format)
    issued_at = LazyFunction(timezone.now)


class VoteFactory(RowFactory):
    """A “yes” entered by the project manager, on an option of the ballot’s round."""

    class Meta:
        model = Vote

    ballot = SubFactory(BallotFactory)
    option = SubFactory(RoundOptionFactory, round=SelfAttribute("..ballot.round"))
    answer = Answer.YES
    answered_at = LazyFunction(timezone.now)
    channel = Channel.MANAGER


class VoteChangeFactory(RowFactory):
    class Meta:
        model = VoteChange

    ballot = SubFactory(BallotFactory)
    option = SubFactory(RoundOptionFactory, round=SelfAttribute("..ballot.round"))
    after = Answer.YES
    changed_at = LazyFunction(timezone.now)
    channel = Channel.MANAGER


class TallyFactory(RowFactory):
    class Meta:
        model = Tally

    round = SubFactory(RoundFactory, closed=True)
    rule = Round.Rule.EQUAL_SHARES
    version = "1"
    input_hash = Sequence("{:064x}".format)
    counted_at = LazyFunction(timezone.now)
    company_count = 25
    voter_count = 23
    answer_count = 100
    bands_total = 0  # nothing is left to be worked out


class CountingFactory(RowFactory):
    """A count that nobody works at."""

    class Meta:
        model = Counting

    round = SubFactory(RoundFactory, closed=True)


class TallyLineFactory(RowFactory):
    class Meta:
        model = TallyLine

    tally = SubFactory(TallyFactory)
    option = SubFactory(RoundOptionFactory, round=SelfAttribute("..tally.round"))
    band = TallyLine.Band.SOLID


class CommitteeDecisionFactory(RowFactory):
    """Something added by the committee, in force; `withdrawn` comes with its reason."""

    class Meta:
        model = CommitteeDecision

    class Params:
        withdrawn = Trait(
            withdrawn_at=LazyFunction(timezone.now),
            withdrawn_by=SubFactory(UserFactory),
            withdrawal_reason="decided again",
        )

    tally = SubFactory(TallyFactory)
    option = SubFactory(RoundOptionFactory, round=SelfAttribute("..tally.round"))
    kind = CommitteeDecision.Kind.ADD
    reason = "the Région pays half of it"
    committee = "Steering committee"
    decided_on = LazyFunction(timezone.localdate)
    decided_by = SubFactory(UserFactory)
    recorded_at = LazyFunction(timezone.now)


class TableAccessFactory(RowFactory):
    """A table of today; its code and QR code work as issued ones do."""

    class Meta:
        model = TableAccess

    workshop = SubFactory(WorkshopFactory)
    table_number = Sequence(lambda n: n + 101)  # above the numbers that tests give by hand
    valid_on = LazyFunction(lambda: local_day(timezone.now()))
    nonce = Sequence("nonce {}".format)
    token_hash = LazyAttribute(
        lambda access: token_hash_of(room_token(TableAccess(nonce=access.nonce)))
    )
    code_hash = LazyAttribute(lambda access: code_hash_of(room_code(access), access.valid_on))
    issued_at = LazyFunction(timezone.now)


class SlipFactory(RowFactory):
    """A slip with its synergy."""

    class Meta:
        model = Slip

    workshop = SelfAttribute("access.workshop")
    access = SubFactory(TableAccessFactory)
    client_key = Sequence("client-key-{:010d}".format)
    offers = SubFactory(CompanyFactory, initiative=SelfAttribute("..workshop.initiative"))
    wants = SubFactory(CompanyFactory, initiative=SelfAttribute("..workshop.initiative"))
    what = Sequence("Pallets {:03d}".format)
    synergy = SubFactory(
        SynergyFactory,
        initiative=SelfAttribute("..workshop.initiative"),
        workshop=SelfAttribute("..workshop"),
    )
    entered_at = LazyFunction(timezone.now)
