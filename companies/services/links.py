"""Personal links: issue, open, revoke.

A token is 256 bits: an HMAC of the link's random nonce under the installation's secret. The row
keeps the nonce and the SHA-256 of the token, so that a copy of the database opens nothing, and a
reminder can still carry the same link as the invitation.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import datetime

from django.db import transaction

from companies.models import Contact, PersonalLink
from pompey_ite.journal.models import Act
from pompey_ite.journal.noting import note
from pompey_ite.secret_key import secret_keys


def token_of(link: PersonalLink) -> str:
    """Return the secret part of the link's address: 43 characters, 256 bits.

    It is made with the key the link was issued under: after a change of the secret a reminder
    still carries the link of the invitation, while the old key is a fallback.
    """
    tokens = [_token(link.nonce, key) for key in secret_keys()]
    issued = (token for token in tokens if hash_of(token) == link.token_hash)
    return next(issued, tokens[0])


def _token(nonce: str, key: str) -> str:
    digest = hmac.new(key.encode(), b"personal-link:" + nonce.encode(), hashlib.sha256)
    return urlsafe_b64encode(digest.digest()).rstrip(b"=").decode()


def can_be_carried(link: PersonalLink) -> bool:
    """Return whether a mail can carry this link once more: the key it was made with is not gone."""
    return hash_of(token_of(link)) == link.token_hash


def hash_of(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def issue_link(
    *, contact: Contact, purpose: str, now: datetime, expires_at: datetime
) -> PersonalLink:
    """Return a new link of `contact` for `purpose`; the one it had before stops working.

    expires_at: instant from which the link opens nothing, later than `now`.
    """
    alive = PersonalLink.objects.filter(contact=contact, purpose=purpose, revoked_at=None)
    replaced = alive.update(revoked_at=now)
    link = _new_links([contact], purpose, now, expires_at)[0]
    act = Act.LINK_REISSUED if replaced else Act.LINK_ISSUED
    note(act, about=link, contact=contact.pk, purpose=purpose)
    return link


@transaction.atomic
def issue_links(
    *, contacts: list[Contact], purpose: str, now: datetime, expires_at: datetime
) -> list[PersonalLink]:
    """Return first links for contacts that have none for `purpose`, written in one query."""
    links = _new_links(contacts, purpose, now, expires_at)
    note(Act.LINK_ISSUED, purpose=purpose, count=len(links))
    return links


def _new_links(
    contacts: list[Contact], purpose: str, now: datetime, expires_at: datetime
) -> list[PersonalLink]:
    links = []
    for contact in contacts:
        link = PersonalLink(
            contact=contact,
            purpose=purpose,
            nonce=secrets.token_urlsafe(32),
            issued_at=now,
            expires_at=expires_at,
        )
        link.token_hash = hash_of(token_of(link))
        links.append(link)
    return PersonalLink.objects.bulk_create(links)


def open_link(*, token: str, now: datetime) -> PersonalLink | None:
    """Return the usable link of this token, or None: unknown, expired and revoked look the same."""
    rows = PersonalLink.objects.usable(now).select_related("contact__company")
    return rows.filter(token_hash=hash_of(token)).first()


@transaction.atomic
def revoke_link(*, link: PersonalLink, now: datetime) -> None:
    """Make the link open nothing from now on."""
    if PersonalLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now):
        note(Act.LINK_REVOKED, about=link, contact=link.contact_id, purpose=link.purpose)
