"""The calendar of the programme: a private address, and what calendar programs read there."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from actions.models import CalendarLink
from actions.services.calendar_feed import feed, make_link, revoke_link, user_of
from pompey_ite.http import StaffRequest

SHOWN_ONCE = "calendar_token"


@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """Say whether one has an address; a new one is shown once."""
    token = request.session.get(SHOWN_ONCE)
    url = f"{settings.SITE_URL}{reverse('actions:calendar_feed', args=[token])}" if token else ""
    link = CalendarLink.objects.filter(user=request.user, revoked_at=None).first()
    return render(request, "actions/calendar.html", {"url": url, "link": link})


@require_POST
def renew(request: StaffRequest) -> HttpResponse:
    """Make an address; the one before opens nothing more."""
    request.session[SHOWN_ONCE] = make_link(user=request.user, now=timezone.now())
    return redirect("actions:calendar")


@require_POST
def revoke(request: StaffRequest) -> HttpResponse:
    """Let one's address open nothing more."""
    request.session.pop(SHOWN_ONCE, None)
    if revoke_link(user=request.user, now=timezone.now()):
        messages.success(request, _("The address opens nothing any more."))
    return redirect("actions:calendar")


@login_not_required
@require_safe
def calendar_feed(_request: HttpRequest, token: str) -> HttpResponse:
    """Give the calendar to whoever has the address; reading writes nothing."""
    user = user_of(token)
    if user is None:
        raise Http404
    answer = HttpResponse(
        feed(user=user, now=timezone.now()), content_type="text/calendar; charset=utf-8"
    )
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    answer["Content-Disposition"] = 'inline; filename="programme.ics"'
    answer["Content-Language"] = user.language
    return answer
