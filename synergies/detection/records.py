"""What goes into detection and what comes out: plain, frozen records."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Direction(StrEnum):
    OFFER = "offer"
    NEED = "need"
    SHARE = "share"
    ANY = ""


class Family(StrEnum):
    MATERIAL = "material"
    WASTE = "waste"
    ENERGY = "energy"
    WATER = "water"
    EQUIPMENT = "equipment"
    SPACE = "space"
    LOGISTICS = "logistics"
    SERVICE = "service"
    SKILL = "skill"
    ACTIVITY = "activity"
    ANY = ""


class Kind(StrEnum):
    SUBSTITUTION = "substitution"
    POOLING = "pooling"


class Tier(StrEnum):
    SURE = "SURE"
    PROBABLE = "PROBABLE"
    LEAD = "LEAD"

    @property
    def rank(self) -> int:
        """Return 0 for the strongest tier; a larger number is weaker."""
        return _RANKS[self]

    def at_most(self, cap: "Tier") -> "Tier":
        """Return the weaker of the two tiers."""
        return max(self, cap, key=lambda tier: tier.rank)


_RANKS = {tier: rank for rank, tier in enumerate(Tier)}


@dataclass(frozen=True, slots=True)
class Declaration:
    """What one company offers, needs or would share, as it was typed.

    `quantity` is text ("12", "env. 300 kg", "5-10 m3/mois"): reading it is our work.
    Coordinates are decimal degrees (WGS 84). `concept` is the one its author confirmed, or "".
    """

    ref: str
    company: str
    direction: Direction
    family: Family
    title: str
    description: str = ""
    quantity: str = ""
    unit: str = ""
    period: str = ""
    available_from: date | None = None
    available_to: date | None = None
    waste_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    concept: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two declarations meet, or what to check: a code and what fills its sentence.

    Values are neutral (concept codes, decimals with a point): `explain` puts them into words.
    """

    code: str
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Two declarations proposed together; nobody has kept it yet.

    In a substitution `ref_a` is the provider; in a pooling the two are in alphabetical order.
    `concept` is "" when only the words are alike.
    """

    ref_a: str
    ref_b: str
    kind: Kind
    tier: Tier
    concept: str
    reasons: tuple[Reason, ...]
