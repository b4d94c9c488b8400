"""Undo the latest change of a row: it is itself a change, made by whoever undoes."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pompey_ite.pages.history.kinds import Kind
from pompey_ite.pages.history.reading import Pair, pairs_of

REASON = "undo"  # of the change, in the history; words.py says it


class UndoRefused(Exception):
    """A change that cannot be undone; the text says why and may be shown."""


def pair_to_undo(*, kind: Kind, pk: int, record: int) -> Pair:
    """Return the change asked for with what was before it.

    Raises UndoRefused when something has changed since, or other things hang on what it changed;
    a record of another row is not found: KeyError.
    """
    pair = pairs_of([(kind.slug, record, None)])[0]  # type: ignore[list-item]
    if pair.now.id != pk:
        raise KeyError(record)
    if pair.now.has_later:
        raise UndoRefused(_("Something has changed since: undo the latest change first."))
    if not pair.is_undoable:
        raise UndoRefused(
            _("This change cannot be undone here, because other things hang on it: edit the sheet.")
        )
    return pair


@transaction.atomic
def undo(*, kind: Kind, pk: int, record: int) -> Any:
    """Return the row with the values it had before its latest change.

    Raises UndoRefused as `pair_to_undo` does, when the row is not what its history says (it was
    changed behind it), or when the model refuses the values of before.
    """
    row = kind.model._default_manager.select_for_update().filter(pk=pk).first()
    pair = pair_to_undo(kind=kind, pk=pk, record=record)
    if row is None or _differs(kind, row, pair.now):
        raise UndoRefused(_("Something has changed since: undo the latest change first."))
    for field in pair.changed:
        setattr(row, field.attname, getattr(pair.before, field.attname))
    row._change_reason = REASON  # type: ignore[attr-defined]
    try:
        row.full_clean()
        with transaction.atomic():
            row.save()
    except ValidationError as error:
        raise UndoRefused(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise UndoRefused(_("What stood there before is not possible any more.")) from error
    return row


def _differs(kind: Kind, row: Any, record: Any) -> bool:
    return any(
        getattr(row, field.attname) != getattr(record, field.attname) for field in kind.shown
    )
