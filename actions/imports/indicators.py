"""The indicators of a programme, found by name; new ones wait until their rows are accepted."""

from __future__ import annotations

from django.utils.translation import gettext as _

from actions.models import Indicator, Programme
from companies.imports.row_reader import RowReader
from companies.imports.sync import create_rows
from companies.workbook.words import plain

LEVEL_UNITS = frozenset({"m2", "ETP"})  # a surface or a number of posts does not add up over time
LONGEST_NAME = 150


class IndicatorDirectory:
    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.by_key = {plain(row.name): row for row in programme.indicators.all()}

    def find(self, reader: RowReader, name: str, unit: str, *, required: bool) -> Indicator | None:
        """Return the indicator of this name, possibly a new one not yet written.

        Another unit than its own, or a new one without unit, is said: as an error when the row
        cannot do without it.
        """
        say = reader.error if required else reader.warn
        found = self.by_key.get(plain(name))
        if found is None and not unit:
            say("unit", _("The unit of this new indicator is needed."))
            return None
        if found is None:
            aggregation = (
                Indicator.Aggregation.LATEST if unit in LEVEL_UNITS else Indicator.Aggregation.SUM
            )
            found = Indicator(
                programme=self.programme, name=name, unit=unit, aggregation=aggregation
            )
            self.by_key[plain(name)] = found
        elif unit and unit != found.unit:
            text = _("“%(name)s” is counted in %(unit)s.")
            say("unit", text % {"name": found.name, "unit": found.unit})
            return None
        return found

    def write_new(self) -> None:
        """Insert the indicators found new since the last call."""
        create_rows([row for row in self.by_key.values() if row.pk is None])
