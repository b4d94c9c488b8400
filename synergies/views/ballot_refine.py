"""Which of the company's “yes” come first: a step between the cards and the review."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from synergies.forms.ballots import RefineForm
from synergies.models import Answer, Vote
from synergies.services.ballot_order import MOST_PRIORITIES, Card, Deck, deck_of
from synergies.services.ballot_priorities import set_priorities
from synergies.services.ballots import BallotRefused
from synergies.views.ballot_words import saved_of, stands_text
from synergies.views.door import SeeOther, Visit, ballot_page


@ballot_page
@require_http_methods(["GET", "HEAD", "POST"])
def refine(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the “yes” of the company and take up to five of them as priorities."""
    deck = deck_of(visit.ballot, now=visit.now)
    cards = deck.with_answer(Answer.YES, Answer.PRIORITY)
    form = RefineForm(request.POST or None, cards=cards)
    if form.is_valid():
        review = reverse("synergies:ballot_review", args=[visit.round.pk])
        return SeeOther(request.path if _is_stopped(request, visit, form) else review)
    return render(request, "synergies/ballot_refine.html", _context(visit, deck, form))


def _is_stopped(request: HttpRequest, visit: Visit, form: RefineForm) -> bool:
    """Save the choice; return whether the person has to look at it again, and say why."""
    try:
        conflicts = set_priorities(
            ballot=visit.ballot,
            chosen=form.cleaned_data["priorities"],
            seen=form.seen,
            channel=visit.channel,
            contact=visit.contact,
            now=visit.now,
        )
    except BallotRefused as refusal:
        messages.error(request, str(refusal))
        return True
    for vote in conflicts:
        messages.warning(request, _conflict(vote, visit))
    return bool(conflicts)


def _conflict(vote: Vote, visit: Visit) -> str:
    return _("No. %(number)d has changed since you opened this page. %(stands)s Choose again.") % {
        "number": vote.option.number,
        "stands": stands_text(vote, visit),
    }


def _context(visit: Visit, deck: Deck[Card], form: RefineForm) -> dict[str, object]:
    return {
        "visit": visit,
        "form": form,
        "yes_count": len(form.cards),
        "most": MOST_PRIORITIES,
        "saved": saved_of(visit, deck),
    }
