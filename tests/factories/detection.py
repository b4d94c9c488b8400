"""Rows of detection: what it keeps of declarations, its passes, and what it was taught."""

from django.utils import timezone

from synergies.models import (
    DetectionKey,
    DetectionPass,
    DetectionShard,
    ParsedResource,
    VocabularyChange,
)
from tests.factories.base import (
    LazyFunction,
    RowFactory,
    SelfAttribute,
    Sequence,
    SubFactory,
    Trait,
)
from tests.factories.companies import InitiativeFactory, ResourceFactory


class ParsedResourceFactory(RowFactory):
    """A declaration of which only the main concept is known."""

    class Meta:
        model = ParsedResource

    resource = SubFactory(ResourceFactory)
    initiative = SelfAttribute("resource.company.initiative")
    family = SelfAttribute("resource.family")
    concept = "epal-pallet"
    line = "[]"
    text = " palette europe "
    fingerprint = Sequence("{:032d}".format)
    vocabulary = "an older one"
    parsed_at = LazyFunction(timezone.now)


class DetectionKeyFactory(RowFactory):
    class Meta:
        model = DetectionKey

    parsed = SubFactory(ParsedResourceFactory)
    initiative = SelfAttribute("parsed.initiative")
    key = Sequence("word:{}".format)


class DetectionPassFactory(RowFactory):
    """A pass that has ended: only one at a time is under way."""

    class Meta:
        model = DetectionPass

    initiative = SubFactory(InitiativeFactory)
    started_at = LazyFunction(timezone.now)
    planned_at = LazyFunction(timezone.now)
    finished_at = LazyFunction(timezone.now)


class DetectionShardFactory(RowFactory):
    class Meta:
        model = DetectionShard

    detection_pass = SubFactory(DetectionPassFactory)
    family = "material"
    first_concept = Sequence("concept-{:03d}".format)
    last_concept = SelfAttribute("first_concept")


class VocabularyChangeFactory(RowFactory):
    """A proposed alias that nothing contradicts."""

    class Meta:
        model = VocabularyChange

    class Params:
        accepted = Trait(
            status=VocabularyChange.Status.ACCEPTED, decided_at=LazyFunction(timezone.now)
        )
        refused = Trait(
            status=VocabularyChange.Status.REFUSED, decided_at=LazyFunction(timezone.now)
        )

    kind = VocabularyChange.Kind.ALIAS
    concept = "epal-pallet"
    words = Sequence("zirkonpalette {:03d}".format)
    reason = "learnt from a decision"
