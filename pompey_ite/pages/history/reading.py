"""The rows of the histories as lines to read, the latest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.utils import timezone

from companies.models import User
from pompey_ite.pages.history.kinds import KINDS, Kind
from pompey_ite.pages.history.words import Names, field_name, names_of, reason_text, value_text

Reference = tuple[str, int, datetime]  # kind, number of the row of the history, when


@dataclass(frozen=True)
class Change:
    """One field: its name, what it was, what it became."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One saving of one row: when, who, what, why; is_undoable: see undo.py."""

    kind: Kind
    pk: int
    record: int
    title: str
    when: datetime
    who: str
    sign: str
    reason: str
    changes: list[Change]
    is_undoable: bool

    @property
    def url(self) -> str:
        """Where the row itself is shown, if it has a page and is still there."""
        if self.sign == "-" or not hasattr(self.kind.model, "get_absolute_url"):
            return ""
        return str(self.kind.model(pk=self.pk).get_absolute_url())  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Pair:
    """A row of a history and the one before it, None at the beginning."""

    kind: Kind
    now: Any
    before: Any | None

    @property
    def changed(self) -> list[models.Field[Any, Any]]:
        """The fields shown that differ; none when the row was made or deleted."""
        if self.before is None or self.now.history_type != "~":
            return []
        return [
            field
            for field in self.kind.shown
            if getattr(self.now, field.attname) != getattr(self.before, field.attname)
        ]

    @property
    def is_undoable(self) -> bool:
        """Whether the change is the latest of its row, and only of simple fields."""
        changed = {field.name for field in self.changed}
        return bool(changed) and changed <= self.kind.undoable and not self.now.has_later


def references_of(kind: Kind, pk: int) -> QuerySet[Any]:
    """Return the rows of the history of one row and of its parts, the latest first."""
    rows = [_references(kind, Q(id=pk))]
    for slug, field in kind.parts:
        rows.append(_references(KINDS[slug], Q(**{field: pk})))
    return _together(rows)


def references_lately(
    *, kind: Kind | None = None, person: User | None = None, day: date | None = None
) -> QuerySet[Any]:
    """Return the rows of all histories that the filters leave, the latest first."""
    wanted = Q()
    if person:
        wanted &= Q(history_user=person)
    if day:
        start = timezone.make_aware(datetime.combine(day, time.min))
        wanted &= Q(history_date__gte=start, history_date__lt=start + timedelta(days=1))
    kinds = [kind] if kind else KINDS.values()
    return _together([_references(one, wanted) for one in kinds])


def _references(kind: Kind, wanted: Q) -> QuerySet[Any]:
    rows = kind.records.objects.filter(wanted).order_by()
    tagged = rows.annotate(slug=Value(kind.slug))
    found: QuerySet[Any] = tagged.values_list("slug", "history_id", "history_date")
    return found


def _together(rows: Sequence[QuerySet[Any]]) -> QuerySet[Any]:
    first, *rest = rows
    both = first.union(*rest, all=True) if rest else first
    return both.order_by("-history_date", "-history_id")


def lines_of(references: Sequence[Reference]) -> list[Line]:
    """Return the lines of these rows in their order.

    Two queries for each kind among them, and one for each model their values point at.
    """
    pairs = pairs_of(references)
    names = names_of(_values(pairs))
    return [_line(pair, names) for pair in pairs]


def pairs_of(references: Sequence[Reference]) -> list[Pair]:
    """Return the rows of the histories, each with the one before it."""
    keys: dict[str, list[int]] = defaultdict(list)
    for slug, record, _when in references:
        keys[slug].append(record)
    found: dict[tuple[str, int], Pair] = {}
    for slug, records in keys.items():
        kind = KINDS[slug]
        now = list(_with_neighbours(kind).filter(history_id__in=records))
        before = kind.records.objects.in_bulk([row.before_id for row in now if row.before_id])
        for row in now:
            found[slug, row.history_id] = Pair(kind, row, before.get(row.before_id))
    return [found[slug, record] for slug, record, _when in references]


def _with_neighbours(kind: Kind) -> QuerySet[Any]:
    same = kind.records.objects.filter(id=OuterRef("id"))
    at = Q(history_date=OuterRef("history_date"))
    earlier = Q(history_date__lt=OuterRef("history_date"))
    later = Q(history_date__gt=OuterRef("history_date"))
    before = same.filter(earlier | at & Q(history_id__lt=OuterRef("history_id")))
    after = same.filter(later | at & Q(history_id__gt=OuterRef("history_id")))
    newest_first = before.order_by("-history_date", "-history_id")
    rows: QuerySet[Any] = kind.records.objects.select_related("history_user").annotate(
        before_id=Subquery(newest_first.values("history_id")[:1]), has_later=Exists(after)
    )
    return rows


def _values(pairs: Sequence[Pair]) -> list[tuple[models.Field[Any, Any], Any]]:
    wanted = []
    for pair in pairs:
        for field in pair.changed:
            wanted.append((field, getattr(pair.before, field.attname)))
            wanted.append((field, getattr(pair.now, field.attname)))
        wanted += [(field, getattr(pair.now, field.attname)) for field in _title_fields(pair.kind)]
    return wanted


def _title_fields(kind: Kind) -> list[models.Field[Any, Any]]:
    return [kind.model._meta.get_field(name) for name in kind.title]  # type: ignore[misc]


def _line(pair: Pair, names: Names) -> Line:
    row = pair.now
    title = " · ".join(
        value_text(field, getattr(row, field.attname), names)
        for field in _title_fields(pair.kind)
        if getattr(row, field.attname) not in {None, ""}
    )
    return Line(
        kind=pair.kind,
        pk=row.id,
        record=row.history_id,
        title=title,
        when=row.history_date,
        who=str(row.history_user or ""),
        sign=row.history_type,
        reason=reason_text(row.history_change_reason),
        changes=changes_of(pair, names),
        is_undoable=pair.is_undoable,
    )


def changes_of(pair: Pair, names: Names) -> list[Change]:
    """Return the fields that changed, from what to what."""
    return [
        Change(
            field_name(field),
            value_text(field, getattr(pair.before, field.attname), names),
            value_text(field, getattr(pair.now, field.attname), names),
        )
        for field in pair.changed
    ]
