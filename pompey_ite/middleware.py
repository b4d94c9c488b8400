"""What every request passes through: compression, language, and the door of staff pages."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from pompey_ite.logs import number_of_request
from pompey_ite.pages.entrance.rights import refusal_of_rights
from pompey_ite.pages.entrance.signing_in import is_too_quiet, lacks_second_factor

IS_TEXT = ("text/", "application/json", "application/javascript", "image/svg+xml")
Handler = Callable[[HttpRequest], HttpResponse]


class HeadersMiddleware:
    """Say on each answer, files too, what a browser must not do with it; Django says the rest."""

    HEADERS = {
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), "
        "payment=(), usb=()",
    }

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class MethodsMiddleware:
    """Refuse the methods that no page needs: a view that names none would take TRACE for GET."""

    NEEDED = ("GET", "HEAD", "POST", "OPTIONS")

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in self.NEEDED:
            return self.get_response(request)
        return HttpResponseNotAllowed(self.NEEDED)


class RequestNumberMiddleware:
    """Give each request a number that stands in the log, in the answer and on error pages."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = uuid4().hex[:12]
        request.number = number  # type: ignore[attr-defined]
        held = number_of_request.set(number)
        try:
            response = self.get_response(request)
        finally:
            number_of_request.reset(held)
        response.headers["X-Request-ID"] = number
        return response


class CompressionMiddleware(GZipMiddleware):
    """Send text compressed, sheets and scripts too: what is already packed is left alone.

    Django adds random bytes, so that the length of a page says nothing of the secrets in it.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Take off the mark we put on the tag of a compressed file: WhiteNoise knows it without."""
        tag = request.META.get("HTTP_IF_NONE_MATCH", "")
        if tag.startswith("W/") and request.path.startswith(static("")):
            request.META["HTTP_IF_NONE_MATCH"] = tag.removeprefix("W/")

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        is_whole = request.method == "GET" and response.status_code == HTTPStatus.OK
        is_text = response.headers.get("Content-Type", "").startswith(IS_TEXT)
        return super().process_response(request, response) if is_whole and is_text else response


class LanguageMiddleware:
    """Answer in the language chosen on the page (a cookie), else in French.

    The browser's own preference is not asked: most phones of French directors that say "English"
    were simply never set up, and the initiative's language is French.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or language)
            return response


class StaffRequiredMiddleware(LoginRequiredMiddleware):
    """Keep every page for signed-in staff unless its view says `@login_not_required`.

    What staff sees is kept by no cache: after signing out, “back” shows nothing. A session that
    was quiet for too long is over; where the site asks for a second factor, none comes in without.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        match = request.resolver_match
        if match and _is_guarded(request, match.func):
            add_never_cache_headers(response)
        return response

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is not None or not _is_guarded(request, view_func):
            return answer
        if is_too_quiet(request):
            logout(request)
            return self.handle_no_permission(request, view_func)
        if not request.user.is_staff:
            raise PermissionDenied
        if lacks_second_factor(request):
            return redirect("pages:entrance_set_up")
        return refusal_of_rights(request)


def _is_guarded(request: HttpRequest, view: Any) -> bool:
    """Return whether the page is for staff alone, or this is staff on a page that knows staff."""
    if getattr(view, "login_required", True):
        return True
    return getattr(view, "staff_by_the_door", False) and request.user.is_staff
