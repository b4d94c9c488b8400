"""The bytes written by hand say what the library's say."""

from collections.abc import Mapping
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import BadHeaderError

from pompey_ite.outbox.wire import File, OutboxMessage

PICTURE: File = ("charts.png", "image/png", b"\x89PNG\r\n\x1a\n" * 40, "chart")
PAPER: File = ("Récapitulatif été.pdf", "application/pdf", b"%PDF-1.7\n" + bytes(range(256)), "")
HTML = "<p>Bonjour É&nbsp;!</p>\n<img src='cid:chart' alt=''>"
CASES = [
    {"subject": "Report", "body": "Hello\n", "html": "", "files": ()},
    {"subject": "Rapport de décembre", "body": "À lire\r\nici\rlà\n\n", "html": HTML, "files": ()},
    {"subject": "é" * 240, "body": "x" * 1200, "html": HTML + "y" * 5000, "files": (PICTURE,)},
    {"subject": "a word " * 35, "body": ".\n.\n..\n", "html": HTML, "files": (PICTURE, PAPER)},
    {"subject": "=?utf-8?q?no?=", "body": "Hello", "html": "", "files": (PAPER,)},
]
PEOPLE = [
    "alix@example.org",
    "Alix Épée <alix@example.org>",
    '"Épée, Alix (Atelier «\u202f42\u202f»)" <alix@société.example>',
    "=?utf-8?b?w4lww6ll?= <alix@example.org>",
    f"{'Très longue raison sociale ' * 7} <alix@example.org>",
]


def written(
    case: Mapping[str, object], to: str, kind: type[EmailMultiAlternatives]
) -> EmailMessage:
    headers = {
        "From": "Pompey ITE <no-reply@pompey.example>",
        "Message-ID": "<0123456789@pompey.example>",
        "Date": "Mon, 01 Jul 2019 08:00:00 +0000",
        "List-Unsubscribe": f"<https://pompey.example/{'t' * 150}>",
    }
    message = kind(str(case["subject"]), str(case["body"]), "bounce@x.example", [to])
    message.extra_headers = headers
    if case["html"]:
        message.attach_alternative(str(case["html"]), "text/html")
    files: tuple[File, ...] = case["files"]  # type: ignore[assignment]
    if isinstance(message, OutboxMessage):
        message.files = files
    else:
        for name, content_type, content, _content_id in files:
            message.attach(name, content, content_type)
    content = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # as Django calls it
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    parsed = message_from_bytes(content, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def said(message: EmailMessage) -> list[object]:
    """Return everything a reader's program finds in a message."""
    names = ("Subject", "From", "To", "Message-ID", "Date", "List-Unsubscribe", "MIME-Version")
    parts = [
        (part.get_content_type(), part.get_filename(), part.get_content())
        for part in message.walk()
        if not part.is_multipart()
    ]
    shape = [part.get_content_type() for part in message.walk()]
    return [shape, *((name, str(message[name]).strip()) for name in names), *map(_as_read, parts)]


def _as_read(part: tuple[str, str | None, object]) -> object:
    """Return a part with one kind of line break, as programs show it."""
    kind, name, content = part
    if not isinstance(content, str):
        return part if kind != "image/png" else (kind, content)
    return kind, name, "\n".join(content.splitlines()).rstrip("\n")


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
@pytest.mark.parametrize("to", PEOPLE)
def test_it_says_what_the_library_says(case, to):
    ours = said(written(case, to, OutboxMessage))
    assert ours == said(written(case, to, EmailMultiAlternatives))


@pytest.mark.parametrize("place", ["subject", "to", "header"])
def test_a_line_break_in_a_header_is_refused(place):
    evil = "one\r\nBcc: all@example.org"
    message = OutboxMessage("Report", "Hello", "a@example.org", ["b@example.org"])
    if place == "subject":
        message.subject = evil
    elif place == "to":
        message.to = [f"{evil} <b@example.org>"]
    else:
        message.extra_headers["Content-Language"] = evil

    with pytest.raises(BadHeaderError):
        message.message()


def test_a_picture_keeps_the_name_by_which_the_html_shows_it():
    case = {"subject": "Report", "body": "Hello", "html": HTML, "files": (PICTURE,)}

    (picture,) = [
        part
        for part in written(case, PEOPLE[0], OutboxMessage).walk()
        if part.get_content_type() == "image/png"
    ]

    assert picture["Content-ID"] == "<chart>"
    assert picture.get_content_disposition() == "inline"
