"""The mail after a workshop: builders that return a draft and never send."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from companies.models import Company, Contact
from pompey_ite.outbox.models import Mail
from pompey_ite.outbox.rendering import Attachment, Draft, render_mail
from pompey_ite.spreadsheets import CONTENT_TYPE, ReadMe, write_workbook
from synergies.exports import participants_sheet
from synergies.models import Synergy, Workshop

THANKS = "workshop_thanks"
BUTTON = gettext_lazy("Open the space of your company")
LISTED = 12  # synergies in the mail; the workbook holds all


@dataclass(frozen=True)
class ThanksFacts:
    """What the mail says to one company: its synergies, and how many the day brought in all."""

    workshop: Workshop
    company: Company
    total: int
    synergies: list[Synergy] = field(default_factory=list)

    @property
    def listed(self) -> list[tuple[Synergy, str]]:
        """The first synergies, each with the names of the other companies."""
        return [(one, self._partners(one)) for one in self.synergies[:LISTED]]

    @property
    def more(self) -> int:
        return max(len(self.synergies) - LISTED, 0)

    def _partners(self, synergy: Synergy) -> str:
        others = [p.company.name for p in synergy.parties.all() if p.company_id != self.company.pk]
        return ", ".join(others)


def thanks_draft(
    facts: ThanksFacts, *, contact: Contact, token: str, workbook: Attachment | None = None
) -> Draft:
    """Return the thanks for one contact, in the contact's language.

    token: the secret part of the personal link to the space; workbook: see `workbook_of`.
    """
    context = {
        "facts": facts,
        "workshop": facts.workshop,
        "company": facts.company,
        "contact": contact,
        "initiative": facts.workshop.initiative,
        "url": f"{settings.SITE_URL}{reverse('synergies:space', args=[token])}",
        "button": BUTTON,
    }
    attachments = (workbook,) if workbook else ()
    return render_mail(THANKS, context, language=contact.language, attachments=attachments)


def read_me_of(workshop: Workshop) -> ReadMe:
    """Return what stands on the explaining sheet of a workshop's workbooks."""
    remark = _("An apostrophe before = + - @ keeps a text from being taken for a formula.")
    source = _("The workbench of the initiative, on the day of this file.")
    return ReadMe(workshop.title, source, [remark])


def workbook_of(workshop: Workshop, language: str) -> Attachment:
    """Return the workbook for everybody who took part, in a language."""
    target = io.BytesIO()
    with override(language):
        write_workbook(target, [participants_sheet(workshop)], read_me_of(workshop))
    name = f"{slugify(workshop.title) or 'workshop'}.xlsx"
    return Attachment(name, CONTENT_TYPE, target.getvalue())


def needless_thanks(mails: Sequence[Mail], now: datetime) -> Mapping[int, str]:
    """Return by key why thanks must no longer leave: the person or the company is gone."""
    addresses = {mail.recipient for mail in mails}
    contacts = Contact.objects.active().filter(company__left_on=None).exclude(email="")
    people = {email.lower() for email in contacts.values_list("email", flat=True)}
    gone = addresses - people
    return {
        mail.pk: _("no longer a contact of the company") for mail in mails if mail.recipient in gone
    }
