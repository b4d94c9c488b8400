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
from synergies.models import Answer, Vote
from synergies.services.ballot_order import MOST_PRIORITIES, Card, Deck, deck_of
from synergies.services.ballots import (
    BallotRefused,
    SavedAnswer,
    save_answer,
    undo_answer,
)
from synergies.views.ballot_words import conflict_text, saved_of, saved_text, stands_text
from synergies.views.door import SeeOther, Visit, ballot_page, remember_answer


@dataclass(frozen=True)
class Shown:
    """The card of a page, among those of its ballot."""

    visit: Visit
    deck: Deck
    card: Card

    @property
    def address(self) -> str:
        return card_address(self.visit, self.card)

    @property
    def next_address(self) -> str:
        """Where to go once this one is answered."""
        next_card = self.deck.next_to_do(self.card)
        return card_address(self.visit, next_card) if next_card else after_cards(self)

    def answered(self, vote: Vote) -> "Shown":
        """Return the same with the answer just saved, without asking the database again."""
        card = replace(self.card, vote=vote)
        cards = [card if one is self.card else one for one in self.deck.cards]
        return Shown(self.visit, Deck(cards), card)


def card_address(visit: Visit, card: Card) -> str:
    return reverse("synergies:ballot_card", args=[visit.round.pk, card.option.number])


def after_cards(shown: Shown) -> str:
    """Return the step after the last card: which “yes” come first, then the review."""
    step = "ballot_refine" if shown.deck.can_refine() else "ballot_review"
    return reverse(f"synergies:{step}", args=[shown.visit.round.pk])


def _shown_or_404(visit: Visit, number: int, *, with_synergies: bool = True) -> Shown:
    deck = deck_of(visit.ballot, now=visit.now, with_synergies=with_synergies)
    found = deck.card(number)
    if found is None:
        raise Http404
    return Shown(visit, deck, found)


@ballot_page
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Show one proposal and take the company's answer to it."""
    shown = _shown_or_404(visit, number, with_synergies=request.method != "POST")
    if request.method != "POST":
        return _card_page(request, shown, form=AnswerForm.showing(shown.card.vote))
    form = AnswerForm(request.POST)
    if form.is_valid() and form.cleaned_data["answer"] != shown.card.answer:
        remember_answer(request, visit)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(_told(shown, form))
    return _take_answer(request, shown, form)


def _save(shown: Shown, form: AnswerForm) -> SavedAnswer:
    return save_answer(
        ballot=shown.visit.ballot,
        option=shown.card.option,
        answer=Answer(form.cleaned_data["answer"]),
        note=form.cleaned_data["note"],
        brings=form.cleaned_data["brings"],
        version=form.cleaned_data["version"],
        channel=shown.visit.channel,
        contact=shown.visit.contact,
        now=shown.visit.now,
    )


def _take_answer(request: HttpRequest, shown: Shown, form: AnswerForm) -> HttpResponse:
    """Answer with the next page, or with this one and what keeps the answer from being saved."""
    if not form.is_valid():
        return _card_page(request, shown, form=form)
    try:
        saved = _save(shown, form)
    except BallotRefused as refusal:
        if shown.visit.is_open:
            form.add_error("answer", str(refusal))
            return _card_page(request, shown, form=form)
        messages.error(request, str(refusal))
        return SeeOther(reverse("synergies:ballot_review", args=[shown.visit.round.pk]))
    if saved.is_conflict:
        mine = AnswerForm({**form.cleaned_data, "version": saved.vote.version})
        return _card_page(request, shown, form=mine, theirs=saved.vote)
    return SeeOther(shown.answered(saved.vote).next_address)


def _told(shown: Shown, form: AnswerForm) -> dict[str, object]:
    """Return for our script what became of an answer."""
    if not form.is_valid():
        return {"outcome": "refused", "text": next(iter(form.errors.values()))[0]}
    try:
        saved = _save(shown, form)
    except BallotRefused as refusal:
        return {"outcome": "refused", "text": str(refusal)}
    if saved.is_conflict:
        text = conflict_text(saved.vote, form.cleaned_data["answer"], shown.visit)
        return {"outcome": "conflict", "version": saved.vote.version, "text": text}
    return {
        "outcome": "saved",
        "version": saved.vote.version,
        "text": saved_text(saved.vote, shown.card.option.number, shown.visit.now),
        "next": shown.answered(saved.vote).next_address,
    }


def _card_page(
    request: HttpRequest, shown: Shown, *, form: AnswerForm, theirs: Vote | None = None
) -> HttpResponse:
    visit, deck = shown.visit, shown.deck
    pile = deck.pile_of(shown.card)
    before, after = deck.neighbours(shown.card)
    context = {
        "visit": visit,
        "card": shown.card,
        "form": form,
        "theirs": theirs,
        "conflict": conflict_text(theirs, form.data["answer"], visit) if theirs else "",
        "stands": stands_text(shown.card.vote, visit) if shown.card.vote else "",
        "before": before,
        "after": after,
        "next_address": shown.next_address,
        "place": pile.index(shown.card) + 1,
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
    shown = _shown_or_404(visit, number)
    form = UndoForm(request.POST)
    if not form.is_valid() or not visit.has_answered:
        return SeeOther(shown.address)
    try:
        is_undone = undo_answer(
            ballot=visit.ballot,
            option=shown.card.option,
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
    return SeeOther(shown.address)
