"""From three templates to the words of one mail."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from pompey_ite.outbox.links import EXAMPLE, preferences_url
from pompey_ite.outbox.words import one_line, unlinked, unlinked_html

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
