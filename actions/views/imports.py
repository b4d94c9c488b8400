"""The import page: upload, see what would change, then apply."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from actions import uploads
from actions.forms import WorkshopFileForm
from actions.services.workshop_import import current_or_first, import_workshop
from companies.workbook.refusal import WorkbookRefused


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a workbook, check it, and lead to its preview."""
    form = WorkshopFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        token = uploads.keep(form.cleaned_data["file"])
        try:
            uploads.write_report(token, _run(token, apply=False))
        except WorkbookRefused as refusal:
            uploads.forget(token)
            form.add_error("file", str(refusal))
        else:
            return redirect("actions:import_preview", token=token)
    return render(request, "actions/import_upload.html", {"form": form})


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a waiting workbook would create, change and refuse; POST applies it."""
    if uploads.path_of(token) is None:
        messages.info(request, _("This preview is over: imported already, or a day old."))
        return redirect("actions:import")
    if request.method == "POST":
        return _apply(request, token)
    context = _preview_context(uploads.read_report(token))
    return render(request, "actions/import_preview.html", {"token": token, **context})


def _apply(request: HttpRequest, token: str) -> HttpResponse:
    try:
        report = _run(token, apply=True)
    except WorkbookRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("actions:import")
    uploads.forget(token)
    done = sum(report["created"].values()) + sum(report["changed"].values())
    text = ngettext("%(count)d row written.", "%(count)d rows written.", done)
    messages.success(request, text % {"count": done})
    return redirect("companies:list")


def _run(token: str, *, apply: bool) -> dict[str, Any]:
    """Return the report on a waiting workbook; one taken away meanwhile is refused like a file."""
    path = uploads.path_of(token)
    if path is None:
        raise WorkbookRefused(_("This preview is over: imported already, or a day old."))
    report = import_workshop(path=path, initiative=current_or_first(), apply=apply)
    return dict(report.to_json())


def _preview_context(report: dict[str, Any]) -> dict[str, Any]:
    labels = {
        "companies": _("Companies"),
        "contacts": _("Contacts"),
        "resources": _("Resources"),
        "synergies": _("Synergies"),
        "votes": _("Votes"),
        "actions": _("Actions"),
        "milestones": _("Milestones"),
        "measurements": _("Measurements"),
    }
    kinds = ("created", "changed", "unchanged")
    rows = [(label, *(report[kind][key] for kind in kinds)) for key, label in labels.items()]
    by_severity = {
        severity: [p for p in report["problems"] if p["severity"] == severity]
        for severity in ("error", "warning", "info")
    }
    return {"rows": rows, "problems": by_severity, "will_write": any(r[1] or r[2] for r in rows)}
