"""What the demo's programme holds beside its workbook: sizes, targets of the year, two meetings."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from actions.models import Action, Attendance, Meeting, Programme, YearTarget
from actions.services.catalogue import add_entries, add_first_factors
from actions.services.meetings import refresh_agenda
from pompey_ite.demo.reports import COMMITTEE
from pompey_ite.outbox.calendar import PARIS, local_day
from pompey_ite.outbox.workdays import add_working_days

OFFICIAL = ["eci_18", "eci_19", "eci_19.b"]
YEARLY_SYNERGIES = Decimal(3)  # operational ones that the funding contract wants each year
SIZES_OF_DAYS = ((15, 1), (22, 2), (32, 3))  # up to so many days of effort; above: 4
MANY_PARTNERS = 6
UNPLACED_EVERY = 9  # so that a newcomer has something to place
BODY = "Comité de pilotage"
HELD_BEFORE, MEETS_IN_WORKING_DAYS = timedelta(days=140), 9
AFTERNOON = time(14)
ABSENT = 2  # the position of who had excused himself
MINUTES = (
    "Le comité prend acte des premières actions terminées et remercie les entreprises pilotes.\n"
    "Il demande que l’assurance des matériels prêtés soit tranchée à la prochaine réunion."
)


def seed_programme(programme: Programme, now: datetime) -> None:
    """Place the actions, add the official indicators with the targets of each year, and meet."""
    _place(programme)
    add_entries(programme=programme, codes=OFFICIAL)
    add_first_factors(now=now)
    official = programme.indicators.get(official_code="eci_18")
    years = range(programme.starts_on.year, programme.ends_on.year + 1)
    YearTarget.objects.bulk_create(
        YearTarget(indicator=official, year=year, value=(n + 1) * YEARLY_SYNERGIES)
        for n, year in enumerate(years)
    )
    _meet(programme, now)


def _place(programme: Programme) -> None:
    """Take the effort from the days, the benefit from the priority and the many who take part."""
    actions = list(Action.objects.of(programme).prefetch_related("partners").order_by("pk"))
    benefits = {Action.Priority.HIGH: 3, Action.Priority.MEDIUM: 2, Action.Priority.LOW: 1}
    for position, action in enumerate(actions):
        if position % UNPLACED_EVERY == UNPLACED_EVERY - 1 or action.effort_days is None:
            continue
        sizes = (size for days, size in SIZES_OF_DAYS if action.effort_days <= days)
        action.effort_size = next(sizes, Action.Size.LARGE)
        many = len(action.partners.all()) > MANY_PARTNERS
        action.benefit_size = benefits[Action.Priority(action.priority)] + many
    Action.objects.bulk_update(actions, ["effort_size", "benefit_size"])


def _meet(programme: Programme, now: datetime) -> None:
    today = local_day(now)
    held_on = add_working_days(today - HELD_BEFORE, 0)
    held = Meeting.objects.create(
        programme=programme,
        title="Où en sommes-nous ?",
        body=BODY,
        starts_at=datetime.combine(held_on, AFTERNOON, tzinfo=PARIS),
        place="Maison de l’entreprise, Pompey",
        minutes=MINUTES,
        status=Meeting.Status.HELD,
    )
    planned = Meeting.objects.create(
        programme=programme,
        title="Décisions à prendre",
        body=BODY,
        starts_at=datetime.combine(
            add_working_days(today, MEETS_IN_WORKING_DAYS), AFTERNOON, tzinfo=PARIS
        ),
        place="Maison de l’entreprise, Pompey",
    )
    for position, (name, _address, _language) in enumerate(COMMITTEE):
        was_there = Attendance.State.EXCUSED if position == ABSENT else Attendance.State.PRESENT
        Attendance.objects.create(meeting=held, name=name, state=was_there)
        Attendance.objects.create(meeting=planned, name=name)
    refresh_agenda(meeting=planned, now=now)
