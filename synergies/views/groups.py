"""What the project manager decides about a suggested group of companies."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from companies.models import Initiative
from pompey_ite.http import StaffRequest
from pompey_ite.listing import filter_query
from synergies.forms.groups import GroupForm, GroupRejectionForm
from synergies.services.group_cards import load_groups
from synergies.services.group_decisions import join_group, keep_group, reject_group
from synergies.services.matches import Decision, MatchRefused
from synergies.services.suggested_groups import find_group
from synergies.services.teaching import label_of
from synergies.services.vocabulary import relations
from synergies.views.matches import back_to_list, kept_text, learnt_sentences


@require_POST
def group_keep(request: StaffRequest, concept: str, side: str) -> HttpResponse:
    """Make one synergy of the ticked companies, or add them to the one that is there."""
    initiative = _initiative()
    form = GroupForm(request.POST, initiative=initiative)
    if not form.is_valid():
        return _refuse(request, initiative, concept, side, _first_error(form))
    resources, synergy = list(form.cleaned_data["member"]), form.cleaned_data["into"]
    user, now = request.user, timezone.now()
    try:
        if synergy is None:
            decision = keep_group(concept=concept, resources=resources, user=user, now=now)
        else:
            decision = join_group(synergy=synergy, resources=resources, user=user, now=now)
    except MatchRefused as refusal:
        return _refuse(request, initiative, concept, side, str(refusal))
    text = kept_text(decision) if synergy is None else _joined_text(decision)
    has_rest = find_group(initiative, concept, side) is not None
    return _answer(request, concept, text, decision, has_rest=has_rest)


@require_POST
def group_reject(request: StaffRequest, concept: str, side: str) -> HttpResponse:
    """Note why the declarations of the group do not belong together."""
    initiative = _initiative()
    form = GroupRejectionForm(request.POST)
    if not form.is_valid():
        return _refuse(request, initiative, concept, side, _first_error(form))
    try:
        decision = reject_group(
            initiative=initiative,
            concept=concept,
            side=side,
            user=request.user,
            now=timezone.now(),
            **form.cleaned_data,
        )
    except MatchRefused as refusal:
        return _refuse(request, initiative, concept, side, str(refusal))
    text = _("Noted: these companies are not suggested together again for this.")
    return _answer(request, concept, text, decision)


def _initiative() -> Initiative:
    initiative = Initiative.objects.current()
    if initiative is None:
        raise Http404
    return initiative


def _first_error(form: GroupForm | GroupRejectionForm) -> str:
    return str(next(iter(form.errors.values()))[0])


def _joined_text(decision: Decision) -> str:
    synergy = decision.synergy
    text = _("Added to synergy no. %(number)d: %(title)s.")
    return text % {"number": synergy.number, "title": synergy.title} if synergy else ""


def _answer(
    request: StaffRequest, concept: str, text: str, decision: Decision, *, has_rest: bool = False
) -> HttpResponse:
    """Answer what was decided in the place of the card to htmx, else go back to the list."""
    if not request.htmx:
        return back_to_list(request, messages.SUCCESS, text, decision.learnt)
    context = {
        "label": label_of(concept, relations().vocabulary),
        "text": text,
        "synergy": decision.synergy,
        "learnt": learnt_sentences(decision.learnt),
        "has_rest": has_rest,
    }
    return render(request, "synergies/partials/match_decided.html", context)


def _refuse(
    request: StaffRequest, initiative: Initiative, concept: str, side: str, text: str
) -> HttpResponse:
    """Show the group as it is now with the reason of the refusal, else go back to the list."""
    if not request.htmx:
        return back_to_list(request, messages.ERROR, text)
    key = find_group(initiative, concept, side)
    if key is None:
        gone = {"label": label_of(concept, relations().vocabulary), "text": text}
        return render(request, "synergies/partials/match_decided.html", gone)
    group = load_groups(initiative, [key])[key]
    context = {"group": group, "text": text, "query": filter_query(request)}
    return render(request, "synergies/partials/match_group.html", context)
