"""Addresses the outbox gives away: the page of preferences, and where undelivered mail returns.

Each is signed. The token of preferences never expires and gives power over nothing else.
"""

import hmac
import re
from email.utils import parseaddr

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from pompey_ite.outbox.models import Mail
from pompey_ite.secret_key import secret_keys

EXAMPLE = "exemple"  # stands in previews where the token will
SIGNATURE_LENGTH = 20  # 80 bits of hexadecimal digits: the local part has room for 64 characters
RETURNED = re.compile(rf"\+(\d{{1,19}})-([0-9a-f]{{{SIGNATURE_LENGTH}}})@", re.IGNORECASE)


def _signer() -> Signer:
    return Signer(sep=".", salt="outbox.preferences")


def preferences_token(address: str) -> str:
    """Return what opens the preferences of an address, and of no other."""
    return str(_signer().sign_object(address.lower()))


def address_of_token(token: str) -> str | None:
    """Return the address whose preferences a token opens, or None when we did not sign it."""
    try:
        address = _signer().unsign_object(token)
    except (BadSignature, ValueError):  # ValueError: signed by nobody, and not even base64
        return None
    return address if isinstance(address, str) else None


def preferences_url(token: str) -> str:
    """Return the address of a page of preferences, with the host."""
    return f"{settings.SITE_URL}{reverse('outbox:preferences', args=[token])}"


def stop_url(token: str, group: str) -> str:
    """Return the address that stops a group of mails by one POST (RFC 8058), with the host."""
    return f"{settings.SITE_URL}{reverse('outbox:stop', args=[token, group])}"


def personal(text: str, address: str) -> str:
    """Return the text with the example of a page of preferences replaced by that of `address`."""
    return text.replace(preferences_url(EXAMPLE), preferences_url(preferences_token(address)))


def return_address(mail: Mail) -> str:
    """Return the envelope sender of a mail; it names the mail, so that what returns is known.

    Empty when MAIL_RETURN_ADDRESS is: undelivered mail then goes to the sender people see.
    """
    local, _at, domain = settings.MAIL_RETURN_ADDRESS.partition("@")
    return (
        f"{local}+{mail.pk}-{_signature(mail.pk, settings.SECRET_KEY)}@{domain}" if domain else ""
    )


def returned_mail_pk(text: str) -> int | None:
    """Return the key of the mail that a return address of ours in the text names, or None."""
    for found in RETURNED.finditer(text):
        pk = int(found[1])
        signed = [_signature(pk, key) for key in secret_keys()]
        if any(hmac.compare_digest(one, found[2].lower()) for one in signed):
            return pk
    return None


def _signature(pk: int, secret: str) -> str:
    key = f"outbox.return:{secret}".encode()
    return hmac.new(key, str(pk).encode(), "sha256").hexdigest()[:SIGNATURE_LENGTH]


def domain_of_sender() -> str:
    """Return the domain mails come from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
