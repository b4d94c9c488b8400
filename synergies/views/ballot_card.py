"""One proposal at a time: the card, the answer to it, its undoing.

The forms work without JavaScript: each answer leads to the next page. Our script asks for JSON, so
that an answer kept in the browser while the network was away can be sent from any page.
"""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from synergies.forms.ballots import AnswerForm, UndoForm
from synergies.models import Answer, RoundOption, Synergy, Vote
from synergies.services.ballot_order import MOST_PRIORITIES, C, Deck, Step, deck_of, steps_of
from synergies.services.ballots import (
    BallotRefused,
    SavedAnswer,
    save_answer,
    undo_answer,
)
from synergies.views.ballot_words import conflict_text, saved_of, saved_text, stands_text
from synergies.views.door import SeeOther, Visit, ballot_page, remember_answer


@dataclass(frozen=True)
class Asked:
    """The proposal of an address, among those of the visit's ballot."""

    visit: Visit
    deck: Deck[Step]
    step: Step

    @property
    def option(self) -> RoundOption:
        """The option, as far as an answer to it needs it."""
        return RoundOption(
            pk=self.step.option_pk, round_id=self.visit.round.pk, number=self.step.number
        )

    @property
    def address(self) -> str:
        return card_address(self.visit, self.step.number)

    def next_address(self, answer: str) -> str:
        """Return where to go on once the proposal has this answer."""
        step = replace(self.step, answer=answer)
        steps = [step if one is self.step else one for one in self.deck.cards]
        return _address_after(self.visit, Deck(steps), step)


def card_address(visit: Visit, number: int) -> str:
    return reverse("synergies:ballot_card", args=[visit.round.pk, number])


def _address_after(visit: Visit, deck: Deck[C], card: C) -> str:
    """Return the next card to answer; after the last, which “yes” come first, then the review."""
    next_card = deck.next_to_do(card)
    if next_card:
        return card_address(visit, next_card.number)
    step = "ballot_refine" if deck.can_refine() else "ballot_review"
    return reverse(f"synergies:{step}", args=[visit.round.pk])


def _found_or_404(deck: Deck[C], number: int) -> C:
    found = deck.card(number)
    if found is None:
        raise Http404
    return found


def _asked_or_404(visit: Visit, number: int) -> Asked:
    deck = steps_of(visit.ballot, now=visit.now)
    return Asked(visit, deck, _found_or_404(deck, number))


@ballot_page
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Show one proposal and take the company's answer to it."""
    if request.method != "POST":
        return _card_page(request, visit, number)
    asked = _asked_or_404(visit, number)
    form = AnswerForm(request.POST)
    if form.is_valid() and form.cleaned_data["answer"] != asked.step.answer:
        remember_answer(request, visit)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(_told(asked, form))
    return _take_answer(request, asked, form)


def _save(asked: Asked, form: AnswerForm) -> SavedAnswer:
    return save_answer(
        ballot=asked.visit.ballot,
        option=asked.option,
        answer=Answer(form.cleaned_data["answer"]),
        note=form.cleaned_data["note"],
        brings=form.cleaned_data["brings"],
        version=form.cleaned_data["version"],
        channel=asked.visit.channel,
        contact=asked.visit.contact,
        now=asked.visit.now,
    )


def _take_answer(request: HttpRequest, asked: Asked, form: AnswerForm) -> HttpResponse:
    """Answer with the next page, or with this one and what keeps the answer from being saved."""
    visit, number = asked.visit, asked.step.number
    if not form.is_valid():
        return _card_page(request, visit, number, form=form)
    try:
        saved = _save(asked, form)
    except BallotRefused as refusal:
        if visit.is_open:
            form.add_error("answer", str(refusal))
            return _card_page(request, visit, number, form=form)
        messages.error(request, str(refusal))
        return SeeOther(reverse("synergies:ballot_review", args=[visit.round.pk]))
    if saved.is_conflict:
        mine = AnswerForm({**form.cleaned_data, "version": saved.vote.version})
        return _card_page(request, visit, number, form=mine, theirs=saved.vote)
    return SeeOther(asked.next_address(saved.vote.answer))


def _told(asked: Asked, form: AnswerForm) -> dict[str, object]:
    """Return for our script what became of an answer."""
    if not form.is_valid():
        return {"outcome": "refused", "text": next(iter(form.errors.values()))[0]}
    try:
        saved = _save(asked, form)
    except BallotRefused as refusal:
        return {"outcome": "refused", "text": str(refusal)}
    if saved.is_conflict:
        text = conflict_text(saved.vote, form.cleaned_data["answer"], asked.visit)
        return {"outcome": "conflict", "version": saved.vote.version, "text": text}
    return {
        "outcome": "saved",
        "version": saved.vote.version,
        "text": saved_text(saved.vote, asked.step.number, asked.visit.now),
        "next": asked.next_address(saved.vote.answer),
    }


def _card_page(
    request: HttpRequest,
    visit: Visit,
    number: int,
    *,
    form: AnswerForm | None = None,
    theirs: Vote | None = None,
) -> HttpResponse:
    deck = deck_of(visit.ballot, now=visit.now)
    shown = _found_or_404(deck, number)
    pile = deck.pile_of(shown)
    before, after = deck.neighbours(shown)
    form = form or AnswerForm.showing(shown.vote)
    context = {
        "visit": visit,
        "card": shown,
        "members": Synergy.objects.filter(merged_into=shown.option.synergy_id),
        "form": form,
        "theirs": theirs,
        "conflict": conflict_text(theirs, form.data["answer"], visit) if theirs else "",
        "stands": stands_text(shown.vote, visit) if shown.vote else "",
        "before": before,
        "after": after,
        "next_address": _address_after(visit, deck, shown),
        "place": pile.index(shown) + 1,
        "total": len(pile),
        "saved": saved_of(visit, deck),
        "priority_count": len(deck.with_answer(Answer.PRIORITY)),
        "most_priorities": MOST_PRIORITIES,
    }
    return render(request, "synergies/ballot_card.html", context)


@ballot_page
@require_POST
def undo(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Take one answer back, where an answer was given, and show its card again."""
    asked = _asked_or_404(visit, number)
    form = UndoForm(request.POST)
    if not form.is_valid() or not visit.has_answered:
        return SeeOther(asked.address)
    try:
        is_undone = undo_answer(
            ballot=visit.ballot,
            option=asked.option,
            version=form.cleaned_data["version"],
            channel=visit.channel,
            contact=visit.contact,
            now=visit.now,
        )
    except BallotRefused as refusal:
        messages.error(request, str(refusal))
    else:
        if is_undone:
            messages.success(request, _("Undone: no. %(number)d.") % {"number": number})
    return SeeOther(asked.address)
