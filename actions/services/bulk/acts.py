"""The acts: what each changes of a row, in words, and why it may be refused."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actions.models import Action, Milestone
from actions.models.action import FINISHED
from actions.services.sheet import NEEDS_REASON, move_milestone, set_status
from companies.models import Company, User
from pompey_ite.outbox.calendar import local_day
from synergies.models import Area, Synergy
from synergies.services.ladder import Wish, missing
from synergies.services.moves import move_synergy

REASON = "bulk"  # of the change, in the history
NOTHING = "–"


@dataclass(frozen=True)
class Line:
    """What would become of one row; with a refusal it stays as it is."""

    row: Any
    words: str = ""
    refusal: str = ""


class Act(ABC):
    """One act. `fields`: the columns it may change of its targets, as in the database."""

    label: ClassVar[str | Promise]
    fields: ClassVar[tuple[str, ...]]
    sends_mail: ClassVar[bool] = False  # then its preview shows a sample

    def targets(self, row: Any) -> list[Any]:
        """Return the rows that change: the chosen one, or what hangs on it."""
        return [row]

    def lines(self, rows: Iterable[Any], data: dict[str, Any], today: date) -> list[Line]:
        """Return what would become of each row, in a number of queries that does not grow."""
        return [self.line(row, data, today) for row in rows]

    @abstractmethod
    def line(self, row: Any, data: dict[str, Any], today: date) -> Line:
        """Return what would become of a row; no query."""

    @abstractmethod
    def do(self, target: Any, data: dict[str, Any], user: User, now: datetime) -> None:
        """Change one target."""


def save_fields(row: models.Model, **values: Any) -> None:
    """Write some columns of a row, one person at a time; the history says that it was an act."""
    fresh = type(row)._default_manager.select_for_update().get(pk=row.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    fresh._change_reason = REASON  # type: ignore[attr-defined]
    fresh.save(update_fields=[fresh._meta.get_field(name).name for name in values])


def _arrow(before: Any, after: Any) -> str:
    return f"{before or NOTHING} → {after or NOTHING}"


def _same(row: Any) -> Line:
    return Line(row, refusal=_("It is so already."))


# -- Synergies ------------------------------------------------------------------------------------
class SetArea(Act):
    label = gettext_lazy("Set the area")
    fields = ("area",)

    def line(self, row: Any, data: dict[str, Any], today: date) -> Line:
        if row.area == data["area"]:
            return _same(row)
        return Line(row, _arrow(row.get_area_display(), Area(data["area"]).label))

    def do(self, target: Any, data: dict[str, Any], user: User, now: datetime) -> None:
        save_fields(target, area=data["area"])


class MoveSynergies(Act):
    """Each moves by the rules of the ladder; what works is moved on its own sheet."""

    label = gettext_lazy("Set the status")
    fields = (
        *("status", "status_reason", "evidence", "operational_since"),
        *("next_step", "next_due_on", "owner_id"),
    )

    def line(self, row: Any, data: dict[str, Any], today: date) -> Line:
        if row.status == data["status"]:
            return _same(row)
        if row.status == Synergy.Status.OPERATIONAL:
            return Line(row, refusal=_("It works: move it on its own sheet."))
        if row.merged_into_id:
            return Line(row, refusal=_("It was merged into another one."))
        if lacks := missing(self._wish(row, data, today)):
            return Line(row, refusal=" ".join(lacks))
        after = Synergy.Status(data["status"]).label
        return Line(row, _arrow(row.get_status_display(), after))

    def do(self, target: Any, data: dict[str, Any], user: User, now: datetime) -> None:
        fresh = Synergy.objects.get(pk=target.pk)
        wish = self._wish(fresh, data, local_day(now))
        move_synergy(synergy=fresh, wish=wish, user=user, now=now)

    def _wish(self, row: Any, data: dict[str, Any], today: date) -> Wish:
        return Wish(
            before=row.status,
            after=data["status"],
            today=today,
            reason=data["reason"],
            next_step=data["next_step"] or row.next_step,
            next_due_on=data["next_due_on"] or row.next_due_on,
        )


class ParkSynergies(MoveSynergies):
    label = gettext_lazy("Park, with a reason")

    def line(self, row: Any, data: dict[str, Any], today: date) -> Line:
        return super().line(row, {**data, "status": Synergy.Status.PARKED}, today)

    def do(self, target: Any, data: dict[str, Any], user: User, now: datetime) -> None:
        super().do(target, {**data, "status": Synergy.Status.PARKED}, user, now)


class PlanNextStep(Act):
    label = gettext_lazy("Set the next step, its day or who follows it")
    fields = ("next_step", "next_due_on", "owner_id")

    def line(self, row: Any, data: dict[str, Any], today: date) -> Line:
        if row.is_ended:
            return Line(row, refusal=_("It is closed."))
        values = self._values(data)
        if all(getattr(row, name) == value for name, value in values.items()):
            return _same(row)
        shown = [data["next_step"], _day(data["next_due_on"]), str(data["owner"] or "")]
        return Line(row, _arrow(row.next_step, " · ".join(filter(None, shown))))

    def do(self, target: Any, data: dict[str, Any], user: User, now: datetime) -> None:
        save_fields(target, **self._values(data))

    def _values(self, data: dict[str, Any]) -> dict[str, Any]:
        owner = data["owner"]
        values = {
            "next_step": data["next_step"],
            "next_due_on": data["next_due_on"],
            "owner_id": owner.pk if owner else None,
        }
        return {name: value for name, value in values.items() if value}


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


# -- Actions --------------------------------------------------------------------------------------
class SetActionStatus(Act):
    label = gettext_lazy("Set the status")
    fields = ("status", "status_reason", "progress_percent")

    def line(self, row: Any, data: dict[str, Any], today: date) -> Line:
        status = Action.Status(data["status"])
        if row.status == status:
            return _same(row)
        if status in NEEDS_REASON and not data["reason"].strip():
            return Line(row, refusal=_("Say why."))
        return Line(row, _arrow(row.get_status_display(), status.label))

    def do(self, target: Any, data: dict[str, Any], user: User, now: datetime) -> None:
        set_status(action=target, status=data["status"], reason=data["reason"])


class SetPilot(Act):
    label = gettext_lazy("Set the pilot")
    fields = ("pilot_company_id", "pilot_name")

    def line(self, row: Any, data: dict[str, Any], today: date) -> Line:
        company: Company | None = data["company"]
        wanted = (company.pk if company else None, data["name"])
        if (row.pilot_company_id, row.pilot_name) == wanted:
            return _same(row)
        return Line(row, _arrow(row.pilot, company or data["name"]))

    def do(self, target: Any, data: dict[str, Any], user: User, now: datetime) -> None:
        company = data["company"]
        pk = company.pk if company else None
        save_fields(target, pilot_company_id=pk, pilot_name=data["name"])


class PostponeMilestones(Act):
    """All milestones of an action that are still to be reached."""

    label = gettext_lazy("Postpone the milestones")
    fields = ("due_on",)

    def targets(self, row: Any) -> list[Any]:
        return [one for one in row.milestones.all() if one.done_on is None]

    def line(self, row: Any, data: dict[str, Any], today: date) -> Line:
        if row.status in FINISHED:
            return Line(row, refusal=_("The action is over."))
        found = self.targets(row)
        if not found:
            return Line(row, refusal=_("No milestone is still to be reached."))
        first = min(found, key=lambda one: one.due_on)
        later = first.due_on + timedelta(weeks=data["weeks"])
        text = ngettext(
            "%(count)d milestone, the first one %(days)s",
            "%(count)d milestones, the first one %(days)s",
            len(found),
        )
        days = _arrow(_day(first.due_on), _day(later))
        return Line(row, text % {"count": len(found), "days": days})

    def do(self, target: Milestone, data: dict[str, Any], user: User, now: datetime) -> None:
        later = target.due_on + timedelta(weeks=data["weeks"])
        move_milestone(milestone=target, due_on=later, reason=data["reason"])


# -- Companies ------------------------------------------------------------------------------------
class MarkMember(Act):
    label = gettext_lazy("Mark as member of the association")
    fields = ("is_member",)

    def line(self, row: Any, data: dict[str, Any], today: date) -> Line:
        is_member = data["is_member"] == "yes"
        if row.is_member is is_member:
            return _same(row)
        known = {True: _("member"), False: _("not a member"), None: _("unknown")}
        return Line(row, _arrow(known[row.is_member], known[is_member]))

    def do(self, target: Any, data: dict[str, Any], user: User, now: datetime) -> None:
        save_fields(target, is_member=data["is_member"] == "yes")
