"""The mails about joining: builders that return a draft and never send."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from companies.models import JoinRequest
from pompey_ite.outbox.kinds import MailKind, register
from pompey_ite.outbox.rendering import Draft, render_mail

RECEIPT, WELCOME, NOTICE = "join_receipt", "join_welcome", "join_notice"
SAMPLE = "exemple"  # stands for the secret part: a preview may be projected


def register_kinds() -> None:
    """Tell the outbox of our mails: none can be stopped, each answers an act or is our own."""
    register(MailKind(RECEIPT, _("Receipt of a request to join"), is_urgent=True))
    register(MailKind(WELCOME, _("Welcome of a company")))
    register(MailKind(NOTICE, _("A company wants to join")))


def receipt_draft(asked: JoinRequest) -> Draft:
    """Return the receipt, in the language of the page; it holds no free text of the sender."""
    return render_mail(RECEIPT, _context(asked), language=asked.language)


def notice_draft(asked: JoinRequest) -> Draft:
    """Return what tells the team of a new request, with the way to its page."""
    url = f"{settings.SITE_URL}{asked.get_absolute_url()}"
    context = {**_context(asked), "url": url, "button": _("See the request")}
    return render_mail(NOTICE, context, language=settings.LANGUAGE_CODE)


def welcome_draft(asked: JoinRequest, *, token: str = SAMPLE) -> Draft:
    """Return the welcome with the link to the company's space.

    token: the secret part of the personal link; without it the mail is a sample.
    """
    url = f"{settings.SITE_URL}{reverse('synergies:space', args=[token])}"
    context = {**_context(asked), "url": url, "button": _("Open our space")}
    return render_mail(WELCOME, context, language=asked.language)


def _context(asked: JoinRequest) -> dict[str, object]:
    return {"asked": asked, "initiative": asked.initiative}
