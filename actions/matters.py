"""What waits for the project manager in the programme: lateness, blocked actions, goes, answers."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.models import Action, Milestone, Programme, Reminder, Report
from actions.services.reminders.approval import waiting_counts
from companies.models import Initiative
from pompey_ite.matters import SHOWN_PER_SOURCE, Act, Matter, Urgency, source
from pompey_ite.outbox.calendar import local_day

ANSWERS_FOR = timedelta(days=7)  # so long an answer is new


@source
def reports_waiting(now: datetime) -> Iterator[Matter]:
    """Yield the reports that wait for approval."""
    drafts = Report.objects.filter(status=Report.Status.DRAFT).order_by("month")
    for report in drafts[:SHOWN_PER_SOURCE]:
        words = {"month": date_format(report.month, "F Y")}
        yield Matter(
            Urgency.WAITS_FOR_A_GO,
            _("The report of %(month)s waits for your go.") % words,
            report.get_absolute_url(),
            (Act(_("Read and send"), reverse("actions:report_send", args=[report.pk])),),
        )


@source
def reminders_waiting(now: datetime) -> Iterator[Matter]:
    """Yield one line when people wait for a reminder that waits for a go."""
    initiative = Initiative.objects.current()
    count = sum(waiting_counts(initiative).values()) if initiative else 0
    if count:
        url = reverse("actions:reminders")
        text = ngettext(
            "%(count)d reminder waits for your go.",
            "%(count)d reminders wait for your go.",
            count,
        )
        title = text % {"count": count}
        yield Matter(Urgency.WAITS_FOR_A_GO, title, url, (Act(_("See the reminders"), url),))


@source
def late_milestones(now: datetime) -> Iterator[Matter]:
    """Yield the milestones that are past their date, the oldest first."""
    today = local_day(now)
    current = Milestone.objects.filter(action__area__programme=Programme.objects.current())
    late = current.late_on(today)
    for milestone in late.for_list()[:SHOWN_PER_SOURCE]:
        yield _late_milestone(milestone, today)
    more = late.count() - SHOWN_PER_SOURCE
    if more > 0:
        url = f"{reverse('actions:programme')}?is_late=on"
        text = ngettext(
            "%(count)d more milestone is late.", "%(count)d more milestones are late.", more
        )
        title = text % {"count": more}
        yield Matter(Urgency.LATE, title, url, (Act(_("See the programme"), url),))


def _late_milestone(milestone: Milestone, today: date) -> Matter:
    action = milestone.action
    postpone = f"{reverse('pages:do_postpone')}?milestone={milestone.pk}"
    tick = reverse("actions:sheet_tick", args=[action.pk, milestone.pk])
    return Matter(
        Urgency.LATE,
        milestone.title,
        f"{action.get_absolute_url()}#milestones",
        (Act(_("Postpone"), postpone), Act(_("Reached today"), tick, {"done": "1"})),
        about=str(action),
        days=(today - milestone.due_on).days,
    )


@source
def blocked_actions(now: datetime) -> Iterator[Matter]:
    """Yield the actions that are blocked, each with why."""
    current = Action.objects.filter(area__programme=Programme.objects.current())
    blocked = current.filter(status=Action.Status.BLOCKED).order_by("area__code", "position", "pk")
    for action in blocked[:SHOWN_PER_SOURCE]:
        status = f"{reverse('pages:do_status')}?action={action.code}"
        yield Matter(
            Urgency.BLOCKED,
            str(action),
            action.get_absolute_url(),
            (Act(_("Set the status"), status),),
            about=_("Blocked: %(reason)s") % {"reason": action.status_reason or "–"},
        )


@source
def answers(now: datetime) -> Iterator[Matter]:
    """Yield what companies answered this week, the newest first."""
    initiative = Initiative.objects.current()
    if initiative is None:
        return
    rows = Reminder.objects.of(initiative).answered_between(now - ANSWERS_FOR, now)
    for row in rows.with_objects().order_by("-answered_at", "-pk")[:SHOWN_PER_SOURCE]:
        words = {"who": row.recipient, "answer": row.get_answer_display()}
        action = row.milestone.action if row.milestone else row.action
        target = row.synergy or action or row.company
        url = target.get_absolute_url() if target else reverse("actions:reminders")
        yield Matter(
            Urgency.ANSWERED,
            _("%(who)s: “%(answer)s”") % words,
            url,
            (Act(_("Read"), url),),
            about=" – ".join(filter(None, (str(capfirst(str(row.subject))), row.text))),
        )
