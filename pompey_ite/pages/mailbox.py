"""The mail-box of the demo: what the companies and the project manager would receive."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from csp.decorators import csp
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin

NAME = re.compile(r"^\d{8}-\d{6}-[0-9a-f]{16}$")


@dataclass(frozen=True)
class KeptMail:
    """A message of the mail-box, read from its file."""

    name: str
    subject: str
    sender: str
    recipient: str
    date: datetime
    message: EmailMessage

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        return body.get_content() if body else ""

    @property
    def html(self) -> str:
        """The HTML body; pictures inside the mail become data: addresses."""
        body = self.message.get_body(("html",))
        source = body.get_content() if body else ""
        for part in self.message.iter_attachments():
            if content_id := str(part["Content-ID"] or "").strip("<>"):
                encoded = "".join(str(part.get_payload()).split())
                address = f"data:{part.get_content_type()};base64,{encoded}"
                source = source.replace(f"cid:{content_id}", address)
        return source


def _read(path: Path) -> KeptMail:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    return KeptMail(
        name=path.stem,
        subject=str(message["Subject"]).strip(),  # a folded header begins with a space
        sender=str(message["From"]),
        recipient=str(message["To"]),
        date=message["Date"].datetime,
        message=message,
    )


def _kept(name: str) -> KeptMail:
    path = settings.MAILBOX_DIR / f"{name}.eml"
    if not settings.IS_DEMO or not NAME.match(name) or not path.exists():
        raise Http404
    return _read(path)


@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    """List the kept mails, newest first."""
    if not settings.IS_DEMO:
        raise Http404
    paths = sorted(settings.MAILBOX_DIR.glob("*.eml"), reverse=True)
    return render(request, "pages/mailbox.html", {"mails": [_read(path) for path in paths[:200]]})


@login_not_required
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """Show one mail: its HTML in a frame, its text beside it."""
    return render(request, "pages/mailbox_mail.html", {"mail": _kept(name)})


@login_not_required
@xframe_options_sameorigin
@csp(
    {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],  # mails carry their style with them; nothing else runs
        "img-src": ["data:"],
        "frame-ancestors": ["'self'"],
        "sandbox": ["allow-popups"],
    }
)
def html(request: HttpRequest, name: str = "") -> HttpResponse:
    """Answer the HTML of one mail as a mail reader would show it: no script, no other host."""
    return HttpResponse(_kept(name).html)
