"""Let a report leave: correct its summary, look at it as each reader will, test, send."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from actions.forms import ReportSendForm, SummaryForm, WithdrawForm
from actions.models import Audience, Report
from actions.models.report import OUTSIDE
from actions.reports.mail_preview import as_page
from actions.services.report_readers import ReadersPlan, make_companies_list, readers_of
from actions.services.report_sending import (
    ReportRefused,
    approve_report,
    sample_of,
    save_summary,
    send_test,
    withdraw_report,
)
from actions.services.reports import leaves_alone_at
from pompey_ite.http import StaffRequest


@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would leave, to whom, and what is left to decide; looking sends nothing."""
    report = _report(pk)
    return _page(request, report, SummaryForm(instance=report))


def _page(request: HttpRequest, report: Report, form: SummaryForm) -> HttpResponse:
    plan = readers_of(report.programme.initiative_id)
    context = {
        "report": report,
        "plan": plan,
        "shown": [(audience, Audience(audience).label) for audience in plan.audiences],
        "leaves_at": leaves_alone_at(report),
        "summary_form": form,
        "send_form": _send_form(report, plan),
        "withdraw_form": WithdrawForm(),
        "button": _("Send to %(people)s") % {"people": _people(len(plan.readers))},
    }
    return render(request, "actions/report_send.html", context)


def _send_form(report: Report, plan: ReadersPlan) -> ReportSendForm:
    promise = _("I have read the list and the mails: %(people)s will get this report.")
    return ReportSendForm(
        initial={"plan": ReportSendForm.sealed(report_pk=report.pk, keys=plan.keys)},
        label=promise % {"people": _people(len(plan.readers))},
    )


def _people(count: int) -> str:
    return ngettext("%(n)d person", "%(n)d people", count) % {"n": count}


@require_GET
@xframe_options_sameorigin
@csp(
    {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],  # mails carry their style with them; nothing else runs
        "img-src": ["data:"],
        "frame-ancestors": ["'self'"],
        "sandbox": ["allow-popups"],
    }
)
def mail(request: HttpRequest, pk: int = 0, audience: str = "") -> HttpResponse:
    """Answer the mail of an audience as a mail reader would show it: no script, no other host."""
    if audience not in OUTSIDE:
        raise Http404
    language = (get_language() or "fr")[:2]
    draft = sample_of(_report(pk), audience=audience, language=language, with_files=False)
    return HttpResponse(as_page(draft))


@require_http_methods(["POST"])
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the corrected summary."""
    report = _report(pk)
    form = SummaryForm(request.POST)
    if not form.is_valid():
        return _page(request, report, form)
    try:
        save_summary(report=report, **form.cleaned_data)
    except ReportRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The summary is kept. Look at the mails again below."))
    return redirect("actions:report_send", pk=pk)


@require_POST
def companies_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the list of the companies, so that their contacts stand in the preview."""
    made = make_companies_list(_report(pk).programme.initiative)
    if made:
        messages.success(request, _("The companies are in. Look at the list below."))
    return redirect("actions:report_send", pk=pk)


@require_POST
def test(request: StaffRequest, pk: int) -> HttpResponse:
    """Send the mail of each audience to the person who asks."""
    report = _report(pk)
    if not request.user.email:
        messages.error(request, _("Your account has no e-mail address."))
        return redirect("actions:report_send", pk=pk)
    audiences = readers_of(report.programme.initiative_id).audiences
    count = send_test(report=report, audiences=audiences, user=request.user, now=timezone.now())
    text = ngettext(
        "%(n)d test leaves for %(address)s within a minute. Its link is an example.",
        "%(n)d tests leave for %(address)s within a minute. Their links are examples.",
        count,
    )
    messages.success(request, text % {"n": count, "address": request.user.email})
    return redirect("actions:report_send", pk=pk)


@require_POST
def send(request: StaffRequest, pk: int) -> HttpResponse:
    """Approve the report and queue the mails of the preview that was confirmed."""
    report = _report(pk)
    form = ReportSendForm(request.POST)
    if not form.is_valid() or form.cleaned_data["plan"][0] != report.pk:
        messages.error(request, _("Nothing was sent: tick the box under the list, then send."))
        return redirect("actions:report_send", pk=pk)
    try:
        count = approve_report(
            report=report,
            keys=form.cleaned_data["plan"][1],
            user=request.user,
            now=timezone.now(),
        )
    except ReportRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("actions:report_send", pk=pk)
    messages.success(request, _sent_words(count))
    return redirect(report)


def _sent_words(count: int) -> str:
    text = ngettext("%(n)d mail is in the outbox.", "%(n)d mails are in the outbox.", count)
    return text % {"n": count}


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a report with a reason: waiting mails are dropped, links open nothing."""
    report = _report(pk)
    form = WithdrawForm(request.POST)
    try:
        gone = withdraw_report(report=report, reason=_reason(form))
    except ReportRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("actions:report_send", pk=pk)
    text = ngettext(
        "The report is withdrawn. %(n)d mail had left already.",
        "The report is withdrawn. %(n)d mails had left already.",
        gone,
    )
    messages.success(request, text % {"n": gone})
    return redirect(report)


def _reason(form: WithdrawForm) -> str:
    values: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    return str(values.get("reason", ""))


def _report(pk: int) -> Report:
    return get_object_or_404(Report.objects.select_related("programme__initiative"), pk=pk)
