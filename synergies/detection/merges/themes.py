"""The themes in which the programmes of industrial parks are usually cut (`themes.csv`).

Companies that would not exchange a cherry picker for a forklift still decide about both at once:
“lifting and handling, shared”. A theme gathers headings of the vocabulary with all below them.
"""

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("themes.csv")


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme, its names, and the concepts of the vocabulary it gathers."""

    code: str
    label_fr: str
    label_en: str
    concepts: tuple[str, ...]

    def label(self, language: str) -> str:
        """Return the label in "fr" or "en"."""
        return self.label_en if language == "en" else self.label_fr


@cache
def themes() -> Mapping[str, Theme]:
    """Return the themes by code, in the order of the file, read once per process."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["theme"]: Theme(
                row["theme"],
                row["label_fr"],
                row["label_en"],
                tuple(code.strip() for code in row["concepts"].split(";")),
            )
            for row in csv.DictReader(file)
        }


@cache
def themes_by_concept() -> Mapping[str, tuple[str, ...]]:
    """Return the codes of the themes of each concept that one of them names."""
    table: dict[str, list[str]] = defaultdict(list)
    for theme in themes().values():
        for concept in theme.concepts:
            table[concept].append(theme.code)
    return {concept: tuple(codes) for concept, codes in table.items()}
