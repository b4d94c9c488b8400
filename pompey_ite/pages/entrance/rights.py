"""What a staff account may do at all: nothing before it has a right, no change by a mere reader."""

from http import HTTPStatus
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from companies.models import User

SAFE = {"GET", "HEAD", "OPTIONS"}
# One's own account stays open: a new colleague sets the second factor up before any right is given.
OWN_ACCOUNT = {
    "admin:jsi18n",
    "admin:logout",
    "admin:password_change",
    "admin:password_change_done",
    "pages:entrance_account",
    "pages:entrance_remove",
    "pages:entrance_renew",
    "pages:entrance_set_up",
}


def refusal_of_rights(request: HttpRequest) -> HttpResponse | None:
    """Return the page that says whom to ask, or None when the account may go on.

    The workbench belongs to the whole team: whoever holds one right reads it. Whoever holds rights
    to view only changes nothing. Single pages ask for more.
    """
    user = cast("User", request.user)  # signed in: the middleware has looked
    match = request.resolver_match
    if user.is_superuser or (match and match.view_name in OWN_ACCOUNT):
        return None
    if user.may_change or (user.has_rights and request.method in SAFE):
        return None
    context = {"is_reader": user.has_rights}
    return render(request, "pages/without_rights.html", context, status=HTTPStatus.FORBIDDEN)
