"""Room mode of a workshop, for the project manager: open the tables, watch, show, close."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pompey_ite.http import StaffRequest
from pompey_ite.outbox.calendar import local_day
from pompey_ite.spreadsheets import download
from synergies.exports import participants_sheet, synergies_sheet
from synergies.forms.rounds import DayForm
from synergies.forms.slips import TablesForm, suggestions_of
from synergies.models import Slip, TableAccess, Workshop
from synergies.services.room import qr_drawing, room_code, room_token
from synergies.services.tables import TablesRefused, close_tables, open_tables, revoke_table
from synergies.services.workshop_room import screen_of_workshop, slips_of, version_of
from synergies.views.slip_correction import correction
from synergies.workshop_mails import read_me_of

NOTHING_NEW = 204  # htmx leaves the page as it is


@require_GET
def workshop_list(request: StaffRequest) -> HttpResponse:
    """List the workshops, the latest first, with what came of each."""
    return render(
        request, "synergies/workshop_list.html", {"workshops": Workshop.objects.for_list()}
    )


@require_http_methods(["GET", "POST"])
def workshop(request: StaffRequest, pk: int) -> HttpResponse:
    """Open the room for a day, and follow what the tables write."""
    of = get_object_or_404(Workshop, pk=pk)
    form = TablesForm(request.POST or None, initial={"day": local_day(timezone.now())})
    if form.is_valid():
        try:
            made = open_tables(workshop=of, now=timezone.now(), **form.cleaned_data)
        except TablesRefused as refusal:
            form.add_error("day", str(refusal))
        else:
            text = ngettext("%(n)d code was made.", "%(n)d codes were made.", made)
            if made:
                messages.success(request, text % {"n": made})
            day = form.cleaned_data["day"]
            return redirect(f"{reverse('synergies:workshop_sheet', args=[pk])}?day={day}")
    alive = of.table_accesses.filter(revoked_at=None).order_by("valid_on")
    days = alive.values_list("valid_on", flat=True).distinct()
    context = {"workshop": of, "form": form, "days": days, "found": slips_of(of)}
    return render(request, "synergies/workshop.html", context)


@require_GET
def workshop_slips(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer the list of slips, or that there is nothing new."""
    of = get_object_or_404(Workshop, pk=pk)
    if request.GET.get("seen") == version_of(of):
        return HttpResponse(status=NOTHING_NEW)
    context = {"workshop": of, "found": slips_of(of)}
    return render(request, "synergies/partials/slips.html", context)


@require_GET
def workshop_sheet(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the QR codes and codes of a day, one card for each table, to be printed."""
    of = get_object_or_404(Workshop, pk=pk)
    day = DayForm.day_of(request.GET, local_day(timezone.now()))
    rows = TableAccess.objects.usable_on(day).filter(workshop=of).order_by("table_number")
    cards = [
        {
            "access": access,
            "code": room_code(access),
            "qr": qr_drawing(
                request.build_absolute_uri(
                    reverse("synergies:table_arrival", args=[room_token(access)])
                )
            ),
        }
        for access in rows
    ]
    door = request.build_absolute_uri(reverse("synergies:table_code"))
    context = {"workshop": of, "day": day, "cards": cards, "door": door}
    return render(request, "synergies/workshop_sheet.html", context)


@require_GET
def workshop_blanks(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a blank slip for each company, to be printed; its QR code opens the form with it."""
    of = get_object_or_404(Workshop, pk=pk)
    day = DayForm.day_of(request.GET, local_day(timezone.now()))
    access = TableAccess.objects.usable_on(day).filter(workshop=of, table_number=0).first()
    cards = []
    if access:
        door = reverse("synergies:table_arrival", args=[room_token(access)])
        address = request.build_absolute_uri(door)
        companies = of.initiative.companies.active().order_by("name")
        cards = [(one, qr_drawing(f"{address}?company={one.pk}")) for one in companies]
    context = {"workshop": of, "day": day, "cards": cards}
    return render(request, "synergies/workshop_blanks.html", context)


@require_POST
def code_revoke(request: StaffRequest, pk: int, access_pk: int) -> HttpResponse:
    """Withdraw the code of one table, or of the phones; its slips stay."""
    access = get_object_or_404(TableAccess, pk=access_pk, workshop=pk)
    if revoke_table(access=access, now=timezone.now()):
        text = _("The code is withdrawn: it opens nothing any more. Its slips stay.")
        hint = _("“Open the room” makes a new one for this table.")
        messages.success(request, f"{text} {hint}")
    day = access.valid_on.isoformat()
    return redirect(f"{reverse('synergies:workshop_sheet', args=[pk])}?day={day}")


@require_http_methods(["GET", "HEAD", "POST"])
def slip_correct(request: StaffRequest, pk: int, slip_pk: int) -> HttpResponse:
    """Change a slip, at any time until somebody has gone on with its synergy."""
    rows = Slip.objects.select_related("workshop", "offers", "wants", "synergy")
    slip = get_object_or_404(rows, pk=slip_pk, workshop=pk)
    return correction(
        request,
        slip,
        back=reverse("synergies:workshop", args=[pk]),
        suggest_url=reverse("synergies:workshop_suggest", args=[pk]),
        frame="synergies/slip_staff.html",
    )


@require_GET
def workshop_suggest(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer what the words of a slip may mean, to be confirmed with one tap."""
    found = suggestions_of(request.GET.get("what", ""), request.GET.get("concept", ""))
    return render(request, "synergies/partials/slip_concepts.html", {"found": found})


@require_POST
def workshop_close(request: StaffRequest, pk: int) -> HttpResponse:
    """Withdraw all codes; what was written stays."""
    of = get_object_or_404(Workshop, pk=pk)
    closed = close_tables(workshop=of, now=timezone.now())
    text = ngettext("%(n)d code was withdrawn.", "%(n)d codes were withdrawn.", closed)
    rest = _("The slips stay.")
    messages.success(request, f"{text % {'n': closed}} {rest}")
    return redirect("synergies:workshop", pk)


@require_GET
def workshop_screen(request: StaffRequest, pk: int) -> HttpResponse:
    """Show everybody in the room how many synergies there are, and how the network grows."""
    of = get_object_or_404(Workshop, pk=pk)
    version = version_of(of)
    if request.GET.get("seen") == version:
        return HttpResponse(status=NOTHING_NEW)
    context = {"workshop": of, "screen": screen_of_workshop(of), "version": version}
    return render(request, "synergies/workshop_screen.html", context)


@require_GET
def workshop_export(request: StaffRequest, pk: int) -> FileResponse:
    """Answer the synergies of the workshop as a workbook: `?for=all` as everybody may have it."""
    of = get_object_or_404(Workshop, pk=pk)
    is_for_all = request.GET.get("for") == "all"
    sheet = participants_sheet(of) if is_for_all else synergies_sheet(of)
    return download(slugify(of.title), [sheet], read_me_of(of))
