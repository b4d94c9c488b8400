"""The catalogue of indicators and the first factors, from data files into a programme."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from actions.models import Factor, Indicator, Programme, Threshold

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class Entry:
    """An indicator of the catalogue, and whether the programme has it."""

    code: str
    names: dict[str, str]
    units: dict[str, str]
    over_time: Indicator.Aggregation
    definition: str
    is_computed: bool
    is_there: bool = False

    @property
    def name(self) -> str:
        return self.names[_language()]

    @property
    def unit(self) -> str:
        return self.units[_language()]


def entries(programme: Programme) -> list[Entry]:
    """Return the catalogue in its order; what the programme has, by code, is marked."""
    there = set()
    for row in programme.indicators.all():
        there |= {row.official_code, row.catalogue_code}
    return [_entry(row, row["code"] in there) for row in _file("indicators.toml")["indicators"]]


@transaction.atomic
def add_entries(*, programme: Programme, codes: list[str]) -> int:
    """Add indicators of the catalogue to a programme and return how many are new.

    In French, the language of the initiative's papers, unless another one is being used. One that
    is there already, by code or by name, is left alone. With eci_18 come the label's thresholds.
    """
    wanted = [one for one in entries(programme) if one.code in codes and not one.is_there]
    names = set(programme.indicators.values_list("name", flat=True))
    rows = [_indicator(programme, one) for one in wanted if one.name not in names]
    for row in rows:
        row.save()
    if any(row.official_code == "eci_18" for row in rows) and not programme.thresholds.exists():
        for threshold in _file("indicators.toml")["thresholds"]:
            Threshold.objects.create(programme=programme, **threshold)
    return len(rows)


@transaction.atomic
def add_first_factors(*, now: datetime) -> int:
    """Add the factors of the data file that have no version yet; return how many are new."""
    there = set(Factor.objects.values_list("code", flat=True))
    rows = [row for row in _file("factors.toml")["factors"] if row["code"] not in there]
    for row in rows:
        values = {**row, "value": Decimal(row["value"]), "valid_from": row["dated_on"]}
        Factor.objects.create(made_at=now, **values)
    return len(rows)


@cache
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def _entry(row: dict[str, Any], is_there: bool) -> Entry:
    return Entry(
        code=row["code"],
        names={"fr": row["fr"], "en": row["en"]},
        units={"fr": row["unit_fr"], "en": row["unit_en"]},
        over_time=Indicator.Aggregation(row["over_time"]),
        definition=row.get("definition", ""),
        is_computed=row.get("computed", False),
        is_there=is_there,
    )


def _indicator(programme: Programme, entry: Entry) -> Indicator:
    return Indicator(
        programme=programme,
        name=entry.name,
        unit=entry.unit,
        official_code=entry.code if entry.is_computed else "",
        catalogue_code=entry.code,
        aggregation=entry.over_time,
        definition=entry.definition,
    )


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "fr"
