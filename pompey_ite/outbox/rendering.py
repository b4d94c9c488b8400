"""From three templates to the words of one mail."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from pompey_ite.outbox.links import EXAMPLE, preferences_url
from pompey_ite.outbox.words import one_line, unlinked, unlinked_html

# U+FDD0 and U+FDD1 are no characters: no text that somebody wrote holds them.
GAP = re.compile("\ufdd0(\\w+)\ufdd1")

_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)


@dataclass(frozen=True)
class Attachment:
    """A file that travels with a mail; with a content_id it is a picture inside the HTML."""

    name: str
    content_type: str
    content: bytes
    content_id: str = ""


@dataclass(frozen=True)
class Draft:
    """What a mail says, before anybody decides when it leaves."""

    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = field(default=())


def render_mail(
    name: str,
    context: Mapping[str, Any],
    *,
    language: str,
    attachments: tuple[Attachment, ...] = (),
) -> Draft:
    """Return the mail `emails/<name>_{subject.txt,body.txt,body.html}` in a language.

    Building never sends: a preview and a test cost nothing. The subject is one line, and starts
    with EMAIL_SUBJECT_TAG outside production. Words of people never become a link. The page of
    preferences is an example; `queue_mail` makes it that of the recipient.
    """
    values = {**context, "preferences_url": preferences_url(EXAMPLE), "LANGUAGE_CODE": language}
    contact = getattr(context.get("initiative"), "contact_email", "")
    with translation.override(language):
        subject = one_line(render_to_string(f"emails/{name}_subject.txt", values))
        text = render_to_string(f"emails/{name}_body.txt", values).strip()
        stop = _("What we write to you, and how to stop it:")
        html = render_to_string(f"emails/{name}_body.html", values)
    return Draft(
        f"{settings.EMAIL_SUBJECT_TAG}{subject}",
        unlinked(f"{text}\n{stop} {values['preferences_url']}\n", addresses=[contact]),
        _inliner.inline(unlinked_html(html, addresses=[contact])),
        attachments,
    )


def gap(name: str) -> str:
    """Return what stands in a draft for words that differ by recipient; see `filled`."""
    return f"\ufdd0{name}\ufdd1"


def filled(draft: Draft, words: Mapping[str, str]) -> Draft:
    """Return the draft with its gaps filled: rendering once serves every recipient.

    words: of people, by the name of the gap; they are escaped, and never become a link.
    """
    in_text = {name: _unlinked_word(word) for name, word in words.items()}
    in_html = {name: escape(word) for name, word in in_text.items()}
    return Draft(
        draft.subject,
        GAP.sub(lambda found: in_text[found[1]], draft.text),
        GAP.sub(lambda found: in_html[found[1]], draft.html),
        draft.attachments,
    )


def _unlinked_word(word: str) -> str:
    """Break what could become a link in words that stand after a quotation mark or a space."""
    return unlinked(f"”{word}")[1:]
