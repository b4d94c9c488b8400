"""What is written down while a synergy is followed up; all of it is of the synergy's initiative."""

from datetime import date

from django.utils import timezone

from synergies.models import (
    BlockingPoint,
    ContactEntry,
    ContactLink,
    LegalTick,
    Split,
    StatusChange,
    Synergy,
)
from tests.factories.base import LazyFunction, RowFactory, SelfAttribute, SubFactory, Trait
from tests.factories.companies import CompanyFactory, InitiativeFactory, UserFactory
from tests.factories.synergies import SynergyFactory


class StatusChangeFactory(RowFactory):
    """From idea to discussion; `operational` comes with the exchange that proves it."""

    class Meta:
        model = StatusChange

    class Params:
        operational = Trait(
            after=Synergy.Status.OPERATIONAL,
            proof=StatusChange.Proof.EXCHANGE,
            evidence="Weighing slip 12.",
            happened_on=date(2018, 9, 3),
        )

    synergy = SubFactory(SynergyFactory)
    before = Synergy.Status.IDEA
    after = Synergy.Status.DISCUSSION
    changed_at = LazyFunction(timezone.now)
    changed_by = SubFactory(UserFactory)


class BlockingPointFactory(RowFactory):
    """An open technical point."""

    class Meta:
        model = BlockingPoint

    synergy = SubFactory(SynergyFactory)
    topic = BlockingPoint.Topic.TECHNICAL
    state = BlockingPoint.State.OPEN
    sentence = "The press is too small."
    since = date(2018, 5, 3)
    noted_by = SubFactory(UserFactory)


class ContactEntryFactory(RowFactory):
    """A call, without words."""

    class Meta:
        model = ContactEntry

    initiative = SubFactory(InitiativeFactory)
    kind = ContactEntry.Kind.CALL
    held_on = date(2018, 5, 3)
    user = SubFactory(UserFactory)
    company = SubFactory(CompanyFactory, initiative=SelfAttribute("..initiative"))


class ContactLinkFactory(RowFactory):
    class Meta:
        model = ContactLink

    synergy = SubFactory(SynergyFactory)
    entry = SubFactory(ContactEntryFactory, initiative=SelfAttribute("..synergy.initiative"))


class SplitFactory(RowFactory):
    """A split that stands, without parts."""

    class Meta:
        model = Split

    source = SubFactory(SynergyFactory, closed=True)
    reason = "Two different presses"
    status_before = Synergy.Status.IDEA
    made_at = LazyFunction(timezone.now)
    made_by = SubFactory(UserFactory)


class LegalTickFactory(RowFactory):
    class Meta:
        model = LegalTick

    synergy = SubFactory(SynergyFactory)
    line = "waste-permit"
    ticked_at = LazyFunction(timezone.now)
    ticked_by = SubFactory(UserFactory)
