"""What a count returns, whichever the rule: the retained options, who paid what, what is left."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a round fixes when it opens.

    places: options the programme can hold, >= 1.
    minimum_supporters: companies that must want an option before it can be retained, >= 1.
    """

    places: int
    minimum_supporters: int = 2

    def __post_init__(self) -> None:
        if self.places < 1 or self.minimum_supporters < 1:
            raise ValueError(f"places and minimum_supporters are at least 1: {self}")

    def as_dict(self) -> dict[str, int]:
        """Return the parameters as JSON stores them beside the result."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Retained:
    """One option kept by the count.

    supporters: companies that want it.
    payments: by company, the part of one place it paid; empty when a fill-up.
    score: what it came in by, for the rules that rank without money.
    """

    number: int
    supporters: tuple[str, ...]
    payments: Mapping[str, Fraction]
    score: Fraction | None = None

    @property
    def is_fill_up(self) -> bool:
        """Whether it came in by its points, for want of options the shares could pay."""
        return not self.payments

    @property
    def price(self) -> Fraction | None:
        """What each company paid, unless it had less left; None for a fill-up."""
        return max(self.payments.values(), default=None)


@dataclass(frozen=True, slots=True)
class Count:
    """The result of one rule on one set of ballots; the same input gives the same for ever.

    retained: in the order of the count, fill-ups last.
    share: what each voting company held in the run that was kept, in places.
    remaining: by voting company, what it did not spend, in places.
    """

    rule: str
    version: str
    parameters: Parameters
    retained: tuple[Retained, ...]
    share: Fraction
    remaining: Mapping[str, Fraction]

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of the retained options."""
        return frozenset(option.number for option in self.retained)

    def payments_of(self, company: str) -> dict[int, Fraction]:
        """Return what `company` paid, by option number, in the order of the count."""
        return {
            option.number: option.payments[company]
            for option in self.retained
            if company in option.payments
        }


@dataclass(frozen=True, slots=True)
class Reason:
    """What the sentence “why this one” is made of.

    supporters, payers: numbers of companies; price: places per company, None for a fill-up.
    is_equal: every company that wants it paid the same.
    only_payer: the company that paid the whole place alone, if one did.
    """

    supporters: int
    payers: int
    price: Fraction | None
    is_equal: bool
    only_payer: str | None


def reason_for(*, supporters: int, payments: Mapping[str, Fraction]) -> Reason:
    """Return why an option was retained.

    supporters: companies that want it; payments: by company, in places, none for a fill-up.
    """
    payers = list(payments)
    return Reason(
        supporters=supporters,
        payers=len(payers),
        price=max(payments.values(), default=None),
        is_equal=len(payers) == supporters and len(set(payments.values())) == 1,
        only_payer=payers[0] if len(payers) == 1 else None,
    )
