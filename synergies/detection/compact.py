"""An understood declaration as one line of text, to be kept and read again later."""

import json
from decimal import Decimal
from typing import Any

from .parse import Parsed
from .quantities import Quantity
from .records import Direction, Family

# What changes when the rules of parsing do: rows of an older version are parsed again.
ENGINE_VERSION = "4"

_DIRECTIONS = {direction.value: direction for direction in Direction}
_FAMILIES = {family.value: family for family in Family}


def to_line(parsed: Parsed) -> str:
    """Return all of `parsed` as a JSON array; equal declarations give equal lines.

    Bare values in a fixed order: thousands of lines are read for one page, and names would
    double the time.
    """
    values = [
        parsed.ref,
        parsed.company,
        parsed.direction.value,
        parsed.family.value,
        parsed.heads,
        parsed.is_certain,
        sorted(parsed.accepts),
        sorted(parsed.refuses),
        sorted(parsed.refused_words),
        parsed.words,
        sorted(parsed.states),
        sorted(parsed.sizes),
        sorted(parsed.grades),
        parsed.temperature_c,
        _quantity_values(parsed.quantity),
        parsed.quantity_text,
        parsed.months,
        parsed.hazard,
        parsed.latitude,
        parsed.longitude,
    ]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def from_line(line: str) -> Parsed:
    """Return the declaration a line of `to_line` stands for."""
    (
        ref,
        company,
        direction,
        family,
        heads,
        is_certain,
        accepts,
        refuses,
        refused_words,
        words,
        states,
        sizes,
        grades,
        temperature_c,
        quantity,
        *rest,
    ) = json.loads(line)
    return Parsed(
        ref,
        company,
        _DIRECTIONS[direction],
        _FAMILIES[family],
        tuple(heads),
        is_certain,
        frozenset(accepts),
        frozenset(refuses),
        frozenset(refused_words),
        tuple(words),
        frozenset(states),
        frozenset(sizes),
        frozenset(grades),
        (temperature_c[0], temperature_c[1]) if temperature_c else None,
        _quantity(quantity) if quantity else None,
        *rest,
    )


def _quantity_values(quantity: Quantity | None) -> list[Any] | None:
    if quantity is None:
        return None
    ends = [str(quantity.low), str(quantity.high)]
    return [*ends, quantity.unit, quantity.is_annual, quantity.is_approximate]


def _quantity(values: list[Any]) -> Quantity:
    low, high, unit, is_annual, is_approximate = values
    return Quantity(Decimal(low), Decimal(high), unit, is_annual, is_approximate)
