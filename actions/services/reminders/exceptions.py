"""Pauses and other rhythms: for one object, for a company, for everything, with a reason."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from actions.models import Action, ReminderException
from companies.models import Company, Initiative, User
from synergies.models import Synergy

Subject = Synergy | Action | Company


class ExceptionRefused(Exception):
    """An exception that cannot be made; the text says why and may be shown."""


def make_exception(
    *,
    initiative: Initiative,
    subject: Subject | None,
    interval_days: int | None,
    reason: str,
    by: User,
    now: datetime,
) -> ReminderException:
    """Return the new exception; subject None: everything; interval_days None: a pause.

    Raises ExceptionRefused when one is in force for the same subject.
    """
    name = type(subject).__name__.lower() if subject else ""
    try:
        with transaction.atomic():
            return ReminderException.objects.create(
                initiative=initiative,
                interval_days=interval_days,
                reason=reason,
                decided_by=by,
                decided_at=now,
                **({name: subject} if subject else {}),
            )
    except IntegrityError as error:
        raise ExceptionRefused(
            _("There is one already: end it before you decide something else.")
        ) from error


def end_exception(*, pk: int, now: datetime) -> bool:
    """Return whether this call ended it: reminders are planned again from the next tick on."""
    return bool(ReminderException.objects.in_force().filter(pk=pk).update(ended_at=now))


def subject_of(*, initiative: Initiative, kind: str, pk: int) -> Subject | None:
    """Return the synergy, action or company of an address, or None when it names none."""
    if kind == "synergy":
        return Synergy.objects.filter(initiative=initiative, pk=pk).first()
    if kind == "action":
        return Action.objects.filter(area__programme__initiative=initiative, pk=pk).first()
    if kind == "company":
        return Company.objects.filter(initiative=initiative, pk=pk).first()
    return None
