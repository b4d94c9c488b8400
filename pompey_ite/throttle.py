"""Slowing down: how often one address may do a thing in a window of time, counted in the cache.

With the memory cache each web process counts for itself, with Redis all count together. While
Redis is away nothing is counted: people must be able to vote and to work.
"""

import logging
import time
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Throttle:
    """At most `most` times in `window_s` seconds from one address, for each subject of its own."""

    name: str
    most: int
    window_s: int

    def is_reached(self, request: HttpRequest, about: str = "") -> bool:
        """Return whether this address has used up the current window."""
        try:
            return int(cache.get(self._key(request, about), 0)) >= self.most
        except RedisError as error:
            logger.warning("%s is not counted: %s", self.name, error)
            return False

    def note(self, request: HttpRequest, about: str = "") -> None:
        """Count one time of this address."""
        key = self._key(request, about)
        with suppress(RedisError, ValueError):  # ValueError: thrown out of a full cache in between
            cache.add(key, 0, 2 * self.window_s)
            cache.incr(key)

    def _key(self, request: HttpRequest, about: str) -> str:
        # What it is about may be a name, typed by anybody: a cache key has no room for that.
        subject = sha256(about.encode()).hexdigest()[:16] if about else ""
        window = int(time.time()) // self.window_s
        return f"{self.name}:{address_of(request)}:{subject}:{window}"


def address_of(request: HttpRequest) -> str:
    """Return who asks: the peer, or what our own proxy says it was, where we trust one."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rsplit(",", maxsplit=1)[-1].strip()
    return str(request.META["REMOTE_ADDR"])
