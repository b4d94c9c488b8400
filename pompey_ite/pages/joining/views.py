"""Joining: the form for everybody, the requests for the project manager."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from companies.models import Company, Initiative, JoinRequest
from pompey_ite.http import StaffRequest
from pompey_ite.listing import page_of
from pompey_ite.pages.joining.emails import welcome_draft
from pompey_ite.pages.joining.forms import AcceptForm, DeclineForm, JoinForm
from pompey_ite.pages.joining.services import (
    MOST_DOUBLES,
    JoinRefused,
    accept_request,
    ask_to_join,
    decline_request,
    possible_doubles,
)
from pompey_ite.throttle import Throttle

REQUESTS_PER_PAGE = 50
# A hotel of companies behind one address still gets through the day.
REQUESTS = Throttle("join-requests", most=5, window_s=3600)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Take the request of a company; too many from one address wait an hour."""
    initiative = Initiative.objects.current()
    if initiative is None:
        raise Http404
    form = JoinForm(request.POST or None)
    if request.method == "POST" and REQUESTS.is_reached(request):
        return _try_again_later(request, form)
    if form.is_valid():
        REQUESTS.note(request)
        if not form.is_from_a_machine:
            language = get_language() or "fr"
            now = timezone.now()
            ask_to_join(
                asked=form.save(commit=False), initiative=initiative, language=language, now=now
            )
        return redirect("pages:join_thanks")
    return render(request, "pages/join.html", {"form": form})


def _try_again_later(request: HttpRequest, form: JoinForm) -> HttpResponse:
    form.add_error(None, _("Many requests came from your network. Try again in an hour."))
    response = render(
        request, "pages/join.html", {"form": form}, status=HTTPStatus.TOO_MANY_REQUESTS
    )
    response.headers["Retry-After"] = str(REQUESTS.window_s)
    return response


@login_not_required
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Say what happens next."""
    return render(request, "pages/join_thanks.html")


@require_GET
def request_list(request: StaffRequest) -> HttpResponse:
    """List who wants to join, those without an answer first."""
    rows = JoinRequest.objects.for_list()
    context = {"page": page_of(request, rows, REQUESTS_PER_PAGE)}
    return render(request, "pages/join_requests.html", context)


@require_GET
def request_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a request, who may be there already, and the mail that would leave."""
    asked = get_object_or_404(JoinRequest.objects.select_related("initiative", "company"), pk=pk)
    doubles = list(possible_doubles(asked)[:MOST_DOUBLES])
    context = {
        "asked": asked,
        "is_waiting": asked.status == JoinRequest.Status.WAITING,
        "doubles": doubles,
        "accept_form": AcceptForm(companies=_companies(asked)),
        "decline_form": DeclineForm(),
        "sample": welcome_draft(asked),
    }
    return render(request, "pages/join_request.html", context)


@require_POST
def request_accept(request: StaffRequest, pk: int) -> HttpResponse:
    """Let the company take part; the mail shown leaves, unless it was unticked."""
    asked = get_object_or_404(JoinRequest.objects.select_related("initiative"), pk=pk)
    form = AcceptForm(request.POST, companies=_companies(asked))
    if not form.is_valid():
        messages.error(request, _("Choose a company of the list."))
        return redirect(asked)
    try:
        company = accept_request(
            asked=asked, user=request.user, now=timezone.now(), **form.cleaned_data
        )
    except JoinRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(asked)
    messages.success(request, _("%(company)s takes part.") % {"company": company})
    return redirect(company)


@require_POST
def request_decline(request: StaffRequest, pk: int) -> HttpResponse:
    """Close a request with its reason."""
    asked = get_object_or_404(JoinRequest, pk=pk)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the request is declined."))
        return redirect(asked)
    try:
        decline_request(asked=asked, user=request.user, now=timezone.now(), **form.cleaned_data)
    except JoinRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(asked)
    messages.success(request, _("The request is declined; no mail left."))
    return redirect("pages:join_requests")


def _companies(asked: JoinRequest) -> object:
    """Return the companies a request may be of."""
    return Company.objects.active().filter(initiative=asked.initiative_id).order_by("name")
