"""The mails about what we keep of a contact: builders that return a draft and never send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.models import Contact
from pompey_ite.outbox.kinds import MailKind, register
from pompey_ite.outbox.rendering import Draft, render_mail

ADDRESS_CHECK, ADDRESS_CHANGED = "address_check", "address_changed"
ERASURE_DONE, ERASURE_REFUSED = "erasure_done", "erasure_refused"


def register_kinds() -> None:
    """Tell the outbox of our mails: each follows an act of the contact, none can be stopped."""
    register(MailKind(ADDRESS_CHECK, gettext_lazy("Check of a new address"), is_urgent=True))
    register(MailKind(ADDRESS_CHANGED, gettext_lazy("Change of an address"), is_urgent=True))
    register(MailKind(ERASURE_DONE, gettext_lazy("A person is erased"), is_urgent=True))
    register(MailKind(ERASURE_REFUSED, gettext_lazy("A person is not erased"), is_urgent=True))


@dataclass(frozen=True)
class Words:
    """What one of these mails says, in the language of its reader; `after` stands below a button.

    The first of the lines is also what a mail program shows beside the subject.
    """

    heading: str
    lines: Sequence[str]
    after: str = ""
    url: str = ""
    button: str = ""


def address_check_draft(contact: Contact, *, email: str, token: str) -> Draft:
    """Return what asks the reader of a new address to confirm it; nothing changes before."""
    path = reverse("synergies:space_address", args=[token])
    with translation.override(contact.language):
        words = Words(
            _("Confirm your new address"),
            [
                _("You asked that we write to this address from now on: %(email)s.")
                % {"email": email},
                _("One press confirms it. Nothing changes before, and the link lives a week."),
            ],
            after=_("It was not you? Do nothing: nothing changes."),
            url=f"{settings.SITE_URL}{path}",
            button=_("Confirm the address"),
        )
        return _draft(contact, words)


def address_changed_draft(contact: Contact, *, email: str) -> Draft:
    """Return what tells the reader of the former address that it is no longer used."""
    with translation.override(contact.language):
        words = Words(
            _("Your address has changed"),
            [
                _("From now on we write to %(email)s, as was asked in your space.")
                % {"email": email}
            ],
            after=_("It was not you? Answer this mail: we put it right."),
        )
        return _draft(contact, words)


def erasure_done_draft(contact: Contact) -> Draft:
    """Return the last mail to a person; made while the name is still known."""
    with translation.override(contact.language):
        words = Words(
            _("You are erased from our files"),
            [
                _("As you asked, your name, function, address and phone are erased for good."),
                _("Votes and answers of %(company)s stay, of a “former contact” without name.")
                % {"company": contact.company},
                _("This is our last mail: it is erased as well once it has left."),
            ],
        )
        return _draft(contact, words)


def erasure_refused_draft(contact: Contact, *, reason: str) -> Draft:
    """Return the answer to a person that is not erased, and where to complain."""
    with translation.override(contact.language):
        words = Words(
            _("Your request to be erased"),
            [
                _("We cannot erase you from our files for now. The reason: %(reason)s")
                % {"reason": reason},
                _("Not content with it? Answer this mail, or complain to the CNIL (cnil.fr)."),
            ],
        )
        return _draft(contact, words)


def _draft(contact: Contact, words: Words) -> Draft:
    context = {
        "contact": str(contact),
        "words": words,
        "url": words.url,
        "button": words.button,
        "initiative": contact.company.initiative,
    }
    return render_mail("contact_notice", context, language=contact.language)
