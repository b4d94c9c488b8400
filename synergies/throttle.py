"""Guessing is slowed down: a few failed tries a minute from one address, counted in the cache.

With the memory cache each web process counts for itself, with Redis all count together. The tries
that succeed are not counted: a room full of phones stands behind one address.
"""

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

MAX_FAILURES = 20
WINDOW_S = 60


def is_blocked(request: HttpRequest) -> bool:
    """Return whether this address has failed too often in the current minute."""
    return int(cache.get(_key(request), 0)) >= MAX_FAILURES


def note_failure(request: HttpRequest) -> None:
    """Count one failed try of this address."""
    key = _key(request)
    cache.add(key, 0, 2 * WINDOW_S)
    cache.incr(key)


def _key(request: HttpRequest) -> str:
    return f"failed-links:{_address(request)}:{int(time.time()) // WINDOW_S}"


def _address(request: HttpRequest) -> str:
    """Return who asks: the peer, or what our own proxy says it was, where we trust one."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rsplit(",", maxsplit=1)[-1].strip()
    return str(request.META["REMOTE_ADDR"])
