"""Declaring a resource, in three minutes on a phone; the same pages serve the project manager."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from companies.models import Resource
from pompey_ite.wake import wake
from synergies import tasks
from synergies.forms.declarations import (
    LONGEST_QUANTITY,
    CloseForm,
    DeclarationForm,
    prefilled,
)
from synergies.services.amounts import amount_of, read_amount
from synergies.services.declarations import close_declaration, label_of_concept, save_declaration
from synergies.services.detection.reasons import language
from synergies.services.space import matches_of_resource
from synergies.views.declarant import Declarant
from synergies.views.door import SeeOther


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, by: Declarant) -> HttpResponse:
    """Declare one more resource; the address may name a concept to begin with."""
    form = DeclarationForm(
        request.POST or None,
        instance=Resource(company=by.company),
        language=language(),
        initial=prefilled(request.GET, language()),
    )
    return _save_or_show(request, by, form)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, by: Declarant, pk: int) -> HttpResponse:
    """Change what was declared."""
    form = DeclarationForm(request.POST or None, instance=_own(by, pk), language=language())
    return _save_or_show(request, by, form)


def _save_or_show(request: HttpRequest, by: Declarant, form: DeclarationForm) -> HttpResponse:
    if not form.is_valid():
        return render(request, "synergies/declare_form.html", {"by": by, "form": form})
    saved = save_declaration(
        resource=form.instance,
        amount=form.cleaned_data["quantity"],
        concept=form.cleaned_data["concept"],
        waste_code=form.cleaned_data["waste_code"],
        language=language(),
        contact=by.contact,
    )
    wake(tasks.detect_resource, saved.pk)  # else the next tick looks at it
    hour = timezone.localtime(by.now).strftime("%H:%M")
    messages.success(request, _("Saved at %(hour)s. Thank you!") % {"hour": hour})
    return SeeOther(by.url("resource", saved.pk))


@require_safe
def resource(request: HttpRequest, by: Declarant, pk: int) -> HttpResponse:
    """Show a declaration as it was understood, and what matches it at once."""
    own = _own(by, pk)
    amount = amount_of(own)
    context = {
        "by": by,
        "resource": own,
        "amount": amount,
        "remark": read_amount(amount.words).remark,
        "concept": label_of_concept(own.concept, language()),
        "matches": matches_of_resource(own),
    }
    return render(request, "synergies/declare_resource.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, by: Declarant, pk: int) -> HttpResponse:
    """Close what is no longer so, with the reason."""
    own = _own(by, pk)
    form = CloseForm(request.POST or None)
    if not form.is_valid():
        context = {"by": by, "form": form, "resource": own}
        return render(request, "synergies/declare_close.html", context)
    close_declaration(resource=own, reason=form.reason, contact=by.contact, now=by.now)
    wake(tasks.detect_resource, own.pk)  # its suggestions go
    messages.success(request, _("Noted: “%(title)s” is closed.") % {"title": own.title})
    return SeeOther(by.url("home"))


# -- While somebody types -------------------------------------------------------------------------
@require_safe
def suggest(request: HttpRequest, by: Declarant) -> HttpResponse:
    """Answer what the words typed so far may mean, to be confirmed with one tap."""
    form = DeclarationForm(request.GET, instance=Resource(company=by.company), language=language())
    context = {"questions": form.questions, "words": form.words, "is_fragment": True}
    return render(request, "synergies/partials/declare_questions.html", context)


@require_safe
def quantity(request: HttpRequest, by: Declarant) -> HttpResponse:
    """Answer how the quantity typed so far is understood."""
    amount = read_amount(request.GET.get("quantity", "")[:LONGEST_QUANTITY])
    return render(request, "synergies/partials/declare_amount.html", {"amount": amount})


def _own(by: Declarant, pk: int) -> Resource:
    """Return an open declaration of the company; those of others do not exist here."""
    rows = Resource.objects.for_detection().filter(company=by.company, pk=pk)
    own = rows.first()
    if own is None:
        raise Http404
    return own
