"""Reading the vocabulary from its CSV files."""

import csv
from pathlib import Path

from .concepts import Concept, Vocabulary

DATA_FOLDER = Path(__file__).parent / "data"

COLUMNS = (
    "concept",
    "parent",
    "label_fr",
    "label_en",
    "aliases_fr",
    "aliases_en",
    "waste_codes",
    "incompatible",
    "uses",
    "source",
)


def load_vocabulary(folder: Path = DATA_FOLDER) -> Vocabulary:
    """Return the vocabulary of a folder: one CSV file per section, named after it.

    Raises ValueError when a file has other columns or a concept is written twice.
    """
    concepts = [concept for path in sorted(folder.glob("*.csv")) for concept in _read(path)]
    codes = [concept.code for concept in concepts]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise ValueError(f"concepts written twice: {', '.join(twice)}")
    return Vocabulary(concepts)


def _read(path: Path) -> list[Concept]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise ValueError(f"{path.name}: expected the columns {', '.join(COLUMNS)}")
        return [_concept(row, section=path.stem) for row in reader]


def _concept(row: dict[str, str], *, section: str) -> Concept:
    return Concept(
        code=row["concept"].strip(),
        section=section,
        parent=row["parent"].strip(),
        label_fr=row["label_fr"].strip(),
        label_en=row["label_en"].strip(),
        aliases_fr=_list(row["aliases_fr"]),
        aliases_en=_list(row["aliases_en"]),
        waste_codes=_list(row["waste_codes"]),
        incompatible=_list(row["incompatible"]),
        uses=_list(row["uses"]),
        source=row["source"].strip(),
    )


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
