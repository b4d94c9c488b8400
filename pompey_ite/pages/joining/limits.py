"""How many requests to join one address may send in an hour, counted in the cache."""

import time
from contextlib import suppress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

MOST_PER_HOUR = 5  # a hotel of companies behind one address still gets through the day
WINDOW_S = 3600


def is_reached(request: HttpRequest) -> bool:
    """Return whether this address has sent its requests of the hour; without Redis, never."""
    try:
        return int(cache.get(_key(request), 0)) >= MOST_PER_HOUR
    except RedisError:
        return False


def note(request: HttpRequest) -> None:
    """Count one request of this address."""
    key = _key(request)
    with suppress(RedisError, ValueError):  # ValueError: thrown out of a full cache in between
        cache.add(key, 0, WINDOW_S)
        cache.incr(key)


def _key(request: HttpRequest) -> str:
    forwarded = request.headers.get("X-Forwarded-For", "")
    is_trusted = bool(settings.SECURE_PROXY_SSL_HEADER and forwarded)
    peer = str(request.META["REMOTE_ADDR"])
    address = forwarded.rsplit(",", maxsplit=1)[-1].strip() if is_trusted else peer
    return f"join-requests:{address}:{int(time.time()) // WINDOW_S}"
