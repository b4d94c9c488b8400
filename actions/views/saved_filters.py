"""Names for the filters one uses every week."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actions.models import Programme, SavedFilter
from actions.programme_forms import ActionFilterForm, SavedFilterForm
from companies.forms import CompanyFilterForm
from pompey_ite.http import StaffRequest
from synergies.forms.lists import SynergyFilterForm

Page = SavedFilter.Page
LISTS = {
    Page.PROGRAMME: ("actions:programme", ActionFilterForm),
    Page.SYNERGIES: ("synergies:list", SynergyFilterForm),
    Page.COMPANIES: ("companies:list", CompanyFilterForm),
}


@require_POST
def save(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep the filters of the programme under a name; the same name is given new filters."""
    programme = get_object_or_404(Programme, pk=pk)
    query = _kept(request, Page.PROGRAMME)
    return redirect(f"{programme.get_absolute_url()}?{query}")


@require_POST
def save_of_list(request: StaffRequest, page: str) -> HttpResponse:
    """Keep the filters of another list under a name."""
    if page not in LISTS:
        raise Http404
    query = _kept(request, Page(page))
    return redirect(f"{reverse(LISTS[Page(page)][0])}?{query}")


@require_POST
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Forget one of one's own saved filters."""
    saved = get_object_or_404(SavedFilter, pk=pk, user=request.user)
    saved.delete()
    messages.success(request, _("The filter “%s” is removed.") % saved.name)
    return redirect(reverse(LISTS[Page(saved.page)][0]))


def _kept(request: StaffRequest, page: SavedFilter.Page) -> str:
    """Return the filters as they are kept; what is wrong with them or their name is said."""
    query = _known(request.POST.get("query", ""), page)
    name = request.POST.get("name", "").strip()
    mine = SavedFilter.objects.filter(user=request.user, page=page)
    same = mine.filter(name__iexact=name).first()
    instance = same or SavedFilter(user=request.user, page=page)
    form = SavedFilterForm({"name": name, "query": query}, instance=instance)
    if form.is_valid():
        form.save()
        messages.success(request, _("The filter “%s” is saved.") % name)
    else:
        messages.error(request, _("Give the filter a name, and choose something to filter by."))
    return query


def _known(query: str, page: SavedFilter.Page) -> str:
    """Return of a query what our filters read, in their order."""
    given = QueryDict(query.lstrip("&"))
    names = [name for name in LISTS[page][1].base_fields if given.get(name)]
    kept = QueryDict(mutable=True)
    for name in names:
        kept[name] = given[name]
    return kept.urlencode()
