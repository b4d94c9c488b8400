"""Taking out of what people typed how a person is reached, and who the person is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from companies.models import Contact, User

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Ten digits in France, with its country's number or without; no part of a longer number.
PHONE = re.compile(
    r"(?<![\w+])(?:(?:\+|00)33\s?(?:\(0\)\s?)?|0)[1-9](?:[\s.\u00a0\u202f-]?\d\d){4}(?!\d)"
)
# A personal link ends in at least so many signs that nobody can guess.
LINK = re.compile(r"(?:https?://|/)\S*[\w-]{24,}\S*")
SHORTEST_NAME = 5  # letters of first and last name together; shorter ones are words as well


class Redaction:
    """Texts without addresses, phones, personal links, names of contacts and of the team."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """names: first and last names of the people who must not be named."""
        both = sorted(
            f"{re.escape(first)}\\s+{re.escape(last)}"
            for first, last in names
            if first and last and len(first) + len(last) >= SHORTEST_NAME
        )
        self._names = re.compile(rf"\b(?:{'|'.join(both)})\b", re.IGNORECASE) if both else None

    @classmethod
    def of_everybody(cls) -> Redaction:
        """Return the redaction that knows every contact and every account."""
        contacts = Contact.objects.values_list("first_name", "last_name")
        users = User.objects.values_list("first_name", "last_name")
        return cls([*contacts, *users])

    def __call__(self, text: str) -> str:
        """Return the text with what was taken out said in its place."""
        text = MAIL.sub(_("[address taken out]"), text)
        text = LINK.sub(_("[link taken out]"), text)
        text = PHONE.sub(_("[phone number taken out]"), text)
        return self._names.sub(_("[name taken out]"), text) if self._names else text
