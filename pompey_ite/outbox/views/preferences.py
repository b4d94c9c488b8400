"""The page of preferences: what we write to somebody, stopped and resumed without an account."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from pompey_ite.outbox.addresses import resume_group, stop_group, stopped_groups
from pompey_ite.outbox.kinds import GROUPS
from pompey_ite.outbox.links import address_of_token
from pompey_ite.outbox.models import Mail, Stop

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "strict-origin",  # gives no path away, and forms can still be posted
    "X-Robots-Tag": "noindex",
}
ONE_CLICK = ("List-Unsubscribe", "One-Click")  # the body of the POST, by RFC 8058

View = Callable[..., HttpResponse]


def token_page(view: View) -> View:
    """Give the view the address its token stands for, in the language we write to it."""

    @wraps(view)
    @require_http_methods(["GET", "HEAD", "POST"])
    def wrapped(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        address = address_of_token(token)
        with translation.override(_language_of(request, address)):
            request.LANGUAGE_CODE = translation.get_language()
            if address is None:
                response = render(request, "outbox/preferences_unknown.html", status=404)
            else:
                response = view(request, token, address, **kwargs)
            response.headers["Content-Language"] = request.LANGUAGE_CODE
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return login_not_required(wrapped)


def _language_of(request: HttpRequest, address: str | None) -> str:
    """Return the language chosen on a page, else that of the latest mail to the address."""
    current = translation.get_language() or settings.LANGUAGE_CODE
    if address is None or settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return current
    latest = Mail.objects.filter(recipient=address).order_by("-pk")
    return latest.values_list("language", flat=True).first() or current


@token_page
def preferences(request: HttpRequest, token: str, address: str) -> HttpResponse:
    """Show what we write to an address; take what its owner stops and resumes."""
    group, now = request.POST.get("group", ""), timezone.now()
    if request.method == "POST":
        if group not in GROUPS:
            raise Http404
        if request.POST.get("wish") == "resume":
            resume_group(address=address, group=group, now=now)
        else:
            stop_group(address=address, group=group, how=Stop.How.PAGE, now=now)
    stopped = stopped_groups([address]).get(address, set())
    context = {
        "address": address,
        "token": token,
        "groups": [(code, label, code in stopped) for code, label in GROUPS.items()],
        "saved": GROUPS.get(group),
    }
    return render(request, "outbox/preferences.html", context)


@csrf_exempt  # the mail program posts it, without cookie and without having seen a page
@token_page
def stop(request: HttpRequest, token: str, address: str, group: str) -> HttpResponse:
    """Stop one group by one POST; a GET, as scanners send it, only shows the button."""
    if group not in GROUPS:
        raise Http404
    name, value = ONE_CLICK
    is_wish = request.method == "POST" and request.POST.get(name) == value
    if is_wish:
        now = timezone.now()
        stop_group(address=address, group=group, how=Stop.How.ONE_CLICK, now=now)
    context = {"address": address, "token": token, "group": GROUPS[group], "is_stopped": is_wish}
    return render(request, "outbox/stop.html", context)
