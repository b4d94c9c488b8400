"""The import page: upload, see what would change, then apply."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from actions import uploads
from actions.forms import WorkshopFileForm
from actions.services.workshop_import import import_workshop
from companies.models import Initiative
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
        raise Http404
    if request.method == "POST":
        report = _run(token, apply=True)
        uploads.forget(token)
        done = sum(report["created"].values()) + sum(report["changed"].values())
        text = ngettext("%(count)d row written.", "%(count)d rows written.", done)
        messages.success(request, text % {"count": done})
        return redirect("companies:list")
    context = _preview_context(uploads.read_report(token))
    return render(request, "actions/import_preview.html", {"token": token, **context})


def _run(token: str, *, apply: bool) -> dict[str, Any]:
    path = uploads.path_of(token)
    initiative = Initiative.objects.current()
    if path is None or initiative is None:
        raise Http404
    report = import_workshop(path=path, initiative=initiative, apply=apply)
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
