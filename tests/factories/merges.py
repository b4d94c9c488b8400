"""Merges and refusals: their synergies are of one initiative, and groupable."""

from django.utils import timezone

from synergies.models import Merge, MergeRefusal, Synergy
from tests.factories.base import (
    LazyFunction,
    RowFactory,
    SelfAttribute,
    SubFactory,
    Trait,
    post_generation,
)
from tests.factories.companies import InitiativeFactory, UserFactory
from tests.factories.synergies import SynergyFactory


class MergeFactory(RowFactory):
    """A standing merge of two synergies; MergeFactory(members=[…]) merges those."""

    class Meta:
        model = Merge
        skip_postgeneration_save = True

    class Params:
        undone = Trait(
            synergy=None, undone_at=LazyFunction(timezone.now), undone_by=SubFactory(UserFactory)
        )

    initiative = SubFactory(InitiativeFactory)
    synergy = SubFactory(
        SynergyFactory, initiative=SelfAttribute("..initiative"), origin=Synergy.Origin.MERGE
    )
    number = 300
    title = "Pallets"
    made_at = LazyFunction(timezone.now)
    made_by = SubFactory(UserFactory)

    @post_generation
    def members(self, create: bool, extracted: list[Synergy] | None) -> None:
        """Give the merge its members, which point to its synergy while it stands."""
        if create:
            chosen = extracted or SynergyFactory.create_batch(2, initiative=self.initiative)
            self.members.set(chosen)
            for member in chosen:
                member.merged_into = self.synergy
                member.save()


class MergeRefusalFactory(RowFactory):
    """Two synergies that are not the same; MergeRefusalFactory(synergies=[…]) takes those."""

    class Meta:
        model = MergeRefusal
        skip_postgeneration_save = True

    initiative = SubFactory(InitiativeFactory)
    reason = "Two qualities"
    decided_at = LazyFunction(timezone.now)
    decided_by = SubFactory(UserFactory)

    @post_generation
    def synergies(self, create: bool, extracted: list[Synergy] | None) -> None:
        """Give the refusal its synergies, and the key that follows from them."""
        if create:
            chosen = extracted or SynergyFactory.create_batch(2, initiative=self.initiative)
            self.synergies.set(chosen)
            self.key = "-".join(str(pk) for pk in sorted(each.pk for each in chosen))
            self.save()
