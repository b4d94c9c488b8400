"""Documents of an action: adding one, reading it, setting it aside."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from actions.committee_forms import DocumentForm, ReasonForm
from actions.models import Action, Document
from actions.services.documents import DocumentRefused, add_document, close_document
from pompey_ite.http import StaffRequest
from pompey_ite.outbox.calendar import local_day


@require_http_methods(["GET", "POST"])
def add(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep a document of an action: a file or a link, with what it proves."""
    action = get_object_or_404(Action, pk=pk)
    initial: dict[str, Any] = {"dated_on": local_day(timezone.now())}
    if milestone := request.GET.get("milestone", ""):
        initial |= {"proves": Document.Proves.MILESTONE, "milestone": milestone}
    form = DocumentForm(request.POST or None, request.FILES or None, action=action, initial=initial)
    if form.is_valid():
        try:
            add_document(action=action, user=request.user, **form.cleaned_data)
        except DocumentRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The document is kept."))
            return redirect(f"{action.get_absolute_url()}#documents")
    context = {"action": action, "form": form, "title": _("Add a document")}
    return render(request, "actions/sheet_form.html", context)


@require_GET
def read(request: StaffRequest, pk: int) -> FileResponse:
    """Give a kept file, always as something to save and never as a page to show."""
    document = get_object_or_404(Document.objects.exclude(file=""), pk=pk)
    name = f"{slugify(document.title) or 'document'}.{document.extension.lower()}"
    try:
        response = FileResponse(document.file.open("rb"), as_attachment=True, filename=name)
    except FileNotFoundError as error:
        raise Http404 from error
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_http_methods(["GET", "POST"])
def close(request: StaffRequest, pk: int) -> HttpResponse:
    """Set a document aside, with the reason."""
    document = get_object_or_404(Document.objects.select_related("action"), pk=pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            close_document(document=document, day=local_day(timezone.now()), **form.cleaned_data)
        except DocumentRefused as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("The document is set aside; it stays in the list."))
            return redirect(f"{document.action.get_absolute_url()}#documents")
    title = _("Set aside: %(title)s") % {"title": document.title}
    context = {"action": document.action, "form": form, "title": title}
    return render(request, "actions/sheet_form.html", context)
