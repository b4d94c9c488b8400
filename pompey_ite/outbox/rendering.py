"""From three templates to the words of one mail."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

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
    with EMAIL_SUBJECT_TAG outside production.
    """
    values = dict(context)
    with translation.override(language):
        values["LANGUAGE_CODE"] = language
        subject = " ".join(render_to_string(f"emails/{name}_subject.txt", values).split())
        text = render_to_string(f"emails/{name}_body.txt", values).strip() + "\n"
        html = _inliner.inline(render_to_string(f"emails/{name}_body.html", values))
    return Draft(f"{settings.EMAIL_SUBJECT_TAG}{subject}", text, html, attachments)
