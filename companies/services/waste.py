"""The List of Waste in everyday words: labels of our own, and the words people look for."""

import csv
from dataclasses import dataclass
from functools import cache

from companies.workbook.codes import DATA, waste_form, waste_list


@dataclass(frozen=True, slots=True)
class WasteLabel:
    """One code as it is written, "12 01 09*", and how it is called in both languages."""

    form: str
    label_fr: str
    label_en: str
    words: tuple[str, ...]

    def label(self, language: str) -> str:
        """Return the label in "fr" or "en"."""
        return self.label_en if language == "en" else self.label_fr


@cache
def waste_labels() -> dict[str, WasteLabel]:
    """Return the codes in force (six digits) with their labels, in the order of the list."""
    with (DATA / "waste_labels.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: WasteLabel(
                form=waste_form(row["code"]),
                label_fr=row["label_fr"],
                label_en=row["label_en"],
                words=(*row["words_fr"].split(";"), *row["words_en"].split(";")),
            )
            for row in csv.DictReader(file)
            if waste_list()[row["code"]].valid_to is None
        }


def codes_in_force() -> frozenset[str]:
    """Return the codes of the list that no decision has ended, as "12 01 09*"."""
    return frozenset(label.form for label in waste_labels().values())
