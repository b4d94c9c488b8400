"""What became of each company's share, as the tally stored it: exact, the parts are the whole."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from companies.models import Company
from synergies.models import RoundOption, Tally

Payments = dict[int, dict[int, Fraction]]  # by option number, then by company


@dataclass(frozen=True)
class SharePart:
    """What one company paid for one retained proposal, in places."""

    option: RoundOption
    part: Fraction
    others: int

    @property
    def places(self) -> float:
        return float(self.part)


@dataclass(frozen=True)
class ShareReceipt:
    """What became of the share of one company, in places; the parts and the rest are the whole."""

    company: Company
    share: Fraction
    parts: list[SharePart]
    remaining: Fraction

    @property
    def share_places(self) -> float:
        return float(self.share)

    @property
    def remaining_places(self) -> float:
        return float(self.remaining)


def share_receipts(tally: Tally, company: Company | None = None) -> list[ShareReceipt]:
    """Return the receipts of the voting companies by name, or that of `company` alone."""
    keys = tally.shares if company is None else tally.shares.keys() & {str(company.pk)}
    companies = Company.objects.filter(pk__in=[int(key) for key in keys])
    payments = payments_of(tally)
    asked = RoundOption.objects.filter(round=tally.round_id)
    options = {option.number: option for option in asked}
    receipts = []
    for one in companies.order_by("name"):
        stored = tally.shares[str(one.pk)]
        parts = [
            SharePart(options[number], paid[one.pk], len(paid) - 1)
            for number, paid in payments.items()
            if one.pk in paid
        ]
        receipts.append(
            ShareReceipt(one, Fraction(stored["share"]), parts, Fraction(stored["remaining"]))
        )
    return receipts


def payments_of(tally: Tally) -> Payments:
    """Return who paid which part of a place for what, by option number and company."""
    payments: Payments = defaultdict(dict)
    for company, stored in tally.shares.items():
        for number, part in stored["paid"].items():
            payments[int(number)][int(company)] = Fraction(part)
    return payments


def remaining_of(tally: Tally) -> dict[int, Fraction]:
    """Return what each voting company has left; nothing when the rule knows no shares."""
    return {int(company): Fraction(one["remaining"]) for company, one in tally.shares.items()}
