"""Frozen dataclasses to JSON and back, so that a report of the archive stays readable."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from django.core.serializers.json import DjangoJSONEncoder

T = TypeVar("T")


def to_json(value: Any) -> dict[str, Any]:
    """Return a dataclass as plain lists, texts and numbers: dates and decimals as texts."""
    data: dict[str, Any] = json.loads(json.dumps(asdict(value), cls=DjangoJSONEncoder))
    return data


def from_json(kind: type[T], data: dict[str, Any]) -> T:
    """Return the dataclass that `to_json` wrote.

    A field that an older program did not know keeps its default; one that is no longer known is
    passed over.
    """
    hints = get_type_hints(kind)
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]
    return kind(**{key: _read(hints[key], value) for key, value in data.items() if key in known})


def _read(hint: Any, value: Any) -> Any:
    if get_origin(hint) is UnionType:
        hint = next(part for part in get_args(hint) if part is not type(None))
        return None if value is None else _read(hint, value)
    if get_origin(hint) is list:
        return [_read(get_args(hint)[0], item) for item in value]
    if hint is date:
        return date.fromisoformat(value)
    if hint is Decimal:
        return Decimal(value)
    if hasattr(hint, "__dataclass_fields__"):
        return from_json(hint, value if isinstance(value, dict) else hint.from_text(value))
    return value
