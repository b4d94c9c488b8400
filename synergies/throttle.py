"""Guessing is slowed down: a few failed tries a minute from one address, counted in the cache.

With the memory cache each web process counts for itself, with Redis all count together. The tries
that succeed are not counted: a room full of phones stands behind one address. While Redis is away
nothing is counted: a token of 256 bits is not guessed, and people must be able to vote.
"""

import logging
import time
from contextlib import suppress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

MAX_FAILURES = 20
WINDOW_S = 60


def is_blocked(request: HttpRequest) -> bool:
    """Return whether this address has failed too often in the current minute."""
    try:
        return int(cache.get(_key(request), 0)) >= MAX_FAILURES
    except RedisError as error:
        logger.warning("failed links are not counted: %s", error)
        return False


def note_failure(request: HttpRequest) -> None:
    """Count one failed try of this address."""
    key = _key(request)
    with suppress(RedisError, ValueError):  # ValueError: thrown out of a full cache in between
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
