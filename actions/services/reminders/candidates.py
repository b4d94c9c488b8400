"""What a reason for a reminder is: about what, for whom, since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from actions.models import Reminder
from actions.models.reminder import TARGETS
from actions.services.reminders.people import Person
from actions.services.reminders.rules import Rules
from companies.models import Contact

Key = tuple[str, int, str, int]  # kind, what it is about, "contact" or "user", who


@dataclass(frozen=True)
class Candidate:
    """A reason that holds today, whether or not somebody has been reminded of it already.

    due_on: the day from which it is due. again_after_days: an unanswered one is due again so many
    days after it was let go; None: when the next `due_on` comes.
    """

    kind: Reminder.Kind
    target_pk: int
    person: Person
    due_on: date
    since: date | None = None
    again_after_days: int | None = None
    decided_on: date | None = None  # known from elsewhere: a mail sent by hand

    @property
    def key(self) -> Key:
        """Return what tells this reminder from every other."""
        who = "contact" if isinstance(self.person, Contact) else "user"
        return (self.kind.value, self.target_pk, who, self.person.pk)

    def is_due(self, today: date, decided_on: date | None) -> bool:
        """Return whether it is to be done, the last one having been let go on `decided_on`."""
        days = [day for day in (decided_on, self.decided_on) if day]
        if not days:
            return True
        if self.again_after_days is None:
            return max(days) < self.due_on
        return max(days) + timedelta(days=self.again_after_days) <= today


def key_of(reminder: Reminder) -> Key:
    """Return the same for a row."""
    pk = reminder.contact_id or reminder.user_id or 0
    return (reminder.kind, reminder.target_pk, "contact" if reminder.contact_id else "user", pk)


def after_silence(
    *,
    kind: Reminder.Kind,
    target_pk: int,
    people: Sequence[Person],
    since: date,
    interval_days: int,
    today: date,
    is_asked: bool = False,
) -> list[Candidate]:
    """Return one candidate for each person when nothing was heard for `interval_days`.

    is_asked: a person asked earlier, and the question is on its way.
    """
    due_on = since + timedelta(days=interval_days)
    if due_on > today and not is_asked:
        return []
    return [
        Candidate(kind, target_pk, person, due_on, since, again_after_days=interval_days)
        for person in people
    ]


def not_paused(people: Sequence[Person], rules: Rules) -> list[Person]:
    """Return the people but the contacts of companies that are left in peace."""
    return [
        person
        for person in people
        if not isinstance(person, Contact)
        or not rules.is_object_paused("company", person.company_id)
    ]


def row_of(candidate: Candidate) -> Reminder:
    """Return the unsaved row of a candidate."""
    who = "contact" if isinstance(candidate.person, Contact) else "user"
    return Reminder(
        kind=candidate.kind,
        due_on=candidate.due_on,
        since=candidate.since,
        **{f"{TARGETS[candidate.kind]}_id": candidate.target_pk, who: candidate.person},
    )
