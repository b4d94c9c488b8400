"""An understood declaration as one line of text, to be kept and read again later."""

import json
from decimal import Decimal
from typing import Any

from .parse import ALL_MONTHS, Parsed
from .quantities import Quantity
from .records import Direction, Family

# What changes when the rules of parsing do: rows of an older version are parsed again.
ENGINE_VERSION = "3"

_SETS = ("accepts", "refuses", "refused_words", "states", "sizes", "grades")
_TEXTS = ("quantity_text", "hazard")


def to_line(parsed: Parsed) -> str:
    """Return all of `parsed` but what is as usual, as JSON; equal declarations give equal lines."""
    values: dict[str, Any] = {
        "ref": parsed.ref,
        "company": parsed.company,
        "direction": parsed.direction.value,
        "family": parsed.family.value,
        "heads": list(parsed.heads),
        "is_certain": parsed.is_certain,
        "words": list(parsed.words),
    }
    values.update((name, sorted(found)) for name in _SETS if (found := getattr(parsed, name)))
    values.update((name, text) for name in _TEXTS if (text := getattr(parsed, name)))
    if parsed.temperature_c:
        values["temperature_c"] = list(parsed.temperature_c)
    if parsed.quantity:
        values["quantity"] = _quantity_values(parsed.quantity)
    if parsed.months != ALL_MONTHS:
        values["months"] = parsed.months
    if parsed.latitude is not None and parsed.longitude is not None:
        values["place"] = [parsed.latitude, parsed.longitude]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def from_line(line: str) -> Parsed:
    """Return the declaration a line of `to_line` stands for."""
    values = json.loads(line)
    latitude, longitude = values.get("place", (None, None))
    degrees, amount = values.get("temperature_c"), values.get("quantity")
    sets: dict[str, Any] = {name: frozenset(values[name]) for name in _SETS if name in values}
    texts: dict[str, Any] = {name: values[name] for name in _TEXTS if name in values}
    return Parsed(
        ref=values["ref"],
        company=values["company"],
        direction=_DIRECTIONS[values["direction"]],
        family=_FAMILIES[values["family"]],
        heads=tuple(values["heads"]),
        is_certain=values["is_certain"],
        words=tuple(values["words"]),
        temperature_c=(degrees[0], degrees[1]) if degrees else None,
        quantity=_quantity(amount) if amount else None,
        months=values.get("months", ALL_MONTHS),
        latitude=latitude,
        longitude=longitude,
        **sets,
        **texts,
    )


_DIRECTIONS = {direction.value: direction for direction in Direction}
_FAMILIES = {family.value: family for family in Family}


def _quantity_values(quantity: Quantity) -> list[Any]:
    ends = [str(quantity.low), str(quantity.high)]
    return [*ends, quantity.unit, quantity.is_annual, quantity.is_approximate]


def _quantity(values: list[Any]) -> Quantity:
    low, high, unit, is_annual, is_approximate = values
    return Quantity(Decimal(low), Decimal(high), unit, is_annual, is_approximate)
