"""What the project manager has set: pauses, rhythms, and which kinds leave alone."""

from dataclasses import dataclass

from actions.models import Reminder, ReminderException, ReminderSetting
from companies.models import Initiative

Kind = Reminder.Kind
# Days of silence after which one asks. Six weeks are what has proved itself elsewhere.
USUAL_INTERVALS = {Kind.SYNERGY: 42, Kind.ACTION: 42, Kind.MEASUREMENT: 182, Kind.DATA: 365}
INACTIVE_AFTER_DAYS = 365  # of silence: nobody answers any more, the project manager decides


@dataclass(frozen=True)
class Rules:
    """The settings and the exceptions in force of one initiative."""

    settings: dict[str, ReminderSetting]
    everything_is_paused: bool
    paused: frozenset[tuple[str, int]]  # ("synergy", 12)
    rhythms: dict[tuple[str, int], int]  # days

    def is_paused(self, kind: str) -> bool:
        """Return whether no reminder of a kind is planned at all."""
        setting = self.settings.get(kind)
        return self.everything_is_paused or (setting is not None and setting.is_paused)

    def leaves_alone(self, kind: str) -> bool:
        """Return whether companies get this kind without the go of the project manager."""
        setting = self.settings.get(kind)
        return setting is not None and setting.leaves_alone

    def is_object_paused(self, name: str, pk: int | None) -> bool:
        """Return whether one object is paused; name: synergy, action or company."""
        return (name, pk) in self.paused

    def interval_days(self, kind: str, name: str = "", pk: int | None = None) -> int:
        """Return after how many days of silence one asks, about one object or in general."""
        if pk is not None and (name, pk) in self.rhythms:
            return self.rhythms[name, pk]
        setting = self.settings.get(kind)
        usual = USUAL_INTERVALS[Kind(kind)]
        return (setting.interval_days if setting else None) or usual


def rules_of(initiative: Initiative) -> Rules:
    """Return what is set for an initiative, in two queries."""
    paused, rhythms, everything = set(), {}, False
    rows = ReminderException.objects.in_force().filter(initiative=initiative)
    for row in rows:
        key = _key_of(row)
        if key is None:
            everything = True
        elif row.interval_days is None:
            paused.add(key)
        else:
            rhythms[key] = row.interval_days
    settings = {row.kind: row for row in ReminderSetting.objects.filter(initiative=initiative)}
    return Rules(settings, everything, frozenset(paused), rhythms)


def _key_of(row: ReminderException) -> tuple[str, int] | None:
    pks = (("synergy", row.synergy_id), ("action", row.action_id), ("company", row.company_id))
    return next(((name, pk) for name, pk in pks if pk is not None), None)
