"""Words of people inside a mail: they never become a link, and never hide what stands there.

HTML is escaped by the templates. Mail programs also turn plain words into links ("www.…",
"name.tld", "http:…"): an invisible U+2060 inside them stops that, and leaves them readable. Only
addresses of this site and the initiative's own mail address stay whole (docs/adr/0014).
"""

import re
from collections.abc import Collection

from django.conf import settings

WORD_JOINER = "\u2060"
SCHEMES = "https?|ftps?|file|javascript|vbscript|data|mailto|tel|sms|skype|whatsapp|callto"
LINKABLE = re.compile(
    rf"(?P<scheme>\b(?:{SCHEMES})(?=:))"
    r"|(?P<www>\bwww(?=\.))"
    r"|(?P<dot>(?<=[^\W_])\.(?=[^\W\d_]{2}))"
    r"|(?P<at>(?<=\S)@(?=\S))",
    re.IGNORECASE,
)
# Characters that reorder, hide or break a line: of no use in a mail, and a way to deceive.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff]"
)
SPACES = re.compile(r"[^\S\u00a0\u202f]+")  # those of French before “?” and “:” do not break
LINE_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
# Markup and style sheets are ours; what stands between them may hold words of people.
MARKUP = r"<style\b.*?</style>|<!--.*?-->|<(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>"
FLAGS = re.DOTALL | re.IGNORECASE


def visible(text: str) -> str:
    """Return the text without characters that hide or reorder, its line breaks as "\\n"."""
    return HIDDEN.sub("", LINE_BREAKS.sub("\n", text))


def one_line(text: str) -> str:
    """Return the text on one line, for a header: no line break can add another header.

    The no-break spaces of French stay.
    """
    return SPACES.sub(" ", visible(text)).strip()


def unlinked(text: str, *, addresses: Collection[str] = ()) -> str:
    """Return the text with nothing a mail program makes a link of, but this site and `addresses`.

    addresses: mail addresses that may stay links.
    """
    return _broken_outside(re.compile(f"({_ours(addresses)})"), text)


def unlinked_html(html: str, *, addresses: Collection[str] = ()) -> str:
    """Return the HTML with the words between its tags treated as by `unlinked`."""
    return _broken_outside(re.compile(f"({MARKUP}|{_ours(addresses)})", FLAGS), html)


def _ours(addresses: Collection[str]) -> str:
    """Return the pattern of the links that are ours."""
    site = rf"{re.escape(settings.SITE_URL)}(?:[/?#][^\s<>\"]*|(?![\w.@:-]))"
    mails = [rf"(?<![\w.+-]){re.escape(one)}(?![\w@-]|\.\w)" for one in addresses if one]
    return "|".join([site, *mails])


def _broken_outside(kept: re.Pattern[str], text: str) -> str:
    """Break what could become a link in the parts between what the one group of `kept` finds."""
    parts = kept.split(visible(text))
    parts[::2] = [
        LINKABLE.sub(lambda found: f"{found[0]}{WORD_JOINER}", part) for part in parts[::2]
    ]
    return "".join(parts)
