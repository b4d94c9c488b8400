"""One import under way: its tables, its report, and what its rows refer to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from companies.imports.row_reader import RowReader
from companies.models import Company, Initiative
from companies.workbook.report import ImportReport
from companies.workbook.tables import Table
from companies.workbook.texts import closest_name
from companies.workbook.words import company_key

MOST_COMPARISONS = 200_000  # about two seconds


@dataclass
class CompanyDirectory:
    """The companies rows may name, by `company_key`."""

    companies: dict[str, Company] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # as the workbook writes them
    compared: int = 0

    def add(self, name: str, company: Company) -> None:
        self.companies[company_key(name)] = company
        self.names[company_key(name)] = name

    def find(self, name: str) -> Company | None:
        return self.companies.get(company_key(name))

    def closest(self, name: str) -> str | None:
        """Return the known name a misspelt one may mean, or None.

        Comparing letters is slow: in a huge workbook no name is suggested.
        """
        self.compared += len(self.names)
        return closest_name(name, self.names) if self.compared < MOST_COMPARISONS else None


@dataclass
class ImportRun:
    initiative: Initiative
    tables: dict[str, list[Table]]
    report: ImportReport
    now: datetime
    progress: Callable[[int], None] | None = None  # told how many more rows are read
    directory: CompanyDirectory = field(default_factory=CompanyDirectory)
    said: set[tuple[str, ...]] = field(default_factory=set)  # remarks made once per sheet

    @property
    def row_count(self) -> int:
        """How many rows the import will read."""
        return sum(len(table.rows) for tables in self.tables.values() for table in tables)

    def has_cells(self, kind: str, key: str) -> bool:
        """Return whether any row of a kind has a value in a column."""
        return any(key in row.cells for table in self.tables.get(kind, []) for row in table.rows)

    def rows(self, kind: str) -> Iterator[RowReader]:
        """Yield a reader for each row of a kind, in the order of the workbook."""
        for table in self.tables.get(kind, []):
            for row in table.rows:
                yield RowReader(self.report, row)
                if self.progress:
                    self.progress(1)
