"""Names for the filters one uses every week."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actions.models import Programme, SavedFilter
from actions.programme_forms import ActionFilterForm, SavedFilterForm
from pompey_ite.http import StaffRequest


@require_POST
def save(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep the filters of the address under a name; the same name is given new filters."""
    programme = get_object_or_404(Programme, pk=pk)
    query = _known(request.POST.get("query", ""))
    name = request.POST.get("name", "").strip()
    same = SavedFilter.objects.filter(user=request.user, name__iexact=name).first()
    instance = same or SavedFilter(user=request.user)
    form = SavedFilterForm({"name": name, "query": query}, instance=instance)
    if form.is_valid():
        form.save()
        messages.success(request, _("The filter “%s” is saved.") % name)
    else:
        messages.error(request, _("Give the filter a name, and choose something to filter by."))
    return redirect(f"{programme.get_absolute_url()}?{query}")


@require_POST
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Forget one of one's own saved filters."""
    saved = get_object_or_404(SavedFilter, pk=pk, user=request.user)
    saved.delete()
    messages.success(request, _("The filter “%s” is removed.") % saved.name)
    return redirect(reverse("actions:programme"))


def _known(query: str) -> str:
    """Return of a query what our filters read, in their order."""
    given = QueryDict(query)
    names = [name for name in ActionFilterForm.base_fields if given.get(name)]
    kept = QueryDict(mutable=True)
    for name in names:
        kept[name] = given[name]
    return kept.urlencode()
