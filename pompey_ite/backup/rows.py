"""Rows as lines of JSON that are the same on both database engines, and back to rows."""

import base64
import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from django.apps import apps
from django.db import connection, models
from django.utils.duration import duration_iso_string

Model: TypeAlias = type[models.Model]
BATCH = 500

# Made anew by each installation: sessions end, and the list of migrations is in the manifest.
LEFT_OUT = {"sessions.Session"}


def tables() -> list[Model]:
    """Return every table, also those between two models."""
    return [model for model in apps.get_models(include_auto_created=True) if _is_kept(model)]


def _is_kept(model: Model) -> bool:
    is_table = model._meta.managed and not model._meta.proxy
    return is_table and model._meta.label not in LEFT_OUT


def lines_of(model: Model) -> Iterator[str]:
    """Yield each row of the table as one line of JSON, in the order of the primary key.

    Keys are sorted, instants are in UTC to the microsecond: the same rows give the same lines on
    SQLite and on PostgreSQL.
    """
    names = [field.attname for field in model._meta.local_concrete_fields]
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=2000):
        values = {name: plain(value) for name, value in zip(names, row, strict=True)}
        yield json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain(value: Any) -> Any:
    """Return a value of the database as JSON knows it."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    return value


def value_of(field: Any, value: Any) -> Any:
    """Return what `plain` made of a value of this field, as the model holds it."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if value is None or isinstance(target, models.JSONField):
        return value
    if isinstance(target, models.BinaryField):
        return base64.b64decode(value, validate=True)
    return target.to_python(value)


def row_of(model: Model, line: str) -> models.Model:
    """Return the row that a line describes, not saved. Raises ValueError when it does not fit."""
    values = json.loads(line)
    fields = {field.attname: field for field in model._meta.local_concrete_fields}
    if set(values) != set(fields):
        raise ValueError(f"{model._meta.label}: other columns than {sorted(fields)}")
    return model(**{name: value_of(fields[name], value) for name, value in values.items()})


def insert(model: Model, lines: Iterator[str]) -> int:
    """Write the rows as they are, without what saving would change; return how many there are."""
    fields = list(model._meta.local_concrete_fields)
    count = 0
    batch: list[models.Model] = []
    for line in lines:
        batch.append(row_of(model, line))
        if len(batch) == BATCH:
            count += _insert_batch(model, fields, batch)
            batch = []
    return count + _insert_batch(model, fields, batch)


def _insert_batch(model: Model, fields: list[Any], batch: list[models.Model]) -> int:
    # `bulk_create` would set the fields that say “now” to now; this is what it calls, told to
    # take the values as they are. SQLite has room for so many values in one statement.
    size = max(1, connection.ops.bulk_batch_size(fields, batch))
    for start in range(0, len(batch), size):
        rows: Any = model._base_manager.all()
        rows._insert(batch[start : start + size], fields=fields, using=connection.alias, raw=True)
    return len(batch)
