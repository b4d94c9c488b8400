"""Reminders that wait for the go of the project manager: the list, a test, then the sending."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from actions.models import Reminder, ReminderException
from actions.reminder_forms import LetGoForm
from actions.services.reminders.approval import (
    Waiting,
    leave_out,
    let_go,
    rounds_waiting,
    sample_of_waiting,
    send_test,
    waiting_counts,
    waiting_of,
)
from actions.services.reminders.rules import rules_of
from actions.services.reminders.silence import asleep
from actions.views.current import current_or_404
from companies.models import Initiative
from pompey_ite.http import StaffRequest
from pompey_ite.outbox.calendar import local_day

RECENT = 30


@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """Show what waits for a go by kind, what is paused, and the last ones with their answers."""
    initiative = current_or_404()
    counts, rules = waiting_counts(initiative), rules_of(initiative)
    let_out = Reminder.objects.of(initiative).decided().with_objects()
    context = {
        "kinds": [
            {
                "kind": kind,
                "count": counts[kind.value],
                "is_paused": rules.is_paused(kind),
                "leaves_alone": rules.leaves_alone(kind),
            }
            for kind in Reminder.Kind
        ],
        "waiting_count": sum(counts.values()),
        "rounds": rounds_waiting(initiative),
        "is_all_paused": rules.everything_is_paused,
        "exceptions": ReminderException.objects.for_list().filter(initiative=initiative),
        "asleep": asleep(initiative, today=local_day(timezone.now())),
        "recent": let_out.order_by("-decided_at", "-pk")[:RECENT],
    }
    return render(request, "actions/reminders.html", context)


@require_GET
def preview(request: StaffRequest, kind: str) -> HttpResponse:
    """Show who would get the reminders of a kind and how they read; looking sends nothing."""
    initiative = current_or_404()
    waiting = _waiting(initiative, kind)
    context = {
        "waiting": waiting,
        "sample": sample_of_waiting(waiting),
        "form": LetGoForm(
            initial={"rows": LetGoForm.sealed(kind=kind, pks=waiting.pks)},
            label=_words(_("I have read the list: %(people)s of %(companies)s get it."), waiting),
        ),
        "button": _words(_("Send to %(people)s of %(companies)s"), waiting),
    }
    return render(request, "actions/reminders_preview.html", context)


def _waiting(initiative: Initiative, kind: str) -> Waiting:
    """Return what waits of a kind; ballots have the preview of their round."""
    if kind not in Reminder.Kind.values or kind == Reminder.Kind.BALLOT:
        raise Http404
    return waiting_of(initiative=initiative, kind=kind, now=timezone.now())


def _words(sentence: str, waiting: Waiting) -> str:
    people, companies = waiting.person_count, waiting.company_count
    return sentence % {
        "people": ngettext("%(n)d person", "%(n)d people", people) % {"n": people},
        "companies": ngettext("%(n)d company", "%(n)d companies", companies) % {"n": companies},
    }


@require_POST
def test(request: StaffRequest, kind: str) -> HttpResponse:
    """Send the sample to the person who asks."""
    waiting = _waiting(current_or_404(), kind)
    if not request.user.email:
        messages.error(request, _("Your account has no e-mail address."))
    elif send_test(waiting=waiting, user=request.user, now=timezone.now()):
        text = _("A test leaves for %(address)s within a minute. Its link is an example.")
        messages.success(request, text % {"address": request.user.email})
    else:
        messages.info(request, _("Nothing waits any more."))
    return redirect("actions:reminders_preview", kind=kind)


@require_POST
def send(request: StaffRequest, kind: str) -> HttpResponse:
    """Let go of the reminders of the preview that was confirmed."""
    form = LetGoForm(request.POST)
    if not form.is_valid() or form.cleaned_data["rows"][0] != kind:
        messages.error(request, _("Nothing was sent: tick the box under the list, then send."))
        return redirect("actions:reminders_preview", kind=kind)
    pks = form.cleaned_data["rows"][1]
    count = let_go(
        initiative=current_or_404(), kind=kind, pks=pks, by=request.user, now=timezone.now()
    )
    text = ngettext("%(n)d mail is in the outbox.", "%(n)d mails are in the outbox.", count)
    messages.success(request, text % {"n": count})
    return redirect("actions:reminders")


@require_POST
def skip(request: StaffRequest, pk: int) -> HttpResponse:
    """Leave one reminder out this time."""
    if leave_out(pk=pk, by=request.user, now=timezone.now()):
        messages.success(request, _("Left out. The next one comes as usual."))
    kind = Reminder.objects.filter(pk=pk).values_list("kind", flat=True).first()
    if kind is None or kind == Reminder.Kind.BALLOT:
        return redirect("actions:reminders")
    return redirect("actions:reminders_preview", kind=kind)
