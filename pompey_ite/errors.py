"""What people see when something broke: a number to quote, and what became of what they sent."""

import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

RETRY_AFTER_S = 30


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 while the database is away, else 500; neither page asks the database anything."""
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    context = {"number": getattr(request, "number", "")}
    if not is_away:
        page = render_to_string("500.html", context)
        return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR)
    response = HttpResponse(
        render_to_string("503.html", context), status=HTTPStatus.SERVICE_UNAVAILABLE
    )
    response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response
