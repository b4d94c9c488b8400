"""A programme in the 28 columns of Territoires en Transitions: take it away, bring it back."""

import tempfile
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from actions import uploads
from actions.forms import WorkshopFileForm
from actions.models import Programme
from actions.plan.writing import write_plan
from actions.services.plan_import import PlanReport, Say, import_plan
from companies.workbook.refusal import WorkbookRefused
from pompey_ite.http import StaffRequest
from pompey_ite.spreadsheets import file_response

MOST_SHOWN = 300  # changes on one page
OPEN_WHEN_FEW = 12


@require_GET
def export(request: StaffRequest, pk: int) -> FileResponse:
    """Answer the programme in the 28 columns."""
    programme = get_object_or_404(Programme.objects.select_related("initiative"), pk=pk)
    target = tempfile.TemporaryFile()  # noqa: SIM115 – the response closes it
    write_plan(target, programme)
    return file_response(target, f"plan-{slugify(programme.title)[:60]}")


@require_http_methods(["GET", "POST"])
def upload(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a plan, check it, and lead to its preview."""
    programme = get_object_or_404(Programme, pk=pk)
    form = WorkshopFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        token = uploads.keep(form.cleaned_data["file"])
        watch = request.POST.get("watch", "")
        try:
            _check(token, programme, partial(uploads.write_progress, watch))
        except WorkbookRefused as refusal:
            uploads.forget(token)
            form.add_error("file", str(refusal))
        else:
            return redirect("actions:plan_preview", pk=programme.pk, token=token)
        finally:
            uploads.end_progress(watch)
    return render(request, "actions/plan_upload.html", {"form": form, "programme": programme})


@require_GET
def progress(_request: StaffRequest, watch: str) -> JsonResponse:
    """Say how many rows of how many are understood, nothing when none is being read."""
    found = uploads.read_progress(watch)
    return JsonResponse(dict(zip(("done", "total"), found, strict=True)) if found else {})


@require_http_methods(["GET", "POST"])
def preview(request: StaffRequest, pk: int, token: str) -> HttpResponse:
    """Show what a waiting plan would create, change and refuse; POST applies just that."""
    programme = get_object_or_404(Programme, pk=pk)
    report = uploads.read_report(token) if uploads.path_of(token) else {}
    if report.get("programme") != programme.pk:
        messages.info(request, _("This preview is over: imported already, or a day old."))
        return redirect("actions:plan_import", pk=programme.pk)
    if request.method == "POST":
        return _apply(request, programme, token, report["fingerprint"])
    context = {"programme": programme, "token": token, **_preview_context(report)}
    return render(request, "actions/plan_preview.html", context)


def _check(token: str, programme: Programme, say: Say | None = None) -> None:
    """Look what a waiting plan would do, and keep that beside it."""
    report = _run(token, programme, apply=False, say=say)
    uploads.write_report(token, {**report.to_json(), "fingerprint": report.fingerprint()})


def _run(
    token: str,
    programme: Programme,
    *,
    apply: bool,
    expected: str = "",
    say: Say | None = None,
) -> PlanReport:
    """Return the report on a waiting plan; one taken away meanwhile is refused like a file."""
    path = uploads.path_of(token)
    if path is None:
        raise WorkbookRefused(_("This preview is over: imported already, or a day old."))
    return import_plan(
        path=path, programme=programme, apply=apply, now=timezone.now(), expected=expected, say=say
    )


def _apply(
    request: StaffRequest, programme: Programme, token: str, fingerprint: str
) -> HttpResponse:
    try:
        report = _run(token, programme, apply=True, expected=fingerprint)
    except WorkbookRefused as refusal:
        messages.error(request, str(refusal))
        return _look_again(token, programme)
    uploads.forget(token)
    done = len(report.changes)
    text = ngettext("%(count)d row written.", "%(count)d rows written.", done)
    messages.success(request, text % {"count": done})
    return redirect(programme)


def _look_again(token: str, programme: Programme) -> HttpResponse:
    """Lead to a fresh preview, or to another file when this one can no longer be read."""
    try:
        _check(token, programme)
    except WorkbookRefused:
        uploads.forget(token)
        return redirect("actions:plan_import", pk=programme.pk)
    return redirect("actions:plan_preview", pk=programme.pk, token=token)


def _preview_context(report: dict[str, Any]) -> dict[str, Any]:
    changes = report["changes"]
    by_severity = {
        severity: [p for p in report["problems"] if p["severity"] == severity]
        for severity in ("error", "warning", "info")
    }
    return {
        "changes": changes[:MOST_SHOWN],
        "more": max(0, len(changes) - MOST_SHOWN),
        "are_open": len(changes) <= OPEN_WHEN_FEW,
        "new_count": sum(change["is_new"] for change in changes),
        "changed_count": sum(not change["is_new"] for change in changes),
        "unchanged_count": sum(report["unchanged"].values()),
        "problems": by_severity,
    }
