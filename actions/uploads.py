"""Workbooks waiting between preview and confirmation: files of the data folder."""

from __future__ import annotations

import json
import re
import secrets
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
WATCH = re.compile(r"[A-Za-z0-9-]{16,40}")  # what a browser names its waiting by
KEPT_FOR = timedelta(days=1)


def folder() -> Path:
    """Return the folder of the waiting workbooks, outside of what the web server shows."""
    path = Path(settings.MEDIA_ROOT) / "imports"
    path.mkdir(parents=True, exist_ok=True)
    return path


def keep(file: File[bytes]) -> str:
    """Write an uploaded workbook; return the token under which it waits for a day."""
    _forget_old()
    token = secrets.token_urlsafe(16)
    with (folder() / f"{token}.xlsx").open("wb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    return token


def path_of(token: str) -> Path | None:
    """Return the waiting workbook, or None when the token is unknown or its day has passed."""
    path = folder() / f"{token}.xlsx"
    return path if TOKEN.fullmatch(token) and path.exists() and not _is_old(path) else None


def write_report(token: str, report: dict[str, Any]) -> None:
    """Keep what the check found beside the workbook."""
    (folder() / f"{token}.json").write_text(json.dumps(report), encoding="utf-8")


def read_report(token: str) -> dict[str, Any]:
    """Return what the check found."""
    data: dict[str, Any] = json.loads((folder() / f"{token}.json").read_text(encoding="utf-8"))
    return data


def forget(token: str) -> None:
    """Delete a workbook and its report: they hold personal data."""
    for suffix in ("xlsx", "json"):
        (folder() / f"{token}.{suffix}").unlink(missing_ok=True)


def write_progress(watch: str, done: int, total: int) -> None:
    """Note how many rows of how many are read, for the browser that waits under this name."""
    if WATCH.fullmatch(watch):
        path = folder() / f"{watch}.progress"
        path.with_suffix(".next").write_text(f"{done} {total}")
        path.with_suffix(".next").replace(path)  # whoever reads it meanwhile finds it whole


def read_progress(watch: str) -> tuple[int, int] | None:
    """Return how many rows of how many are read, None when nothing is being read."""
    path = folder() / f"{watch}.progress"
    if not WATCH.fullmatch(watch) or not path.exists():
        return None
    done, total = path.read_text().split()
    return int(done), int(total)


def end_progress(watch: str) -> None:
    """Forget a progress: its browser has its answer."""
    if WATCH.fullmatch(watch):
        (folder() / f"{watch}.progress").unlink(missing_ok=True)


def _is_old(path: Path) -> bool:
    return path.stat().st_mtime < time.time() - KEPT_FOR.total_seconds()


def _forget_old() -> None:
    for path in folder().iterdir():
        if _is_old(path):
            path.unlink(missing_ok=True)
