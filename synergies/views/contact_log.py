"""The contact log: one tap on a sheet or on a company's page, the words afterwards."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from companies.models import Company, Initiative
from pompey_ite.http import StaffRequest
from pompey_ite.outbox.calendar import local_day
from synergies.forms.contact_log import ContactEntryForm, TapForm
from synergies.models import ContactEntry, Synergy
from synergies.services.contact_log import (
    ContactRefused,
    complete_contact,
    log_contact,
    undo_contact,
)


@require_POST
def synergy_contact(request: StaffRequest, pk: int) -> HttpResponse:
    """Note that somebody was spoken to about a synergy: today, its first company."""
    synergy = get_object_or_404(Synergy.objects.select_related("initiative"), pk=pk)
    first = synergy.parties.present().select_related("company").first()
    company = first.company if first else None
    return _tap(request, synergy.initiative, company, [synergy])


@require_POST
def company_contact(request: StaffRequest, company_pk: int) -> HttpResponse:
    """Note that a company was spoken to, today."""
    company = get_object_or_404(Company.objects.select_related("initiative"), pk=company_pk)
    return _tap(request, company.initiative, company, [])


@require_http_methods(["GET", "POST"])
def contact_entry(request: StaffRequest, pk: int) -> HttpResponse:
    """Complete a line of the log: the day, the person, the words, the synergies."""
    rows = ContactEntry.objects.standing().select_related("initiative", "company")
    entry = get_object_or_404(rows.prefetch_related("synergies"), pk=pk)
    form = ContactEntryForm(request.POST or None, entry=entry)
    if form.is_valid():
        try:
            complete_contact(entry=entry, **form.facts())
        except ContactRefused as refusal:
            form.add_error("contact", str(refusal))
        else:
            messages.success(request, _("The contact is noted."))
            return redirect(_way_back(entry))
    context = {"entry": entry, "form": form, "back": _way_back(entry)}
    return render(request, "synergies/contact_entry.html", context)


@require_POST
def contact_undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a line of the log back."""
    entry = get_object_or_404(ContactEntry.objects.select_related("initiative"), pk=pk)
    undo_contact(entry=entry, now=timezone.now())
    messages.success(request, _("Taken back: the last contact is again what it was."))
    return redirect(_way_back(entry))


def _tap(
    request: StaffRequest,
    initiative: Initiative,
    company: Company | None,
    synergies: list[Synergy],
) -> HttpResponse:
    form = TapForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("Choose call, visit, mail or meeting."))
    entry = log_contact(
        initiative=initiative,
        kind=form.cleaned_data["kind"],
        day=local_day(timezone.now()),
        user=request.user,
        company=company,
        synergies=synergies,
    )
    messages.success(request, _("Noted for today. Add words if you like, or leave it so."))
    return redirect("synergies:contact_entry", entry.pk)


def _way_back(entry: ContactEntry) -> str:
    """Return the address of the synergy the line is about, else of its company, else the list."""
    synergy = entry.synergies.order_by("number").first()
    if synergy:
        return synergy.get_absolute_url()
    return entry.company.get_absolute_url() if entry.company else "synergies:list"
