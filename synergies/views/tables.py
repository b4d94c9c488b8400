"""The tables of a workshop: a QR code or a short code, then slips typed one after the other."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from companies.models.company import CompanyQuerySet
from pompey_ite.outbox.calendar import local_day
from synergies.forms.rounds import RoomCodeForm
from synergies.forms.slips import SlipForm, WithdrawForm, suggestions_of
from synergies.models import Slip, TableAccess
from synergies.services.slips import SlipRefused, record_slip, withdraw_slip
from synergies.services.tables import table_by_code, table_by_token
from synergies.services.workshop_room import slips_of, version_of
from synergies.views.door import (
    WRONG_LINKS,
    SeeOther,
    link_unknown,
    private_page,
    slowed,
    too_many_tries,
)
from synergies.views.slip_correction import correction

SESSION_KEY = "workshop_tables"  # {primary key of the workshop: primary key of the access}
MOST_DIGITS = 9  # of the primary key of a company in an address
WRITTEN_KEY = "written_slips"  # primary keys of the slips this session wrote
NOTHING_NEW = 204  # htmx leaves the page as it is


# -- The door -------------------------------------------------------------------------------------
@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Take the code of a table, and open its slips."""
    if request.method != "POST":
        return render(request, "synergies/table_code.html", {"form": RoomCodeForm()})
    if WRONG_LINKS.is_reached(request):  # 40 bits: even the right code waits
        return too_many_tries(request)
    form = RoomCodeForm(request.POST)
    access = None
    if form.is_valid():
        access = table_by_code(code=form.cleaned_data["code"], now=timezone.now())
        if access is None:
            WRONG_LINKS.note(request)
            form.add_error("code", _("This code opens nothing today. Check it on your table."))
    if access is None:
        return render(request, "synergies/table_code.html", {"form": form}, status=400)
    return _come_in(request, access)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def arrival(request: HttpRequest, token: str) -> HttpResponse:
    """Show which table of which workshop it is; only the button opens it (POST).

    A printed slip names its company in the address: the form opens with it.
    """
    access = table_by_token(token=token, now=timezone.now())
    if access is None:
        return slowed(request, link_unknown(request))
    if request.method == "POST":
        return _come_in(request, access)
    return render(request, "synergies/table_arrival.html", {"access": access})


def _come_in(request: HttpRequest, access: TableAccess) -> HttpResponse:
    request.session.cycle_key()
    tables = request.session.get(SESSION_KEY, {})
    request.session[SESSION_KEY] = {**tables, str(access.workshop_id): access.pk}
    address = reverse("synergies:table", args=[access.workshop_id])
    company = request.GET.get("company", "")
    return SeeOther(f"{address}?company={company}" if company.isdecimal() else address)


def table_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the access that the session came in by, while it is its day and it stands."""

    @private_page
    @wraps(view)
    def wrapped(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        remembered = request.session.get(SESSION_KEY, {}).get(str(pk))
        usable = TableAccess.objects.usable_on(local_day(timezone.now()))
        access = usable.select_related("workshop__initiative").filter(pk=remembered).first()
        return view(request, access, **kwargs) if access else link_unknown(request)

    return wrapped


# -- The table ------------------------------------------------------------------------------------
@table_page
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest, access: TableAccess) -> HttpResponse:
    """Take slips, one after the other; a device that sends them later is answered in JSON."""
    names = access.workshop.initiative.companies.active().order_by("name")
    form = SlipForm(request.POST or None, initial=_named(request, names))
    slip = _record(request, form, access) if form.is_valid() else None
    if request.method == "POST" and request.headers.get("Accept") == "application/json":
        return _told(form, slip)
    if slip:
        messages.success(request, _saved(slip))
        return SeeOther(reverse("synergies:table", args=[access.workshop_id]))
    context = _list_of(request, access) | {
        "form": form,
        "companies": names.values_list("name", flat=True),
    }
    return render(request, "synergies/table.html", context, status=400 if form.errors else 200)


def _named(request: HttpRequest, companies: CompanyQuerySet) -> dict[str, str]:
    """Return who offers, when the address of a printed slip says it."""
    asked = request.GET.get("company", "")
    if request.method == "POST" or not asked.isdecimal() or len(asked) > MOST_DIGITS:
        return {}
    company = companies.filter(pk=int(asked)).first()
    return {"offers": company.name} if company else {}


def _record(request: HttpRequest, form: SlipForm, access: TableAccess) -> Slip | None:
    key = form.cleaned_data["client_key"]
    try:
        slip = record_slip(access=access, words=form.words, client_key=key, now=timezone.now())
    except SlipRefused as refusal:
        form.add_error(None, str(refusal))
        return None
    if access.is_of_companies:  # all phones share it: each withdraws what it wrote itself
        request.session[WRITTEN_KEY] = [*request.session.get(WRITTEN_KEY, []), slip.pk]
    return slip


def _list_of(request: HttpRequest, access: TableAccess) -> dict[str, Any]:
    """Return what the list of slips shows, and which of them may be withdrawn from here."""
    found = slips_of(access.workshop)
    number = access.table_number
    mine = {slip.pk for slip in found.slips if slip.access.table_number == number}
    if access.is_of_companies:
        mine &= set(request.session.get(WRITTEN_KEY, []))
    return {"access": access, "workshop": access.workshop, "found": found, "mine": mine}


def _told(form: SlipForm, slip: Slip | None) -> JsonResponse:
    if slip is None:
        return JsonResponse({"outcome": "refused", "text": form.first_error(), "version": 0})
    return JsonResponse({"outcome": "saved", "text": _saved(slip), "version": 0})


def _saved(slip: Slip) -> str:
    values = {"number": slip.synergy.number, "what": slip.what}
    return _("Saved: “%(what)s” is synergy %(number)d.") % values


@table_page
@require_GET
def slips(request: HttpRequest, access: TableAccess) -> HttpResponse:
    """Answer the slips of all tables, or that there is nothing new."""
    if request.GET.get("seen") == version_of(access.workshop):
        return HttpResponse(status=NOTHING_NEW)
    return render(request, "synergies/partials/slips.html", _list_of(request, access))


@table_page
@require_GET
def suggest(request: HttpRequest, access: TableAccess) -> HttpResponse:
    """Answer what the words typed so far may mean, to be confirmed with one tap."""
    found = suggestions_of(request.GET.get("what", ""), request.GET.get("concept", ""))
    return render(request, "synergies/partials/slip_concepts.html", {"found": found})


@table_page
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, access: TableAccess, slip_pk: int) -> HttpResponse:
    """Change a slip of this table: its synergy and its declarations follow."""
    slip = get_object_or_404(_own_slips(request, access), pk=slip_pk)
    return correction(
        request,
        slip,
        back=reverse("synergies:table", args=[access.workshop_id]),
        suggest_url=reverse("synergies:table_suggest", args=[access.workshop_id]),
        frame="synergies/table_base.html",
    )


def _own_slips(request: HttpRequest, access: TableAccess) -> QuerySet[Slip]:
    """Return the slips that may be changed from here: of a phone, those it wrote itself.

    A table whose code was withdrawn and made anew keeps its slips.
    """
    rows = Slip.objects.standing().select_related("workshop", "offers", "wants", "synergy")
    rows = rows.filter(workshop=access.workshop_id, access__table_number=access.table_number)
    if access.is_of_companies:
        rows = rows.filter(pk__in=request.session.get(WRITTEN_KEY, []))
    return rows


@table_page
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, access: TableAccess, slip_pk: int) -> HttpResponse:
    """Withdraw a slip of this table, with the reason."""
    slip = get_object_or_404(_own_slips(request, access), pk=slip_pk)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        try:
            withdraw_slip(slip=slip, reason=form.cleaned_data["reason"], now=timezone.now())
        except SlipRefused as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("Withdrawn: “%s”.") % slip.what)
            return SeeOther(reverse("synergies:table", args=[access.workshop_id]))
    context = {"access": access, "slip": slip, "form": form}
    return render(request, "synergies/table_withdraw.html", context)
