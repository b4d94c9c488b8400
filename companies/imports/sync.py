"""Write rows only where they differ: created, changed or unchanged, with their history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from companies.imports.row_reader import RowReader
from companies.workbook.report import ImportReport

Model = TypeVar("Model", bound=models.Model)
REASON = "workbook"  # of the change, in the history
BATCH_ROWS = 500


@dataclass
class Wanted(Generic[Model]):
    """A row as it should be: the one in the database, if any, and the values it should have.

    An empty cell is no value: it never erases what the database holds.
    """

    reader: RowReader
    instance: Model
    values: dict[str, Any]
    changed: set[str] = field(default_factory=set)
    is_touched: bool = False  # something beside the row itself differs: its parties, its partners

    @property
    def is_new(self) -> bool:
        return self.instance.pk is None

    def settle(self) -> None:
        """Put the values on the instance and remember which of them differ."""
        for name, value in self.values.items():
            if getattr(self.instance, name) != value:
                self.changed.add(name)
                setattr(self.instance, name, value)


def write(report: ImportReport, kind: str, wanted: Iterable[Wanted[Model]]) -> list[Wanted[Model]]:
    """Write the rows that are new or differ, count them in the report, and return those kept.

    A value the model refuses is an error of its row, which is then left as it was.
    """
    kept = []
    for row in wanted:
        row.settle()
        if _is_valid(row):
            kept.append(row)
    if not kept:
        return kept
    new = [row.instance for row in kept if row.is_new]
    changed = [row for row in kept if not row.is_new and (row.changed or row.is_touched)]
    report.unchanged[kind] += len(kept) - len(new) - len(changed)
    report.created[kind] += len(new)
    report.changed[kind] += len(changed)
    _update([row for row in changed if row.changed])  # first: new rows may take what these give up
    create_rows(new)
    return kept


def _is_valid(row: Wanted[Model]) -> bool:
    """Check what one row can break by itself; relations were looked up, not typed."""
    relations = {item.name for item in row.instance._meta.fields if item.is_relation}
    try:
        row.instance.clean_fields(exclude=relations)
    except ValidationError as error:
        for key, messages in error.message_dict.items():
            known = key if key in row.reader.row.table.layout.columns else ""
            row.reader.error(known, " ".join(messages))
        return False
    return True


def create_rows(instances: list[Model]) -> None:
    """Insert rows of one model, with their history when the model keeps one."""
    if not instances:
        return
    model = type(instances[0])
    if hasattr(model, "history"):
        bulk_create_with_history(
            instances, model, batch_size=BATCH_ROWS, default_change_reason=REASON
        )
    else:
        model._default_manager.bulk_create(instances, batch_size=BATCH_ROWS)


def _update(changed: list[Wanted[Model]]) -> None:
    """Update only the columns that differ somewhere, with the history as in `create_rows`."""
    if not changed:
        return
    model = type(changed[0].instance)
    names = sorted(set().union(*(row.changed for row in changed)))
    fields = [model._meta.get_field(name).name for name in names]
    rows = [row.instance for row in changed]
    if hasattr(model, "history"):
        bulk_update_with_history(
            rows, model, fields, batch_size=BATCH_ROWS, default_change_reason=REASON
        )
    else:
        model._default_manager.bulk_update(rows, fields, batch_size=BATCH_ROWS)
