"""What others see of a company, and who sees one of its declarations."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from companies.audiences import Audience
from companies.models import Resource
from synergies.forms.declarations import VisibilityForm
from synergies.services.declarations import show_to
from synergies.services.seen_as import seen_as
from synergies.views.declarant import Declarant
from synergies.views.door import SeeOther


@require_safe
def seen(request: HttpRequest, by: Declarant) -> HttpResponse:
    """Show the company as one of three audiences sees it: `as` in the address says which."""
    wished = request.GET.get("as", "")
    audience = Audience(wished) if wished in Audience.values else Audience.PARTICIPANTS
    context = {
        "by": by,
        "seen": seen_as(by.company, audience),
        "audiences": Audience.choices,
    }
    return render(request, "synergies/seen_as.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def visibility(request: HttpRequest, by: Declarant, pk: int) -> HttpResponse:
    """Change who sees one of the company's open declarations."""
    own = get_object_or_404(Resource.objects.open(), pk=pk, company=by.company)
    form = VisibilityForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        show_to(resource=own, visibility=form.cleaned_data["visibility"], contact=by.contact)
        messages.success(request, _("Saved. This is what they see now."))
        return SeeOther(f"{by.url('seen_as')}?as={_widest(own.visibility)}")
    context = {"by": by, "form": form, "resource": own}
    return render(request, "synergies/declare_visibility.html", context)


def _widest(visibility: str) -> str:
    """Return the audience to look as: the one that was just let in, else the closest."""
    return visibility if visibility in Audience.values else Audience.PARTIES
