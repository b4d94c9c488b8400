"""From the password to the workbench: who has proved what, and how long a quiet door stays open."""

import time

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp import login as note_second_factor
from django_otp.models import Device

from companies.models import User

ENTERING_KEY = "entering"  # {"user", "since", "next"}: the password was right, the code is missing
SEEN_KEY = "seen"  # when this staff session was last used, in seconds of the clock
PATIENCE_S = 600  # between password and code; setting an app up takes minutes
SEEN_EVERY_S = 300  # a session is not written at each page


def keep_waiting(request: HttpRequest, user: User, *, next_page: str) -> None:
    """Remember whose password was right until the code is given; nobody is signed in yet."""
    request.session.cycle_key()
    request.session[ENTERING_KEY] = {
        "user": user.pk,
        "since": int(time.time()),
        "next": next_page,
        "password": user.get_session_auth_hash(),
    }


def who_waits(request: HttpRequest) -> User | None:
    """Return whose password was right a moment ago; None when it is too long ago or has changed."""
    entering = request.session.get(ENTERING_KEY)
    if not entering or time.time() - entering["since"] > PATIENCE_S:
        return None
    user = User.objects.filter(pk=entering["user"], is_active=True).first()
    is_same = user is not None and user.get_session_auth_hash() == entering["password"]
    return user if is_same else None


def come_in(request: HttpRequest, user: User, device: Device) -> str:
    """Sign in with both factors; return the address that was asked for."""
    next_page = request.session.get(ENTERING_KEY, {}).get("next", "")
    request.session.pop(ENTERING_KEY, None)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    note_second_factor(request, device)
    return safe_page(request, next_page)


def safe_page(request: HttpRequest, address: str) -> str:
    """Return the address if it is one of this site, else the cockpit."""
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def lacks_second_factor(request: HttpRequest) -> bool:
    """Return whether the site asks for a second factor that this session did not give."""
    # Only looked at where it is asked for: it costs a query.
    return settings.REQUIRE_SECOND_FACTOR and getattr(request.user, "otp_device", None) is None


def works_here(request: HttpRequest) -> bool:
    """Return whether a public page may show this session what it shows the team alone."""
    is_team = request.user.is_staff and request.user.has_rights
    return is_team and not lacks_second_factor(request) and not is_too_quiet(request)


def is_too_quiet(request: HttpRequest) -> bool:
    """Return whether nothing was asked in this session for too long; else note that it is used."""
    now = int(time.time())
    seen = request.session.get(SEEN_KEY)
    if seen is not None and now - seen > settings.STAFF_IDLE_MINUTES * 60:
        return True
    if seen is None or now - seen > SEEN_EVERY_S:
        request.session[SEEN_KEY] = now
    return False


def note_entrance(*, request: HttpRequest | None, **_signal: object) -> None:
    """Begin to count the silence of a session when it begins."""
    if request is not None and hasattr(request, "session"):
        request.session[SEEN_KEY] = int(time.time())
