"""A change in words: names of fields, values as people write them, never a number of a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

NOTHING = "–"
Names = Mapping[type[models.Model], Mapping[Any, str]]


def field_name(field: models.Field[Any, Any]) -> str:
    """Return the name of a field as it begins a line."""
    return str(capfirst(str(field.verbose_name)))


def names_of(wanted: Iterable[tuple[models.Field[Any, Any], Any]]) -> Names:
    """Return the names of the rows that values point at, in one query for each model."""
    keys: dict[type[models.Model], set[Any]] = defaultdict(set)
    for field, value in wanted:
        if field.is_relation and value is not None:
            keys[field.related_model].add(value)  # type: ignore[index]
    return {
        model: {pk: str(row) for pk, row in model._default_manager.in_bulk(pks).items()}
        for model, pks in keys.items()
    }


def value_text(field: models.Field[Any, Any], value: Any, names: Names) -> str:
    """Return a value as people write it; what a row was called when it is gone is not known."""
    if value is None or value == "":
        return NOTHING
    if field.is_relation:
        known = names.get(field.related_model, {})  # type: ignore[arg-type]
        return known.get(value, _("no longer there"))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, Decimal):
        return number_format(value.normalize() if value else 0, use_l10n=True)
    if isinstance(value, list):
        return ", ".join(map(_plain, value)) or NOTHING
    return str(value)


def reason_text(reason: str | None) -> str:
    """Return why a row was changed; what the program writes is said in the reader's language."""
    known = {
        "workbook": _("imported from a workbook"),
        "undo": _("a change was undone"),
        "bulk": _("changed together with others"),
    }
    return known.get(reason or "", reason or "")
