"""Room mode: one QR code and one short code per company, for one day.

The token is 256 bits, the code 40: both are HMACs of the row's nonce under the installation's
secret, and only their keyed hashes are stored. A copy of the database opens nothing, not even by
trying all codes, and the sheet for the tables can be printed again.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO

import segno
from django.db import transaction
from django.utils.translation import gettext as _

from pompey_ite.outbox.calendar import local_day
from pompey_ite.secret_key import secret_keys
from synergies.models import Ballot, RoomAccess, Round, TableAccess
from synergies.services.ballots import RECEIPT_SYMBOLS
from synergies.services.rounds import RoundRefused

CODE_LENGTH = 8
QUIET_MODULES = 4  # the white border that ISO/IEC 18004 wants around a QR code


def room_token(access: RoomAccess | TableAccess) -> str:
    """Return the secret part of the QR code's address: 43 characters, 256 bits."""
    return _token(access.nonce, _key_of(access))


def room_code(access: RoomAccess | TableAccess) -> str:
    """Return the code of the table, such as 7K3F-92QD."""
    symbols = "".join(
        RECEIPT_SYMBOLS[byte % len(RECEIPT_SYMBOLS)]
        for byte in _keyed(b"room-code:", access.nonce, _key_of(access))[:CODE_LENGTH]
    )
    return f"{symbols[:4]}-{symbols[4:]}"


def typed_code(words: str) -> str:
    """Return a code as it was meant: without spaces and dashes, in capitals."""
    return "".join(symbol for symbol in words.upper() if symbol.isalnum())


def token_hash_of(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def code_hash_of(code: str, day: date) -> str:
    """Return what the database keeps of a code: 40 bits need a secret, or all could be tried."""
    return code_hashes_of(code, day)[0]


def code_hashes_of(code: str, day: date) -> list[str]:
    """Return what the database may keep of a code: under the secret, and under those of before."""
    text = f"{day:%Y-%m-%d}:{typed_code(code)}"
    return [_keyed(b"room-code-hash:", text, key).hex() for key in secret_keys()]


def _key_of(access: RoomAccess | TableAccess) -> str:
    """Return the key the access was made with; today's when it is new, or when its key is gone."""
    keys = secret_keys()
    made = (key for key in keys if token_hash_of(_token(access.nonce, key)) == access.token_hash)
    return next(made, keys[0])


def _token(nonce: str, key: str) -> str:
    return base64.urlsafe_b64encode(_keyed(b"room-token:", nonce, key)).rstrip(b"=").decode()


def _keyed(use: bytes, text: str, key: str) -> bytes:
    return hmac.new(key.encode(), use + text.encode(), hashlib.sha256).digest()


@transaction.atomic
def issue_room(*, round_: Round, day: date, now: datetime, renew: bool = False) -> int:
    """Return how many companies got a QR code and a short code for `day`; those that have, keep.

    renew: the codes given out for the day stop working and all companies get new ones.
    Raises RoundRefused for a day that is over, or on which the round takes no answers.
    """
    _check_day(round_, day, now)
    ballots = list(Ballot.objects.select_for_update().filter(round=round_).order_by("pk"))
    alive = RoomAccess.objects.usable_on(day).filter(ballot__in=ballots)
    if renew:
        alive.update(revoked_at=now)
    served = set(alive.values_list("ballot", flat=True))
    made = [_new_access(ballot, day, now) for ballot in ballots if ballot.pk not in served]
    return len(RoomAccess.objects.bulk_create(made))


def _check_day(round_: Round, day: date, now: datetime) -> None:
    if round_.state_at(now) not in {Round.State.PLANNED, Round.State.OPEN}:
        raise RoundRefused(_("This round takes no answers now."))
    first = max(local_day(now), local_day(round_.opens_at))
    if not first <= day <= local_day(round_.closes_at):
        raise RoundRefused(_("Choose a day on which the round is open."))


def _new_access(ballot: Ballot, day: date, now: datetime) -> RoomAccess:
    access = RoomAccess(ballot=ballot, valid_on=day, nonce=secrets.token_urlsafe(32), issued_at=now)
    access.token_hash = token_hash_of(room_token(access))
    access.code_hash = code_hash_of(room_code(access), day)
    return access


def room_by_token(*, token: str, now: datetime) -> RoomAccess | None:
    """Return the access of a QR code on its day, or None: unknown, past, revoked look the same."""
    rows = RoomAccess.objects.usable_on(local_day(now)).select_related("ballot__company")
    return rows.filter(token_hash=token_hash_of(token)).first()


def room_by_code(*, code: str, now: datetime) -> RoomAccess | None:
    """Return the access of a typed code on its day, or None: all refusals look the same."""
    day = local_day(now)
    rows = RoomAccess.objects.usable_on(day).select_related("ballot__company")
    return rows.filter(code_hash__in=code_hashes_of(code, day)).first()


@dataclass(frozen=True)
class QrDrawing:
    """A QR code as the `d` of one SVG path, in modules; `size` includes the white border."""

    size: int
    path: str


def qr_drawing(text: str) -> QrDrawing:
    """Return the QR code of a text, to draw black on white."""
    code = segno.make(text, error="m", micro=False)
    path = StringIO()
    for y, row in enumerate(code.matrix, start=QUIET_MODULES):
        for x, is_dark in enumerate(row, start=QUIET_MODULES):
            if is_dark:
                path.write(f"M{x} {y}h1v1h-1z")
    return QrDrawing(len(code.matrix) + 2 * QUIET_MODULES, path.getvalue())
