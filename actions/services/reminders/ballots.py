"""Ballots that wait: five working days after the opening, three and one before the close.

The mail and its preview are those of the round; here is only what is due when.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import Max, Q

from actions.models import Reminder
from actions.services.reminders.candidates import Candidate, not_paused
from actions.services.reminders.people import People
from actions.services.reminders.rules import Rules
from companies.models import Initiative
from pompey_ite.outbox.calendar import local_day
from pompey_ite.outbox.models import Mail
from pompey_ite.outbox.workdays import add_working_days
from synergies.emails import REMINDER
from synergies.models import Ballot, Round
from synergies.services.round_mails import MOST_REMINDERS

AFTER_OPENING, BEFORE_CLOSE = 5, (-3, -1)  # working days


def ballot_step(round_: Round, today: date) -> date | None:
    """Return the day of the last step that has come by `today`, or None before the first one.

    In a short round the steps that would fall before its second day are left out.
    """
    opened, closes = local_day(round_.opens_at), local_day(round_.closes_at)
    steps = {add_working_days(opened, AFTER_OPENING)}
    steps |= {add_working_days(closes, count) for count in BEFORE_CLOSE}
    come = [step for step in steps if opened < step <= today and step < closes]
    return max(come, default=None)


def waiting_ballots(
    initiative: Initiative, *, rules: Rules, people: People, today: date, now: datetime
) -> Iterator[Candidate]:
    """Yield whom to remind of which ballot, in three queries.

    A reminder sent by hand from the page of the round counts; after three nobody is reminded.
    """
    rounds = list(Round.objects.open_at(now).filter(initiative=initiative))
    if not rounds:
        return
    ballots = Ballot.objects.filter(round__in=rounds, validated_at=None).select_related("round")
    sent = _sent(rounds)
    for ballot in ballots.order_by("round", "company"):
        step = ballot_step(ballot.round, today)
        if step is None or _most_have_left(sent, ballot.round_id):
            continue
        for contact in not_paused(people.of_companies([ballot.company_id]), rules):
            yield Candidate(
                Reminder.Kind.BALLOT,
                ballot.pk,
                contact,
                step,
                decided_on=_day(sent.get((ballot.round_id, contact.email.lower()))),
            )


Sent = dict[tuple[int, str], tuple[datetime, str]]


def _sent(rounds: Iterable[Round]) -> Sent:
    """Return when the last reminder of a round was written to an address, and which it was."""
    of_rounds = Q()
    for round_ in rounds:
        of_rounds |= Q(object_key__startswith=f"round:{round_.pk}:")
    rows = (
        Mail.objects.filter(of_rounds, kind=REMINDER)
        .values_list("object_key", "recipient")
        .annotate(at=Max("dated_at"), step=Max("period"))
    )
    return {(_round_pk(key), address): (at, step) for key, address, at, step in rows}


def _round_pk(key: str) -> int:
    """Return the round of a key such as “round:3:ballot:12”."""
    return int(key.split(":")[1])


def _day(sent: tuple[datetime, str] | None) -> date | None:
    return local_day(sent[0]) if sent else None


def _most_have_left(sent: Sent, round_pk: int) -> bool:
    return any(
        pk == round_pk and step >= str(MOST_REMINDERS)
        for (pk, _address), (_at, step) in sent.items()
    )
