"""Correcting a slip: the same page for its table and for the project manager."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from synergies.forms.slips import CorrectionForm
from synergies.models import Slip
from synergies.services.slip_changes import SlipChanged, correct_slip
from synergies.services.slips import SlipRefused
from synergies.views.door import SeeOther


def correction(
    request: HttpRequest, slip: Slip, *, back: str, suggest_url: str, frame: str
) -> HttpResponse:
    """Show a slip to be corrected, or save it and go back; a refusal keeps what was typed."""
    form = CorrectionForm(request.POST or None, slip=slip)
    if form.is_valid() and _saved(form, slip):
        messages.success(request, _("Corrected: “%s”.") % form.cleaned_data["what"])
        return SeeOther(back)
    names = slip.workshop.initiative.companies.active().order_by("name")
    context = {
        "form": form,
        "slip": slip,
        "companies": names.values_list("name", flat=True),
        "back": back,
        "suggest_url": suggest_url,
        "frame": frame,
    }
    status = 400 if form.errors else 200
    return render(request, "synergies/slip_correct.html", context, status=status)


def _saved(form: CorrectionForm, slip: Slip) -> bool:
    version = form.cleaned_data["version"]
    try:
        correct_slip(slip=slip, words=form.words, version=version, now=timezone.now())
    except SlipChanged as changed:
        form.add_error(None, str(changed))
        form.shown_again(changed.slip.version)
        return False
    except SlipRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
