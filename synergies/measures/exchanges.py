"""Real exchanges between companies, from a CSV file that is kept outside the repository."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

COLUMNS = tuple(
    "exchange_id donor_business receiver_business waste ewc cpa treatment final_use".split()
)
_NOTHING = frozenset({"", "NA", "ND"})
_SIX_DIGITS = re.compile(r"(?<!\d)\d{6}(?!\d)")


class ExchangesRefused(ValueError):
    """A file that does not have the columns; `missing` names them."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Exchange:
    """One company's waste or by-product that another takes, as a case study tells it.

    `waste_codes`: six digits of the List of Waste, given by experts; a mixed waste has several.
    `product_codes`: six digits of the CPA, of the product it replaces. Texts are "" when unknown.
    """

    exchange_id: str
    donor_business: str
    receiver_business: str
    waste: str
    waste_codes: frozenset[str]
    product_codes: frozenset[str]
    final_use: str


def read_exchanges(path: Path) -> list[Exchange]:
    """Return the exchanges of a file, in its order.

    Raises ExchangesRefused when a column is missing, OSError when it cannot be read.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        names = reader.fieldnames or ()
        if missing := [name for name in COLUMNS if name not in names]:
            raise ExchangesRefused(missing)
        return [_exchange(row) for row in reader]


def _exchange(row: dict[str, str]) -> Exchange:
    return Exchange(
        exchange_id=row["exchange_id"],
        donor_business=_text(row["donor_business"]),
        receiver_business=_text(row["receiver_business"]),
        waste=_text(row["waste"]),
        waste_codes=frozenset(_SIX_DIGITS.findall(row["ewc"])),
        product_codes=frozenset(_SIX_DIGITS.findall(row["cpa"])),
        final_use=_text(row["final_use"]),
    )


def _text(cell: str) -> str:
    text = " ".join(cell.split())
    return "" if text in _NOTHING else text
