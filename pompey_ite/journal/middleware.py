"""Whose request it is, and each file that leaves: no export can be forgotten, whoever adds it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from pompey_ite.journal.models import Act, Entry
from pompey_ite.journal.noting import current_actor, note, visit

FILE_TYPES = ("text/csv", "application/pdf", "application/vnd.openxmlformats")


class JournalMiddleware:
    """Remember who asks; note each file of data that an account or a contact takes away.

    What everybody may take (open data, the public site) is not noted: nobody is known there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with visit(request):
            response = self.get_response(request)
            if _is_export(request, response) and current_actor().who != Entry.Who.UNKNOWN:
                _note_export(request, response)
        return response


def _is_export(request: HttpRequest, response: HttpResponse) -> bool:
    is_answered = request.method in {"GET", "POST"} and response.status_code == HTTPStatus.OK
    is_kept = response.headers.get("Content-Disposition", "").startswith("attachment")
    return is_answered and (is_kept or _type_of(response).startswith(FILE_TYPES))


def _type_of(response: HttpResponse) -> str:
    return response.headers.get("Content-Type", "").partition(";")[0].lower()


def _note_export(request: HttpRequest, response: HttpResponse) -> None:
    match = request.resolver_match
    numbers: dict[str, Any] = {
        f"of_{name}": value
        for name, value in (match.kwargs if match else {}).items()
        if isinstance(value, int)
    }
    page = match.view_name.lower() if match else ""
    note(Act.EXPORTED, page=page, type=_type_of(response), **numbers)
