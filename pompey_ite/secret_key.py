"""The secret of an installation: one is made where none was given, one of before is remembered."""

import contextlib
import os
import secrets
from pathlib import Path

from django.conf import settings


def secret_keys() -> tuple[str, ...]:
    """Return the key that new things are signed with, then those that old things may still have."""
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def kept_secret_key(path: Path) -> str:
    """Return the key kept in `path`, made now when there is none yet; readable by the owner only.

    Several processes start together: the first to link its file wins, the others read it.
    """
    if not path.exists():
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text(encoding="ascii")
