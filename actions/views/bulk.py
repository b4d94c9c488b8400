"""Changing several rows at once: choose, say what, look, confirm, undo."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from actions.bulk_forms import FORMS
from actions.models import BulkAct, Programme
from actions.programme_forms import ActionFilterForm
from actions.services.bulk.asking import AskAgain
from actions.services.bulk.doing import (
    MOST_ROWS,
    SUBJECTS,
    BulkRefused,
    Subject,
    Undone,
    do_together,
    preview,
    seal,
    undo_together,
)
from actions.services.programme_views import filtered_actions
from companies.forms import CompanyFilterForm
from companies.views.companies import filtered_companies, municipalities
from pompey_ite.http import StaffRequest
from pompey_ite.outbox.calendar import local_day
from synergies.forms.lists import SynergyFilterForm
from synergies.views.synergies import filtered_synergies


@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, slug: str) -> HttpResponse:
    """Say what an act would change of the chosen rows; do it once that has been seen."""
    subject = _subject(request, slug)
    key, pks = request.GET.get("act", ""), _chosen(request, subject)
    if key not in subject.acts or not pks:
        messages.error(request, _("Choose rows of the list, and what to do with them."))
        return redirect(subject.list_name)
    if "pks" not in request.GET:  # one short address for what follows
        return redirect(_address(subject, key, pks))
    form = FORMS[slug, key](request.POST or None)
    if form.is_valid() and "confirm" in request.POST:
        return _confirmed(request, subject, key, pks, form.cleaned_data)
    context = _context(subject, key, pks)
    if form.is_valid():
        context |= _seen(subject, key, pks, form.cleaned_data)
    return render(request, "actions/bulk.html", {**context, "form": form})


@require_GET
def done(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what was changed, with the button that undoes it."""
    bulk = get_object_or_404(BulkAct.objects.select_related("user"), pk=pk)
    subject = _subject(request, bulk.subject)
    context = {
        "bulk": bulk,
        "label": subject.acts[bulk.act].label,
        "list_url": reverse(subject.list_name),
        "lines": {change["line"]: change for change in bulk.changes}.values(),
        "is_undoable": bulk.is_undoable_at(timezone.now()),
    }
    return render(request, "actions/bulk_done.html", context)


@require_POST
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Give the rows back what they were, but those that have changed since."""
    bulk = get_object_or_404(BulkAct, pk=pk)
    subject = _subject(request, bulk.subject)
    try:
        undone = undo_together(bulk=bulk, user=request.user, now=timezone.now())
    except BulkRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("actions:bulk_done", pk)
    _tell_undone(request, undone, sends_mail=subject.acts[bulk.act].sends_mail)
    return redirect(subject.list_name)


def _tell_undone(request: StaffRequest, undone: Undone, *, sends_mail: bool) -> None:
    names = ", ".join(undone.kept)
    if sends_mail:
        text = ngettext(
            "%(count)d company is not asked.", "%(count)d companies are not asked.", undone.count
        )
        left = ngettext(
            "%(count)d mail had left already: %(names)s.",
            "%(count)d mails had left already: %(names)s.",
            undone.kept_count,
        )
    else:
        text = ngettext(
            "%(count)d row is as it was.", "%(count)d rows are as they were.", undone.count
        )
        left = _("Changed since, and left as it is: %(names)s.")
    messages.success(request, text % {"count": undone.count})
    if undone.kept:
        messages.warning(request, left % {"count": undone.kept_count, "names": names})


@require_GET
def lately(request: StaffRequest) -> HttpResponse:
    """List the acts on several rows that can still be undone."""
    acts = [
        (bulk, SUBJECTS[bulk.subject].acts[bulk.act].label)
        for bulk in BulkAct.objects.undoable_at(timezone.now())
    ]
    return render(request, "actions/bulk_lately.html", {"acts": acts})


def _subject(request: StaffRequest, slug: str) -> Subject:
    if slug not in SUBJECTS:
        raise Http404
    if not request.user.has_perm(SUBJECTS[slug].permission):
        raise PermissionDenied
    return SUBJECTS[slug]


def _chosen(request: StaffRequest, subject: Subject) -> list[int]:
    """Return the keys of the address, or of all that the filters of the list leave."""
    if request.GET.get("all"):
        rows = FILTERED[subject.slug](QueryDict(request.GET.get("query", "").lstrip("&")))
        return list(rows.values_list("pk", flat=True)[:MOST_ROWS])
    words = [*request.GET.getlist("pk"), *request.GET.get("pks", "").split(",")]
    return [int(word) for word in words if word.isdecimal() and len(word) < 10][:MOST_ROWS]  # noqa: PLR2004


def _address(subject: Subject, key: str, pks: list[int]) -> str:
    query = urlencode({"act": key, "pks": ",".join(map(str, pks))}, safe=",")
    return f"{reverse('actions:bulk', args=[subject.slug])}?{query}"


def _context(subject: Subject, key: str, pks: list[int]) -> dict[str, Any]:
    return {
        "subject": subject,
        "label": subject.acts[key].label,
        "rows": subject.rows(pks),
        "list_url": reverse(subject.list_name),
        "address": _address(subject, key, pks),
    }


def _seen(subject: Subject, key: str, pks: list[int], data: dict[str, Any]) -> dict[str, Any]:
    now, act = timezone.now(), subject.acts[key]
    lines = preview(subject=subject, act=act, pks=pks, data=data, today=local_day(now))
    return {
        "sample": act.sample(lines, now) if isinstance(act, AskAgain) else None,
        "is_preview": True,
        "changing": [line for line in lines if not line.refusal],
        "refused": [line for line in lines if line.refusal],
        "seen": seal(lines),
    }


def _confirmed(
    request: StaffRequest, subject: Subject, key: str, pks: list[int], data: dict[str, Any]
) -> HttpResponse:
    try:
        bulk = do_together(
            subject=subject,
            key=key,
            pks=pks,
            data=data,
            seen=request.POST.get("seen", ""),
            user=request.user,
            now=timezone.now(),
        )
    except BulkRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(_address(subject, key, pks))
    if subject.acts[key].sends_mail:
        text = ngettext(
            "%(count)d company is asked: the mails are in the outbox.",
            "%(count)d companies are asked: the mails are in the outbox.",
            bulk.row_count,
        )
    else:
        text = ngettext("%(count)d row is changed.", "%(count)d rows are changed.", bulk.row_count)
    messages.success(request, text % {"count": bulk.row_count})
    return redirect("actions:bulk_done", bulk.pk)


def _synergies(query: QueryDict) -> Any:
    form = SynergyFilterForm(query)
    form.is_valid()
    return filtered_synergies(**form.cleaned_data)


def _actions(query: QueryDict) -> Any:
    form = ActionFilterForm(query)
    form.is_valid()
    today = local_day(timezone.now())
    return filtered_actions(Programme.objects.current(), today, **form.cleaned_data)


def _companies(query: QueryDict) -> Any:
    form = CompanyFilterForm(query, municipalities=municipalities())
    form.is_valid()
    return filtered_companies(**form.cleaned_data)


FILTERED = {"synergies": _synergies, "actions": _actions, "companies": _companies}
