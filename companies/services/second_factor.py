"""The second factor of a staff account: an app that shows codes, and codes kept for its loss."""

import secrets
from base64 import b32encode
from collections.abc import Sequence
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp import devices_for_user
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from companies.models import User
from pompey_ite.journal.models import Act
from pompey_ite.journal.noting import account, note
from pompey_ite.secret_key import secret_keys

RECOVERY_CODES = 10
# 80 bits, as four groups of four letters and digits that cannot be taken for each other.
RECOVERY_BYTES = 10
APP_CODE_DIGITS = 6
KEPT_LENGTH = 16  # what django-otp has room for: 64 bits of a keyed hash


class CodeRefused(Exception):
    """The code is wrong, was used before, or came too soon after wrong ones."""


def has_one(user: User) -> bool:
    """Return whether this account has a second factor, which signing in then asks for."""
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def is_missing(user: User) -> bool:
    """Return whether this site asks everybody for a second factor and this account has none."""
    return settings.REQUIRE_SECOND_FACTOR and not has_one(user)


def new_key() -> str:
    """Return a new shared secret of 160 bits, in hexadecimal."""
    return secrets.token_hex(20)


def app_address(user: User, key: str, *, issuer: str) -> str:
    """Return the otpauth:// address that an app reads from the QR code."""
    device = TOTPDevice(user=user, key=key)
    return f"{device.config_url}&issuer={quote(issuer.replace(':', ''))}"


def typed_key(key: str) -> str:
    """Return the secret as one types it into an app: base 32, in groups of four."""
    return grouped(b32encode(bytes.fromhex(key)).decode())


def grouped(code: str) -> str:
    """Return a code in groups of four, as people read it."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def codes_left(user: User) -> int:
    """Return how many recovery codes are not used yet."""
    return int(StaticToken.objects.filter(device__user=user).count())


@transaction.atomic
def set_up(user: User, *, key: str, code: str) -> tuple[Device, Sequence[str]]:
    """Make the app with this key the second factor; return it, and the recovery codes.

    The codes are shown once: only their hashes are kept. Raises CodeRefused when the app shows
    another code, so that nobody is shut out by an app that was never set up.
    """
    device = TOTPDevice(user=user, key=key, name="app", confirmed=True)
    device.save()
    if not device.verify_token(_digits(code)):
        raise CodeRefused
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    note(Act.FACTOR_SET, about=user, by=account(user))
    return device, _new_recovery_codes(user)


def check(user: User, code: str) -> Device:
    """Return the second factor that this code proves, a code of the app or a recovery code.

    A code counts once. Raises CodeRefused; after each wrong code the wait doubles, for this
    account only and only for those who know its password.
    """
    is_of_app = len(_digits(code)) == APP_CODE_DIGITS and _plain(code).isdigit()
    typed = _digits(code) if is_of_app else _kept_of(user, _plain(code))
    with transaction.atomic():
        for device in devices_for_user(user, for_verify=True):
            is_for_it = isinstance(device, TOTPDevice) is is_of_app
            if is_for_it and device.verify_token(typed):
                act = Act.FACTOR_USED if is_of_app else Act.RECOVERY_USED
                note(act, about=user, by=account(user))
                return device
    note(Act.FACTOR_FAILED, about=user, by=account(user))
    raise CodeRefused


def renew_recovery_codes(user: User, *, code: str) -> Sequence[str]:
    """Replace the recovery codes; return the new ones. Raises CodeRefused."""
    check(user, code)  # in a transaction of its own: a wrong code counts
    note(Act.RECOVERY_RENEWED, about=user)
    return _new_recovery_codes(user)


def remove(user: User, *, code: str) -> None:
    """Take the second factor away. Raises CodeRefused."""
    check(user, code)
    forget(user)


@transaction.atomic
def forget(user: User) -> None:
    """Take the second factor of somebody away who lost the phone and the codes."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    note(Act.FACTOR_REMOVED, about=user)


@transaction.atomic
def _new_recovery_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery codes")
    codes = [b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=_kept(code, settings.SECRET_KEY)) for code in codes
    )
    return [grouped(code) for code in codes]


def _kept_of(user: User, code: str) -> str:
    """Return what is kept of a typed code: by the secret of today, or of when it was handed out.

    Only one is asked for: each wrong one would make the account wait longer.
    """
    kept = [_kept(code, secret) for secret in secret_keys()]
    codes = StaticToken.objects.filter(device__user=user, token__in=kept)
    return codes.values_list("token", flat=True).first() or kept[0]


def _kept(code: str, secret: str) -> str:
    """Return what the database keeps of a recovery code: who reads it cannot come in with it."""
    salt = "pompey_ite.recovery-code"
    return salted_hmac(salt, code, secret=secret, algorithm="sha256").hexdigest()[:KEPT_LENGTH]


def _plain(code: str) -> str:
    return "".join(code.split()).upper().replace("-", "")


def _digits(code: str) -> str:
    return "".join(character for character in code if character.isdigit() and character.isascii())
