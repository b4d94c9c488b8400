"""The vocabulary: look a concept up, and say what is missing."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from pompey_ite.http import StaffRequest
from pompey_ite.listing import filter_query, wants_results_only
from synergies.detection import Concept, Vocabulary
from synergies.forms.vocabulary import (
    AliasForm,
    ConceptForm,
    OtherConceptForm,
    VocabularySearchForm,
)
from synergies.models import ParsedResource, VocabularyChange
from synergies.services.concept_sheet import SECTIONS, concept_sheet, section_counts
from synergies.services.teaching import label_of, sentence_of
from synergies.services.vocabulary import VocabularyRefused, find_concepts, relations
from synergies.services.vocabulary_review import add_change
from synergies.views.vocabulary_review import look_again, looked_at

CONCEPTS_PER_PAGE = 50
OTHERS_PROPOSED = 12


# -- Looking up -----------------------------------------------------------------------------------
@require_GET
@vary_on_headers("HX-Request")
def vocabulary(request: StaffRequest) -> HttpResponse:
    """Find concepts by their names; without words, show the families."""
    known = relations().vocabulary
    form = VocabularySearchForm(request.GET)
    form.is_valid()  # a filter that cannot be read is left out and says so beside its field
    found = _found(known, **form.cleaned_data)
    page = Paginator(found, CONCEPTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "concepts": [_row(concept, known) for concept in page.object_list],
        "sections": section_counts(known),
        "query": filter_query(request),
        "proposals": VocabularyChange.objects.proposed().count(),
    }
    alone = wants_results_only(request)
    name = "synergies/partials/concepts.html" if alone else "synergies/vocabulary.html"
    return render(request, name, context)


@require_GET
def concept(request: StaffRequest, code: str) -> HttpResponse:
    """Show all there is to know of a concept, and the ways to complete it."""
    known = _known_with(code)
    form = OtherConceptForm(request.GET)
    other = form.cleaned_data["other"] if form.is_valid() else ""
    others = find_concepts(other, known)
    changes = VocabularyChange.objects.filter(Q(concept=code) | Q(other=code))
    context = {
        "sheet": concept_sheet(code, known),
        "changes": [(change, sentence_of(change, known)) for change in changes],
        "declaration_count": ParsedResource.objects.filter(concept=code).count(),
        "alias_form": AliasForm(initial={"language": request.LANGUAGE_CODE}),
        "other": other,
        "others": [_row(one, known) for one in others if one.code != code][:OTHERS_PROPOSED],
    }
    return render(request, "synergies/concept.html", context)


def _known_with(code: str) -> Vocabulary:
    known = relations().vocabulary
    if code not in known:
        raise Http404
    return known


def _found(known: Vocabulary, words: str = "", section: str = "") -> list[Concept]:
    if words:
        return [one for one in find_concepts(words, known) if section in ("", one.section)]
    found = [one for one in known.concepts.values() if one.section == section]
    return sorted(found, key=lambda one: label_of(one.code, known).casefold())


def _row(concept: Concept, known: Vocabulary) -> dict[str, Any]:
    is_french = label_of(concept.code, known) == concept.label_fr
    return {
        "code": concept.code,
        "label": label_of(concept.code, known),
        "other_label": concept.label_en if is_french else concept.label_fr,
        "section": SECTIONS.get(concept.section, concept.section),
        "parents": [label_of(up, known) for up in known.lineage(concept.code)[:0:-1]],
        "alias_count": len(set(concept.aliases_fr)) + len(set(concept.aliases_en)),
    }


# -- Completing -----------------------------------------------------------------------------------
@require_POST
def alias_add(request: StaffRequest, code: str) -> HttpResponse:
    """Add a name to a concept."""
    _known_with(code)
    form = AliasForm(request.POST)
    if form.is_valid():
        change = VocabularyChange(
            kind=VocabularyChange.Kind.ALIAS, concept=code, **form.cleaned_data
        )
        _add(request, change)
    else:
        messages.error(request, _("Write the words."))
    return redirect("synergies:vocabulary_concept", code=code)


@require_POST
def incompatible_add(request: StaffRequest, code: str) -> HttpResponse:
    """Say that a concept is not to be confused with another one."""
    known = _known_with(code)
    form = OtherConceptForm(request.POST)
    if form.is_valid() and form.cleaned_data["other"] in known:
        kind, other = VocabularyChange.Kind.INCOMPATIBLE, form.cleaned_data["other"]
        _add(request, VocabularyChange(kind=kind, concept=code, other=other))
    else:
        messages.error(request, _("Choose the other concept."))
    return redirect("synergies:vocabulary_concept", code=code)


@require_http_methods(["GET", "POST"])
def concept_new(request: StaffRequest) -> HttpResponse:
    """Write a concept of the territory."""
    known = relations().vocabulary
    initial = {name: request.GET[name] for name in ("parent", "section") if name in request.GET}
    form = ConceptForm(request.POST or None, vocabulary=known, initial=initial)
    if form.is_valid():
        answers = form.cleaned_data
        change = VocabularyChange(
            kind=VocabularyChange.Kind.CONCEPT,
            concept=answers["code"],
            other=answers["parent"],
            section=answers["section"],
            words=answers["words"],
            label_en=answers["label_en"],
        )
        if _add(request, change):
            return redirect("synergies:vocabulary_concept", code=change.concept)
    return render(request, "synergies/concept_new.html", {"form": form})


def _add(request: StaffRequest, change: VocabularyChange) -> bool:
    """Put in force what the person wrote, and say what follows; return whether it is in force."""
    change.reason = _("Written by %s.") % request.user
    try:
        _change, count = add_change(change=change, user=request.user, now=timezone.now())
    except VocabularyRefused as refusal:
        messages.error(request, str(refusal))
        return False
    look_again()
    text = _("The vocabulary knows it now. %s")
    messages.success(request, text % looked_at(count))
    return True
