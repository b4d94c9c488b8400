"""Reading the vocabulary from its CSV files: one folder per section, one file per subject."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .concepts import ACTIVITY_SECTION, Concept, Vocabulary

DATA_FOLDER = Path(__file__).parent / "data"

COLUMNS = (
    "concept",
    "parent",
    "broad",
    "label_fr",
    "label_en",
    "aliases_fr",
    "aliases_en",
    "waste_codes",
    "incompatible",
    "uses",
    "source",
)
ACTIVITY_COLUMNS = (
    "concept",
    "parent",
    "broad",
    "label_fr",
    "label_en",
    "aliases_fr",
    "aliases_en",
    "naf",
    "has",
    "needs",
    "source",
)
LISTS = frozenset(
    "aliases_fr aliases_en waste_codes incompatible uses naf has needs".split(),
)


def load_vocabulary(folder: Path = DATA_FOLDER) -> Vocabulary:
    """Return the vocabulary of a folder: `<section>/<subject>.csv`.

    Raises ValueError when a file has other columns or a concept is written twice.
    """
    concepts = [concept for path in sorted(folder.glob("*/*.csv")) for concept in _read(path)]
    codes = [concept.code for concept in concepts]
    if len(set(codes)) < len(codes):
        twice = sorted({code for code in codes if codes.count(code) > 1})
        raise ValueError(f"concepts written twice: {', '.join(twice)}")
    return Vocabulary(concepts)


def _read(path: Path) -> Iterator[Concept]:
    section = path.parent.name
    columns = ACTIVITY_COLUMNS if section == ACTIVITY_SECTION else COLUMNS
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if tuple(reader.fieldnames or ()) != columns:
            raise ValueError(f"{section}/{path.name}: expected the columns {', '.join(columns)}")
        for row in reader:
            if None in row or None in row.values():
                place = f"{section}/{path.name}, line {reader.line_num}"
                raise ValueError(f"{place}: expected {len(columns)} cells")
            yield _concept(row, section)


def _concept(row: dict[str, str], section: str) -> Concept:
    values: dict[str, Any] = {"code": row["concept"].strip(), "section": section}
    for name, cell in row.items():
        if name in LISTS:
            values[name] = _list(cell)
        elif name not in ("concept", "broad"):
            values[name] = cell.strip()
    return Concept(is_broad=bool(row["broad"].strip()), **values)


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
