"""Sheets, scripts and drawings under names that change with what they hold: browsers keep them.

`css/base.css` is also served as `css/base.1f0c9a2b7d3e.css`, for a year; pages name it so. There is
nothing to collect first: the names are worked out from the files at the start. A sheet that names
a drawing names it plainly: that one is asked for again after a minute, and answered “unchanged”.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.middleware import WhiteNoiseMiddleware

HASH_LENGTH = 12


@cache
def _hash_of(path: str, _changed_ns: int) -> str:
    content = Path(path).read_bytes()
    return hashlib.md5(content, usedforsecurity=False).hexdigest()[:HASH_LENGTH]


def hashed_name(name: str, path: str) -> str:
    """Return the name of a file with a hash of its content before its ending."""
    hashed = _hash_of(path, Path(path).stat().st_mtime_ns)
    whole = PurePosixPath(name)
    return str(whole.with_name(f"{whole.stem}.{hashed}{whole.suffix}"))


def shown_name(name: str) -> str:
    """Return the hashed name of a static file; the name itself where there is no such file."""
    path = finders.find(name)
    return hashed_name(name, path) if isinstance(path, str) else name


_kept_name = cache(shown_name)  # ten of them are on each page, and the server reads files at start


class HashedNames(StaticFilesStorage):
    """The addresses of static files, as pages write them; looked up each time where DEBUG is on."""

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        if name and not name.endswith("/"):
            name = shown_name(name) if settings.DEBUG else _kept_name(name)
        return str(super().url(name, *args, **kwargs))


class Assets(WhiteNoiseMiddleware):  # type: ignore[misc]  # the library has no types
    """Serve each file under its plain name for a minute, and under its hashed one for a year."""

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        super().add_file_to_dictionary(url, path, stat_cache=stat_cache)
        if url.startswith(self.static_prefix):
            name = hashed_name(url.removeprefix(self.static_prefix), path)
            super().add_file_to_dictionary(self.static_prefix + name, path, stat_cache=stat_cache)

    def immutable_file_test(self, path: str, url: str) -> bool:
        """Return whether an address holds the hash of its file."""
        parts = PurePosixPath(url).name.split(".")
        return len(parts) > 2 and parts[-2] == _hash_of(path, Path(path).stat().st_mtime_ns)  # noqa: PLR2004 – name, hash, ending
