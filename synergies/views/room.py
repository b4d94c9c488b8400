"""Room mode: the codes of the tables, the screen of the room, and the two doors they open."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from pompey_ite.http import StaffRequest
from pompey_ite.outbox.calendar import local_day
from synergies.forms.rounds import DayForm, RoomCodeForm, RoomDayForm
from synergies.models import RoomAccess, Round
from synergies.services.room import (
    issue_room,
    qr_drawing,
    room_by_code,
    room_by_token,
    room_code,
    room_token,
)
from synergies.services.rounds import RoundRefused
from synergies.services.turnout import screen_of
from synergies.views.door import (
    WRONG_LINKS,
    SeeOther,
    Visit,
    link_unknown,
    private_page,
    remember_room,
    slowed,
    too_many_tries,
)


# -- For the project manager ----------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def room(request: StaffRequest, pk: int) -> HttpResponse:
    """Prepare the day in the room: make the codes of the tables, lead to sheet and screen."""
    round_ = get_object_or_404(Round, pk=pk)
    first_day = max(local_day(timezone.now()), local_day(round_.opens_at))
    form = RoomDayForm(request.POST or None, initial={"day": first_day})
    if form.is_valid():
        try:
            made = issue_room(round_=round_, now=timezone.now(), **form.cleaned_data)
        except RoundRefused as refusal:
            form.add_error("day", str(refusal))
        else:
            text = ngettext("%(n)d code was made.", "%(n)d codes were made.", made)
            messages.success(request, text % {"n": made})
            return redirect(_sheet_address(round_, form.cleaned_data["day"]))
    alive = RoomAccess.objects.filter(ballot__round=round_, revoked_at=None)
    days = alive.order_by("valid_on").values_list("valid_on", flat=True).distinct()
    context = {"round": round_, "state": round_.state, "form": form, "days": days}
    return render(request, "synergies/round_room.html", context)


def _sheet_address(round_: Round, day: object) -> str:
    return f"{reverse('synergies:round_sheet', args=[round_.pk])}?day={day}"


@require_GET
def room_sheet(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the QR codes and codes of a day, one card for each table, to be printed."""
    round_ = get_object_or_404(Round, pk=pk)
    day = DayForm.day_of(request.GET, local_day(timezone.now()))
    rows = RoomAccess.objects.usable_on(day).filter(ballot__round=round_)
    rows = rows.select_related("ballot__company").order_by("ballot__company__name")
    cards = [
        {
            "company": access.ballot.company,
            "code": room_code(access),
            "qr": qr_drawing(
                request.build_absolute_uri(
                    reverse("synergies:room_vote", args=[room_token(access)])
                )
            ),
        }
        for access in rows
    ]
    door = request.build_absolute_uri(reverse("synergies:vote_code"))
    context = {"round": round_, "day": day, "cards": cards, "door": door}
    return render(request, "synergies/round_sheet.html", context)


@require_GET
def room_screen(request: StaffRequest, pk: int) -> HttpResponse:
    """Show turnout and time left, and nothing else, for everybody in the room."""
    round_ = get_object_or_404(Round, pk=pk)
    context = {
        "round": round_,
        "screen": screen_of(round_, now=timezone.now()),
        "door": request.build_absolute_uri(reverse("synergies:vote_code")),
    }
    return render(request, "synergies/round_screen.html", context)


# -- For the companies in the room ----------------------------------------------------------------
@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Take the code of a table, and open the ballot of its company."""
    if request.method != "POST":
        return render(request, "synergies/room_code.html", {"form": RoomCodeForm()})
    if WRONG_LINKS.is_reached(request):  # 40 bits: even the right code waits
        return too_many_tries(request)
    form = RoomCodeForm(request.POST)
    access = None
    if form.is_valid():
        access = room_by_code(code=form.cleaned_data["code"], now=timezone.now())
        if access is None:
            WRONG_LINKS.note(request)
            form.add_error("code", _("This code opens nothing today. Check it on your table."))
    if access is None:
        return render(request, "synergies/room_code.html", {"form": form}, status=400)
    return _come_in(request, access)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def arrival(request: HttpRequest, token: str) -> HttpResponse:
    """Show whose table it is and until when; only the button Start opens the ballot (POST)."""
    access = room_by_token(token=token, now=timezone.now())
    if access is None:
        return slowed(request, link_unknown(request))
    visit = Visit(None, access.ballot, timezone.now())
    if request.method == "POST" and visit.can_enter:
        return _come_in(request, access)
    return render(request, "synergies/ballot_arrival.html", {"visit": visit})


def _come_in(request: HttpRequest, access: RoomAccess) -> HttpResponse:
    remember_room(request, access)
    text = _("You answer for %(company)s, in the room.")
    messages.info(request, text % {"company": access.ballot.company})
    return SeeOther(reverse("synergies:ballot", args=[access.ballot.round_id]))
