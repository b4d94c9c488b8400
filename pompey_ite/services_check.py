"""Which outside programs the tests may use here: Chromium, PostgreSQL, Redis."""

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import redis

PATIENCE_S = 3


def database_url_of_tests() -> str:
    """Return the address of the PostgreSQL of the tests; a database `test_…` is made beside it."""
    return os.environ.get("TEST_DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"


def redis_url_of_tests() -> str:
    """Return the address of the Redis database of the tests, which they empty."""
    return os.environ.get("TEST_REDIS_URL") or "redis://127.0.0.1:6379/15"


def chromium_path() -> str | None:
    """Return the program that browser tests drive (CHROMIUM, else Debian's); None without one.

    The one that can draw no window first: it opens a page for half the processor time.
    """
    given = os.environ.get("CHROMIUM")
    if given:
        return given if Path(given).exists() else None
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def why_no_postgresql() -> str:
    """Return why the PostgreSQL of the tests cannot be used; empty when it answers."""
    url = database_url_of_tests()
    try:
        psycopg2.connect(url, connect_timeout=PATIENCE_S).close()
    except psycopg2.Error as error:
        first_line = str(error).strip().partition("\n")[0]
        return f"PostgreSQL does not answer at {place(url)} ({first_line})"
    return ""


def why_no_redis() -> str:
    """Return why the Redis of the tests cannot be used; empty when it answers."""
    url = redis_url_of_tests()
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=PATIENCE_S) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        return f"Redis does not answer at {place(url)} ({error})"
    return ""


def place(url: str) -> str:
    """Return host, port and name of a service's address, without its password."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}{parts.path}"
