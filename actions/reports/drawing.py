"""From a Vega-Lite definition to a picture, drawn by vl-convert in this very process.

A process that was forked from one that has drawn before hangs for ever in vl-convert: here it
gets an error instead. Web server and worker draw in the processes that answer, never before.
"""

import json
import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

PICTURES_KEPT = 256  # by each process, some 20 kB each: the pages of a report are read many times
PIXELS = 2.0  # of the picture for one of the mail: sharp on a phone
LOCALES = {"fr": "fr-FR", "en": "en-GB"}

_drawn_by: list[int] = []  # the process in which vl-convert was started


def draw(spec: Mapping[str, Any], form: str) -> bytes:
    """Return a picture of the definition, `form` "svg" or "png", in the current language.

    Raises RuntimeError in a process forked from one that has drawn.
    """
    locale = LOCALES.get((get_language() or "fr")[:2], LOCALES["fr"])
    return _drawn(json.dumps(spec, sort_keys=True, ensure_ascii=False), form, locale)


@lru_cache(maxsize=PICTURES_KEPT)
def _drawn(text: str, form: str, locale: str) -> bytes:
    """Return the picture; the same definition is the same picture, and is drawn once."""
    _refuse_after_fork()
    import vl_convert  # noqa: PLC0415 – 30 MB that most processes never need

    locales: dict[str, Any] = {"format_locale": locale, "time_format_locale": locale}
    if form == "png":
        return bytes(vl_convert.vegalite_to_png(text, scale=PIXELS, **locales))
    return str(vl_convert.vegalite_to_svg(text, **locales)).encode()


def _refuse_after_fork() -> None:
    if not _drawn_by:
        _drawn_by.append(os.getpid())
    if _drawn_by[0] != os.getpid():
        raise RuntimeError("charts cannot be drawn in a process forked from one that drew some")
