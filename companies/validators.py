"""Official identifiers a company gives: SIRET and NAF code."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.fr import siret as siret_number

NAF_CODE = re.compile(r"^\d{2}\.\d{2}[A-Z]$")


def validate_siret(value: str) -> None:
    """Refuse a SIRET whose length or check digits are wrong (Luhn; La Poste has its own rule)."""
    if not siret_number.is_valid(value) or not value.isdigit() or value.strip("0") == "":
        raise ValidationError(_("“%(value)s” is not a SIRET."), params={"value": value})


def validate_naf(value: str) -> None:
    """Refuse a code that is not written like 25.62B."""
    if not NAF_CODE.match(value):
        raise ValidationError(
            _("“%(value)s” is not a NAF code; it reads like 25.62B."), params={"value": value}
        )
