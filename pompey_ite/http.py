"""Types of the requests our views receive."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from companies.models import User


class HtmxRequest(HttpRequest):
    """A request that has passed through htmx's middleware."""

    htmx: HtmxDetails


class StaffRequest(HtmxRequest):
    """A request of a signed-in member of staff: every page that is not marked public."""

    user: User
