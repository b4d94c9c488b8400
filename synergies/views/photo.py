"""The photo of a declaration: add it, take it away, look at it."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from companies.models import Resource
from companies.photos import PhotoRefused
from companies.services.resource_photos import keep_photo, may_see, photo_of, remove_photo
from synergies.models import Match
from synergies.views.declarant import Declarant
from synergies.views.door import SeeOther


class PhotoForm(forms.Form):
    """A file from the phone or its camera."""

    photo = forms.FileField(
        label=gettext_lazy("A photo"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png", "class": "form-control"}),
        error_messages={"required": gettext_lazy("Choose a photo.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, by: Declarant, pk: int) -> HttpResponse:
    """Add or replace the photo of one of the company's open declarations, or take it away."""
    own = get_object_or_404(Resource.objects.open(), pk=pk, company=by.company)
    if request.method == "POST" and "remove" in request.POST:
        remove_photo(resource=own)
        messages.success(request, _("The photo is taken away."))
        return SeeOther(by.url("resource", own.pk))
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            keep_photo(resource=own, content=form.cleaned_data["photo"].read())
        except PhotoRefused as refusal:
            form.add_error("photo", str(refusal))
        else:
            messages.success(request, _("The photo is saved. Thank you!"))
            return SeeOther(by.url("resource", own.pk))
    return render(
        request, "synergies/declare_photo.html", {"by": by, "form": form, "resource": own}
    )


@require_safe
def photo(request: HttpRequest, by: Declarant, pk: int) -> HttpResponse:
    """Give the photo of a declaration to its company, and to those that may see it."""
    shown = get_object_or_404(Resource.objects.open().exclude(photo=""), pk=pk)
    joined = Match.objects.joining(shown, by.company).exists()
    content = photo_of(shown)
    if not content or not may_see(company=by.company, resource=shown, are_partners=joined):
        raise Http404
    response = HttpResponse(content, content_type="image/jpeg")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
