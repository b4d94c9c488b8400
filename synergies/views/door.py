"""The door of the companies' pages: a personal link, then a session that remembers it.

A link is not a login. It gives one contact the power over one thing of the company, its ballot or
its space; the session only keeps which link was used, and the link is looked at again on each
page, so that revoking it closes the pages at once.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from math import ceil
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from companies.models import Company, Contact, PersonalLink
from companies.services.links import open_link
from pompey_ite.journal.models import Act
from pompey_ite.journal.noting import acts_as_contact, note
from pompey_ite.outbox.calendar import local_day
from pompey_ite.throttle import Throttle
from synergies.models import Ballot, Channel, RoomAccess, Round
from synergies.services.rounds import link_purpose, round_of_purpose

SESSION_KEY = "personal_links"  # {purpose: primary key of the link, or "room:" and an access}
ANSWERED_KEY = "answered_ballots"  # primary keys of the ballots this session gave an answer to
ROOM_PREFIX = "room:"
PRIVATE_HEADERS = {
    "Cache-Control": "no-store",
    # The pages themselves say "strict-origin" (ballot_base.html, declare_frame.html): with
    # "no-referrer" a browser posts their forms with "Origin: null", which the protection against
    # forgery refuses.
    # Neither ever sends an address, which may hold a token.
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}

# Only tries that open nothing are counted: a room full of phones stands behind one address.
WRONG_LINKS = Throttle("failed-links", most=20, window_s=60)

# People in a trial took 3.4 s for each short title; reading who with whom takes twice as long.
S_PER_PROPOSAL = 7

View = Callable[..., HttpResponse]


class SeeOther(HttpResponseRedirect):
    """The answer to a form that was taken: the browser asks for the next page with GET."""

    status_code = 303


# -- Every door -----------------------------------------------------------------------------------
def private_page(view: View) -> View:
    """Mark a page as open without account, never cached, never indexed, giving no address away."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        for name, value in PRIVATE_HEADERS.items():
            response.headers[name] = value
        return response

    return login_not_required(wrapped)


def arrival_page(view: View) -> View:
    """Give the view the link of the address, slowing down who tries links that open nothing.

    The view answers `link_unknown` to a link that is for another door: that counts as well.
    """

    @private_page
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        link = open_link(token=token, now=timezone.now())
        acts_as_contact(link.contact_id if link else None)
        response = view(request, link) if link else link_unknown(request)
        return slowed(request, response)

    return wrapped


def slowed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Count what opened nothing, and answer 429 instead when it was tried too often from here.

    What does open something always does: a colleague behind the same address is not locked out,
    and a token of 256 bits is not guessed, however often one tries.
    """
    if response.status_code != HTTPStatus.NOT_FOUND:
        return response
    if WRONG_LINKS.is_reached(request):
        return too_many_tries(request)
    WRONG_LINKS.note(request)
    return response


def too_many_tries(request: HttpRequest) -> HttpResponse:
    """Ask for a minute of patience."""
    response = render(request, "synergies/too_many_tries.html", status=429)
    response.headers["Retry-After"] = str(WRONG_LINKS.window_s)
    return response


def remember(request: HttpRequest, link: PersonalLink) -> None:
    """Put the link in a new session, keeping those for other purposes."""
    _keep(request, link.purpose, link.pk)
    note(Act.LINK_OPENED, about=link, contact=link.contact_id, purpose=link.purpose)


def remember_room(request: HttpRequest, access: RoomAccess) -> None:
    """Put the access of a table in a new session, in place of a link to the same round."""
    _keep(request, link_purpose(access.ballot.round), f"{ROOM_PREFIX}{access.pk}")
    note(Act.LINK_OPENED, about=access)


def _keep(request: HttpRequest, purpose: str, key: int | str) -> None:
    request.session.cycle_key()
    links = request.session.get(SESSION_KEY, {})
    request.session[SESSION_KEY] = {**links, purpose: key}


def remembered_link(
    request: HttpRequest, purpose: str, *, with_company: bool = True
) -> PersonalLink | None:
    """Return the link for this purpose that the session came in by, if it is still usable.

    with_company: load the company of its contact as well.
    """
    remembered = request.session.get(SESSION_KEY, {}).get(purpose)
    if not isinstance(remembered, int):
        return None
    rows = PersonalLink.objects.select_related("contact__company" if with_company else "contact")
    link = rows.filter(pk=remembered).order_by().first()
    if link is None or link.purpose != purpose or not link.is_usable_at(timezone.now()):
        return None
    acts_as_contact(link.contact_id)
    return link


def remembered_room(request: HttpRequest, purpose: str) -> RoomAccess | None:
    """Return the access of a table that the session came in by, if this is still its day."""
    remembered = str(request.session.get(SESSION_KEY, {}).get(purpose, ""))
    if not remembered.startswith(ROOM_PREFIX):
        return None
    usable = RoomAccess.objects.usable_on(local_day(timezone.now()))
    rows = usable.select_related("ballot__round", "ballot__company")
    return rows.filter(pk=remembered.removeprefix(ROOM_PREFIX)).first()


def link_unknown(request: HttpRequest) -> HttpResponse:
    """Say that this opens nothing: the same page for unknown, expired and revoked links."""
    return render(request, "synergies/link_unknown.html", status=HTTPStatus.NOT_FOUND)


# -- The door of a ballot -------------------------------------------------------------------------
@dataclass(frozen=True)
class Visit:
    """Who has come in, to which ballot, when."""

    contact: Contact | None  # None: from the table of the company, in the room
    ballot: Ballot
    now: datetime
    # Whether this browser gave an answer. Mail scanners open links and press buttons, with the
    # values they find: they never choose an answer. What changes something is for those who did.
    has_answered: bool = False

    @property
    def channel(self) -> Channel:
        """By which way the answers of this visit come."""
        return Channel.LINK if self.contact else Channel.ROOM

    @property
    def company(self) -> Company:
        return self.contact.company if self.contact else self.ballot.company

    @property
    def round(self) -> Round:
        return self.ballot.round

    @property
    def state(self) -> Round.State:
        return self.round.state_at(self.now)

    @property
    def is_open(self) -> bool:
        """Whether the round takes answers."""
        return self.state == Round.State.OPEN

    @property
    def minutes(self) -> int:
        """How long the proposals that name the company take, rounded up."""
        return ceil(self.ballot.concerned_count * S_PER_PROPOSAL / 60)

    @property
    def can_enter(self) -> bool:
        """Whether there is a ballot to fill in, or to read again after the close."""
        return self.state in {Round.State.OPEN, Round.State.CLOSED}


def ballot_page(view: View) -> View:
    """Give the view the visit of the session's link, or show the page of unknown links."""

    @private_page
    @wraps(view)
    def wrapped(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        visit = remembered_visit(request, link_purpose(Round(pk=pk)), timezone.now())
        if visit is None:
            return link_unknown(request)
        has_answered = visit.ballot.pk in request.session.get(ANSWERED_KEY, [])
        return view(request, replace(visit, has_answered=has_answered), **kwargs)

    return wrapped


def remember_answer(request: HttpRequest, visit: Visit) -> None:
    """Note in the session that it gave an answer: what it does next is done by a person."""
    if not visit.has_answered:
        answered = request.session.get(ANSWERED_KEY, [])
        request.session[ANSWERED_KEY] = [*answered, visit.ballot.pk]


def remembered_visit(request: HttpRequest, purpose: str, now: datetime) -> Visit | None:
    """Return what the session's link, or the code of a table, opens for this purpose."""
    link = remembered_link(request, purpose, with_company=False)
    if link:
        return visit_of(link, now)
    access = remembered_room(request, purpose)
    return Visit(None, access.ballot, now) if access else None


def visit_of(link: PersonalLink, now: datetime) -> Visit | None:
    """Return what the link opens at `now`, or None when it is not the link of a round."""
    ballots = Ballot.objects.filter(
        round=round_of_purpose(link.purpose), company=link.contact.company_id
    )
    ballot = ballots.select_related("round").order_by().first()
    return Visit(link.contact, ballot, now) if ballot else None
