"""The ballot of one company, on a phone: arrival, cards, list, review, receipt."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from companies.models import PersonalLink
from pompey_ite.listing import filter_query
from synergies.forms.ballots import BallotFilterForm, ValidationForm
from synergies.models import Answer
from synergies.services.ballot_order import Card, Deck, deck_of
from synergies.services.ballot_receipts import readers_of
from synergies.services.ballots import BallotRefused, changed_since_validated, validate_ballot
from synergies.views.ballot_card import card_address
from synergies.views.ballot_words import saved_of
from synergies.views.door import (
    SeeOther,
    Visit,
    arrival_page,
    ballot_page,
    link_unknown,
    remember,
    visit_of,
)
from synergies.views.results import tally_shown

CARDS_PER_PAGE = 30
ADVISED_YES = 5  # with fewer, little of the company's share finds partners


@arrival_page
def arrival(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """Say who votes on what until when; only the button Start opens the ballot (POST)."""
    visit = visit_of(link, timezone.now())
    if visit is None:
        return link_unknown(request)
    if request.method == "POST" and visit.can_enter:
        remember(request, link)
        return SeeOther(reverse("synergies:ballot", args=[visit.round.pk]))
    return render(request, "synergies/ballot_arrival.html", {"visit": visit})


@ballot_page
@require_safe
def ballot(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Lead to the first proposal still to answer, or to the review."""
    to_do = deck_of(visit.ballot, now=visit.now).to_do() if visit.is_open else []
    return redirect(card_address(visit, to_do[0].number) if to_do else _review(visit))


def _review(visit: Visit) -> str:
    return reverse("synergies:ballot_review", args=[visit.round.pk])


@ballot_page
@require_safe
def ballot_list(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the proposals the filters leave, with the company's answers."""
    form = BallotFilterForm(request.GET)
    form.is_valid()  # a filter that cannot be read is left out
    deck = deck_of(visit.ballot, now=visit.now)
    shown = form.cleaned_data.get("show") or "todo"
    chosen = _chosen(deck)
    cards = _filtered(chosen[shown], **form.cleaned_data)
    context = {
        "visit": visit,
        "saved": saved_of(visit, deck),
        "form": form,
        "page": Paginator(cards, CARDS_PER_PAGE).get_page(request.GET.get("page")),
        "query": filter_query(request),
        "tabs": [
            {"key": key, "label": label, "count": len(chosen[key]), "is_current": key == shown}
            for key, label in BallotFilterForm.SHOWN
        ],
    }
    return render(request, "synergies/ballot_list.html", context)


def _chosen(deck: Deck[Card]) -> dict[str, list[Card]]:
    return {
        "todo": deck.to_do(),
        "yes": deck.with_answer(Answer.YES, Answer.PRIORITY),
        "priority": deck.with_answer(Answer.PRIORITY),
        "all": deck.cards,
    }


def _filtered(cards: list[Card], area: str = "", words: str = "", show: str = "") -> list[Card]:
    wanted = words.casefold().split()

    def matches(card: Card) -> bool:
        text = f"{card.option.number} {card.option.title} {card.option.parties_text}".casefold()
        return (not area or card.option.area == area) and all(word in text for word in wanted)

    return [card for card in cards if matches(card)]


@ballot_page
@require_http_methods(["GET", "HEAD", "POST"])
def ballot_review(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what the company has answered so far, and validate it."""
    deck = deck_of(visit.ballot, now=visit.now)
    is_asked = not visit.has_answered and deck.is_begun()
    form = ValidationForm(request.POST if request.method == "POST" else None, is_asked=is_asked)
    if form.is_valid():
        return SeeOther(_validated(request, visit))
    context = {
        "visit": visit,
        "form": form,
        "answers": _answer_counts(deck),
        "answered_count": len(deck.with_answer(*Answer.values)),
        "to_do_count": len(deck.to_do()),
        "can_refine": deck.can_refine(),
        "is_changed": bool(visit.ballot.receipt_code) and changed_since_validated(visit.ballot),
        "few_yes": len(deck.with_answer(Answer.YES, Answer.PRIORITY)) < ADVISED_YES,
        "saved": saved_of(visit, deck),
        "is_counted": tally_shown(visit.round) is not None,
    }
    return render(request, "synergies/ballot_review.html", context)


def _validated(request: HttpRequest, visit: Visit) -> str:
    """Validate the ballot; return where to go on: the receipt, or back with what keeps from it."""
    try:
        validate_ballot(ballot=visit.ballot, contact=visit.contact, now=visit.now)
    except BallotRefused as refusal:
        messages.error(request, str(refusal))
        return request.path
    return reverse("synergies:ballot_receipt", args=[visit.round.pk])


def _answer_counts(deck: Deck[Card]) -> list[tuple[str, int]]:
    return [(str(answer.label), len(deck.with_answer(answer))) for answer in Answer]


@ballot_page
@require_safe
def ballot_receipt(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Thank the company and show the receipt of its ballot."""
    if not visit.ballot.receipt_code:
        return redirect("synergies:ballot_review", pk=visit.round.pk)
    deck = deck_of(visit.ballot, now=visit.now)
    context = {
        "visit": visit,
        "priorities": deck.with_answer(Answer.PRIORITY),
        "yes": deck.with_answer(Answer.YES),
        "answered_count": len(deck.with_answer(*Answer.values)),
        "copy_count": len(readers_of(visit.ballot)),
        "is_changed": changed_since_validated(visit.ballot),
    }
    return render(request, "synergies/ballot_receipt.html", context)
