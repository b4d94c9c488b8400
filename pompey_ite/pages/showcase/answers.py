"""How a public page is answered: with what sharing needs, and not twice when nothing changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from companies.models import Initiative

CHECK_EACH_TIME = "private, no-cache"  # a story that is withdrawn is hidden at once
CSRF_COOKIE = "CSRF_COOKIE"  # where Django keeps the secret of the forms of this browser


def public_answer(
    request: HttpRequest, template: str, context: Mapping[str, Any], initiative: Initiative | None
) -> HttpResponse:
    """Return the page, or 304 to a browser that has it as it is.

    context: plain values, since the tag of the answer is made of how they read. Staff gets the
    page anew each time: it has the menu, and messages.
    """
    share = {
        "url": f"{settings.SITE_URL}{request.path}",
        "image": f"{settings.SITE_URL}{static('img/share.png')}",
    }
    if request.user.is_authenticated:
        return render(request, template, {**context, "share": share})
    get_token(request)  # the page has a form, whose secret belongs to this browser
    secret = request.META.get(CSRF_COOKIE, "")
    facts = model_to_dict(initiative) if initiative else {}
    seen = (template, get_language(), secret, facts, context, _release())
    etag = f'"{hashlib.sha256(repr(seen).encode()).hexdigest()[:32]}"'
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or render(request, template, {**context, "share": share})
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = CHECK_EACH_TIME
    return response


@cache
def _release() -> int:
    """Return what changes when the program does: the newest of its templates and catalogues."""
    base = Path(settings.BASE_DIR)
    files = (*(base / "templates").rglob("*.html"), *(base / "locale").rglob("*.po"))
    return max(path.stat().st_mtime_ns for path in files)
