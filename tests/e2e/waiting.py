"""Waiting for what the worker does."""

import time
from typing import Any

PATIENCE_S = 60


def until(page: Any, text: str) -> None:
    """Reload until the page says `text`: something is being done by the worker."""
    deadline = time.monotonic() + PATIENCE_S
    while text not in page.inner_text("main"):
        assert time.monotonic() < deadline, f"{page.url} never said {text!r}"
        page.wait_for_timeout(500)
        page.reload()
