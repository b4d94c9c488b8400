"""Types of the requests our views receive, and by which door staff comes to a shared page."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from companies.models import User

View = TypeVar("View", bound=Callable[..., HttpResponse])


def staff_by_the_door(view: View) -> View:
    """Let staff come to a page that others may open as well as to every page of the workbench.

    The page shows staff more than it shows the others, so that it asks for the second factor, a
    right and a session in use before it takes somebody for staff: StaffRequiredMiddleware.
    """
    view.staff_by_the_door = True  # type: ignore[attr-defined]
    return view


class HtmxRequest(HttpRequest):
    """A request that has passed through htmx's middleware."""

    htmx: HtmxDetails


class StaffRequest(HtmxRequest):
    """A request of a signed-in member of staff: every page that is not marked public."""

    user: User
