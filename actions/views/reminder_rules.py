"""How reminders work: settings by kind, pauses and rhythms with their reasons."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from actions.models import Reminder, ReminderSetting
from actions.reminder_forms import ExceptionForm, SettingForm
from actions.services.reminders.approval import sample_of_waiting, waiting_of
from actions.services.reminders.exceptions import (
    ExceptionRefused,
    Subject,
    end_exception,
    make_exception,
    subject_of,
)
from actions.services.reminders.samples import example_of
from actions.views.current import current_or_404
from companies.models import Company, Initiative
from pompey_ite.http import StaffRequest
from synergies.views.door import SeeOther


@require_http_methods(["GET", "HEAD", "POST"])
def setting(request: StaffRequest, kind: str) -> HttpResponse:
    """Show how a kind works with the mail beside it, so that nothing leaves alone unseen."""
    if kind not in Reminder.Kind.values:
        raise Http404
    initiative = current_or_404()
    rows = ReminderSetting.objects.filter(initiative=initiative, kind=kind)
    row = rows.first() or ReminderSetting(initiative=initiative, kind=kind)
    form = SettingForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved. The next look, within minutes, follows it."))
        return SeeOther(request.path)
    waiting = waiting_of(initiative=initiative, kind=kind, now=timezone.now())
    sample = None
    if kind != Reminder.Kind.BALLOT:
        sample = sample_of_waiting(waiting) or example_of(initiative, kind)
    context = {"kind": Reminder.Kind(kind), "form": form, "sample": sample}
    return render(request, "actions/reminder_setting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def exception_new(request: StaffRequest, about: str, pk: int | None = None) -> HttpResponse:
    """Pause one object, a company or everything, or give an object its own rhythm."""
    initiative = current_or_404()
    subject = _subject(initiative, about, pk)
    has_rhythm = subject is not None and not isinstance(subject, Company)
    form = ExceptionForm(request.POST or None, has_rhythm=has_rhythm)
    if request.method == "POST" and form.is_valid():
        try:
            make_exception(
                initiative=initiative,
                subject=subject,
                interval_days=form.cleaned_data.get("interval_days"),
                reason=form.cleaned_data["reason"],
                by=request.user,
                now=timezone.now(),
            )
        except ExceptionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. The next look, within minutes, follows it."))
            return SeeOther(_back(subject))
    context = {"subject": subject, "form": form, "has_rhythm": has_rhythm}
    return render(request, "actions/reminder_exception.html", context)


def _subject(initiative: Initiative, about: str, pk: int | None) -> Subject | None:
    if about == "everything" and pk is None:
        return None
    subject = subject_of(initiative=initiative, kind=about, pk=pk) if pk else None
    if subject is None:
        raise Http404
    return subject


def _back(subject: Subject | None) -> str:
    return redirect("actions:reminders").url if subject is None else subject.get_absolute_url()


@require_POST
def exception_end(request: StaffRequest, pk: int) -> HttpResponse:
    """End a pause or a rhythm."""
    if end_exception(pk=pk, now=timezone.now()):
        messages.success(request, _("Ended. What is due is planned again within minutes."))
    return redirect("actions:reminders")
