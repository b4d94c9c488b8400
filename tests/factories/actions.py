"""Rows of the app `actions`: all actions stand in one area of one programme by default."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from actions.models import (
    Action,
    Audience,
    BulkAct,
    Decision,
    Digest,
    DistributionList,
    Funder,
    Funding,
    Indicator,
    Measurement,
    Milestone,
    Note,
    Programme,
    ProgrammeArea,
    Reminder,
    ReminderException,
    ReminderSetting,
    Report,
    Subscriber,
    Target,
)
from actions.models.programme import AREA_CODES
from synergies.models import Area
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
from tests.factories.companies import ContactFactory, InitiativeFactory, UserFactory
from tests.factories.synergies import SynergyFactory


class ProgrammeFactory(RowFactory):
    class Meta:
        model = Programme
        django_get_or_create = ("initiative", "title")

    initiative = SubFactory(InitiativeFactory)
    title = "Programme"
    starts_on = date(2018, 1, 1)
    ends_on = date(2020, 12, 31)


class ProgrammeAreaFactory(RowFactory):
    class Meta:
        model = ProgrammeArea
        django_get_or_create = ("programme", "kind")

    programme = SubFactory(ProgrammeFactory)
    kind = Area.RESOURCES
    code = LazyAttribute(lambda area: AREA_CODES[Area(area.kind)])
    title = LazyAttribute(lambda area: f"Area {area.code}")


class ActionFactory(RowFactory):
    """An action to come, without dates."""

    class Meta:
        model = Action
        skip_postgeneration_save = True

    class Params:
        late = Trait(
            status=Action.Status.IN_PROGRESS,
            starts_on=date(2018, 1, 1),
            due_on=date(2018, 12, 31),
        )
        done = Trait(status=Action.Status.DONE, progress_percent=100)
        abandoned = Trait(status=Action.Status.ABANDONED, status_reason="too far away")

    area = SubFactory(ProgrammeAreaFactory)
    code = Sequence(lambda n: f"B{n + 1}")
    position = Sequence(lambda n: n)
    title = Sequence("Action {:03d}".format)

    @post_generation
    def partners(self, create: bool, extracted: list[object] | None) -> None:
        """ActionFactory(partners=[…]) links them."""
        if create and extracted:
            self.partners.add(*extracted)

    @post_generation
    def synergies(self, create: bool, extracted: list[object] | None) -> None:
        """ActionFactory(synergies=[…]) links them."""
        if create and extracted:
            self.synergies.add(*extracted)


class MilestoneFactory(RowFactory):
    class Meta:
        model = Milestone

    class Params:
        reached = Trait(done_on=date(2018, 6, 29))

    action = SubFactory(ActionFactory)
    title = Sequence("Milestone {:03d}".format)
    due_on = date(2018, 6, 30)


class FunderFactory(RowFactory):
    class Meta:
        model = Funder

    initiative = SubFactory(InitiativeFactory)
    name = Sequence("Funder {:03d}".format)


class FundingFactory(RowFactory):
    class Meta:
        model = Funding

    action = SubFactory(ActionFactory)
    funder = SubFactory(FunderFactory)


class NoteFactory(RowFactory):
    class Meta:
        model = Note

    action = SubFactory(ActionFactory)
    written_on = date(2018, 3, 12)
    text = "Visit done."


class DecisionFactory(RowFactory):
    class Meta:
        model = Decision

    class Params:
        taken = Trait(taken_on=date(2018, 4, 3), outcome="Agreed.")

    programme = SubFactory(ProgrammeFactory)
    asked_on = date(2018, 3, 12)
    question = Sequence("Question {:03d}".format)


class IndicatorFactory(RowFactory):
    class Meta:
        model = Indicator

    programme = SubFactory(ProgrammeFactory)
    name = Sequence("Indicator {:03d}".format)
    unit = "t"


class TargetFactory(RowFactory):
    class Meta:
        model = Target

    action = SubFactory(ActionFactory)
    indicator = SubFactory(IndicatorFactory, programme=SelfAttribute("..action.area.programme"))
    value = Decimal(100)


class MeasurementFactory(RowFactory):
    class Meta:
        model = Measurement

    class Params:
        verified = Trait(proof=Measurement.Proof.VERIFIED, source="weighing slips")

    action = SubFactory(ActionFactory)
    indicator = SubFactory(IndicatorFactory, programme=SelfAttribute("..action.area.programme"))
    period_end = date(2018, 12, 31)
    value = Decimal(12)


class ReportFactory(RowFactory):
    class Meta:
        model = Report

    programme = SubFactory(ProgrammeFactory)
    month = Sequence(lambda n: date(2017 + n // 12, n % 12 + 1, 1))
    built_at = LazyFunction(timezone.now)


class DistributionListFactory(RowFactory):
    class Meta:
        model = DistributionList

    class Params:
        companies = Trait(audience=Audience.COMPANIES)

    initiative = SubFactory(InitiativeFactory)
    name = Sequence("List {:03d}".format)
    audience = Audience.COMMITTEE


class SubscriberFactory(RowFactory):
    class Meta:
        model = Subscriber

    list = SubFactory(DistributionListFactory)
    name = Sequence("Subscriber {:03d}".format)
    email = Sequence("subscriber{:03d}@example.org".format)
    language = "fr"


class ReminderFactory(RowFactory):
    """A question about a silent synergy that waits for the go of the project manager."""

    class Meta:
        model = Reminder

    class Params:
        sent = Trait(
            status=Reminder.Status.SENT,
            decided_at=LazyAttribute(lambda reminder: reminder.planned_at),
            sent_at=LazyAttribute(lambda reminder: reminder.planned_at),
        )

    initiative = SubFactory(InitiativeFactory)
    kind = Reminder.Kind.SYNERGY
    synergy = SubFactory(SynergyFactory)
    contact = SubFactory(ContactFactory)
    due_on = date(2019, 6, 3)
    planned_at = LazyFunction(timezone.now)


class ReminderSettingFactory(RowFactory):
    class Meta:
        model = ReminderSetting

    initiative = SubFactory(InitiativeFactory)
    kind = Sequence(lambda n: Reminder.Kind.values[n % len(Reminder.Kind.values)])


class ReminderExceptionFactory(RowFactory):
    """A pause of one synergy."""

    class Meta:
        model = ReminderException

    initiative = SubFactory(InitiativeFactory)
    synergy = SubFactory(SynergyFactory)
    reason = "summer works"
    decided_at = LazyFunction(timezone.now)
    decided_by = SubFactory(UserFactory)


class DigestFactory(RowFactory):
    class Meta:
        model = Digest

    initiative = SubFactory(InitiativeFactory)
    week = Sequence("2019-W{:02d}".format)
    built_at = LazyFunction(timezone.now)


class BulkActFactory(RowFactory):
    """Milestones postponed together, of no row."""

    class Meta:
        model = BulkAct

    subject = BulkAct.Subject.ACTIONS
    act = "postpone"
    made_at = LazyFunction(timezone.now)
    user = SubFactory(UserFactory)
