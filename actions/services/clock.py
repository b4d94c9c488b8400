"""One tick of the clock: ask the database what is due and not done, and do it.

A tick may be late, doubled or lost: the next one finds the same rows and ends in the same state.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from actions.services.digests import build_digest, due_digests, expected_digests
from actions.services.reminders.approval import let_go_alone
from actions.services.reminders.planning import missing, plan
from actions.services.reminders.sending import settle
from actions.services.report_sending import approve_due, reports_leaving_alone
from actions.services.reports import build_report, due_reports
from actions.services.retention import forget_what_is_over
from companies.models import Initiative
from pompey_ite.journal.sealing import seal_entries
from pompey_ite.outbox.models import Mail
from pompey_ite.outbox.services import send_due
from synergies.services import detection
from synergies.services.counting import (
    finish_counted_rounds,
    tally_closed_rounds,
    unfinished_rounds,
)
from synergies.services.tallies import uncounted_rounds


@dataclass
class TickResult:
    """What a tick did, or would do: one line per thing, and the mails by what came of them."""

    rounds: list[str] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)
    declarations: int = 0
    reminders: Counter[str] = field(default_factory=Counter)  # planned, by kind
    digests: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    reports_approved: list[str] = field(default_factory=list)
    mails: dict[str, int] = field(default_factory=dict)


def tick(*, now: datetime) -> TickResult:
    """Count closed rounds, match what changed, remind, report, and send the mails due."""
    result = TickResult()
    try:
        result.rounds += [str(tally.round) for tally in tally_closed_rounds(now=now)]
        for initiative in Initiative.objects.all():
            result.declarations += detection.detect_due(initiative=initiative, now=now)
        settle(now=now)  # before planning: what has left is not due again
        for initiative in Initiative.objects.all():
            result.reminders += plan(initiative=initiative, now=now)
            let_go_alone(initiative=initiative, now=now)
        for initiative in due_digests(now):
            digest = build_digest(initiative=initiative, now=now)
            if digest and digest.mail_count:
                result.digests.append(str(digest))
        for due in due_reports(now):
            if report := build_report(programme=due.programme, month=due.month, now=now):
                result.reports.append(str(report))
        result.reports_approved += [str(report) for report in approve_due(now=now)]
    finally:  # what cannot be counted or reported must not hold the mails back at every tick
        result.mails = dict(send_due(now=now))
        settle(now=now)
        forget_what_is_over(now=now)
        seal_entries()
    # May take a minute: after the mails.
    result.finished += map(str, finish_counted_rounds(now=now))
    return result


def due(*, now: datetime) -> TickResult:
    """Return what a tick at `now` would find to do, writing nothing."""
    waiting = Mail.objects.due(now).count()
    return TickResult(
        rounds=[str(round_) for round_ in uncounted_rounds(now)],
        finished=[str(round_) for round_ in unfinished_rounds(now)],
        declarations=sum(detection.due_count(row) for row in Initiative.objects.all()),
        reminders=missing(now=now),
        digests=expected_digests(now),
        reports=[f"{item.programme} · {item.month:%Y-%m}" for item in due_reports(now)],
        reports_approved=[str(report) for report in reports_leaving_alone(now)],
        mails={Mail.Status.QUEUED.value: waiting} if waiting else {},
    )
