"""What every template may show: the initiative, and whether this is the demo."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from companies.models import Initiative
from pompey_ite.pages.forms import THEME_COOKIE, Theme


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the chrome; one query, made only where the chrome is shown."""
    match = request.resolver_match
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "initiative": Initiative.objects.current(),
        "is_demo": settings.IS_DEMO,
        "theme": theme if theme in Theme else "",
        "nav": f"{match.app_name}:{match.url_name}" if match else "",
    }
