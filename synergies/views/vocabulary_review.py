"""What decisions taught the vocabulary, for a person to accept, refuse, or take back."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from companies.models import Initiative
from pompey_ite.http import StaffRequest
from pompey_ite.listing import filter_query, page_of
from pompey_ite.wake import wake
from synergies import tasks
from synergies.forms.vocabulary import ReviewForm
from synergies.models import VocabularyChange
from synergies.services.detection.matching import ONE_BY_ONE_UP_TO
from synergies.services.teaching import sentence_of
from synergies.services.vocabulary import VocabularyRefused, relations
from synergies.services.vocabulary_review import review_change, waiting_resources

CHANGES_PER_PAGE = 25
TABS = {
    VocabularyChange.Status.PROPOSED: gettext_lazy("To be reviewed"),
    VocabularyChange.Status.ACCEPTED: gettext_lazy("Accepted changes"),
    VocabularyChange.Status.REFUSED: gettext_lazy("Refused changes"),
}


@require_GET
def review(request: StaffRequest) -> HttpResponse:
    """List what decisions taught, to accept or refuse; and what was accepted, to take it back."""
    form = ReviewForm({"seen": request.GET.get("status", VocabularyChange.Status.PROPOSED)})
    status = form.cleaned_data["seen"] if form.is_valid() else VocabularyChange.Status.PROPOSED
    rows = VocabularyChange.objects.order_by()
    counts = dict(rows.values_list("status").annotate(Count("pk")))
    listed = VocabularyChange.objects.filter(status=status).select_related("decided_by")
    page = page_of(request, listed, CHANGES_PER_PAGE)
    known = relations().vocabulary
    context = {
        "status": status,
        "tabs": [(value, name, counts.get(value, 0)) for value, name in TABS.items()],
        "page": page,
        "changes": [(change, sentence_of(change, known)) for change in page.object_list],
        "query": filter_query(request),
    }
    return render(request, "synergies/vocabulary_review.html", context)


@require_POST
def review_accept(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a change in force."""
    return _decide(request, pk, accept=True)


@require_POST
def review_refuse(request: StaffRequest, pk: int) -> HttpResponse:
    """Refuse a change, or take it back."""
    return _decide(request, pk, accept=False)


def _decide(request: StaffRequest, pk: int, *, accept: bool) -> HttpResponse:
    get_object_or_404(VocabularyChange, pk=pk)
    form = ReviewForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else ""
    try:
        change, count = review_change(
            pk=pk, seen=seen, accept=accept, user=request.user, now=timezone.now()
        )
    except VocabularyRefused as refusal:
        messages.error(request, str(refusal))
    else:
        look_again()
        done = _("Accepted:") if accept else _("Refused:")
        text = sentence_of(change, relations().vocabulary)
        messages.success(request, f"{done} {text} {looked_at(count)}")
    query = request.GET.urlencode()
    return redirect(reverse("synergies:vocabulary_review") + (f"?{query}" if query else ""))


def looked_at(count: int) -> str:
    """Return how many declarations a change concerns, as a sentence."""
    if not count:
        return _("No declaration is concerned.")
    text = ngettext(
        "%(count)d declaration is looked at again.",
        "%(count)d declarations are looked at again.",
        count,
    )
    return text % {"count": count}


def look_again() -> None:
    """Have the worker look at what a change concerns; whatever it misses, the clock finds."""
    waiting = waiting_resources()
    if len(waiting) > ONE_BY_ONE_UP_TO:
        for initiative in Initiative.objects.filter(companies__resources__in=waiting).distinct():
            wake(tasks.detect, initiative.pk)
        return
    for pk in waiting:
        if not wake(tasks.detect_resource, pk):
            return
