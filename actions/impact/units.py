"""How many of one unit make another, by the table of units that declarations are read with."""

from decimal import Decimal

from synergies.detection.quantities import UNITS
from synergies.detection.text import normalise, singular

GAS = "co2e"


def ratio(unit: str, other: str) -> Decimal | None:
    """Return how many `other` one `unit` is: ("kWh", "MWh") is 0.001; None: not comparable.

    Emissions are told by mass (tCO2e, kg CO2e) and compare with emissions only.
    """
    mine, is_gas = _plain(unit)
    theirs, other_is_gas = _plain(other)
    if is_gas != other_is_gas:
        return None
    if mine == theirs:
        return Decimal(1)
    if mine not in UNITS or theirs not in UNITS:
        return None
    (canonical, size), (other_canonical, other_size) = UNITS[mine], UNITS[theirs]
    return size / other_size if canonical == other_canonical else None


def _plain(unit: str) -> tuple[str, bool]:
    words = normalise(unit).replace(" ", "").replace("₂", "2")
    is_gas = words.endswith((GAS, "eqco2"))
    return singular(words.removesuffix(GAS).removesuffix("eqco2")), is_gas
