"""The rule written a second time, as plainly as possible and slowly, to check the real one."""

from collections.abc import Sequence
from fractions import Fraction

from synergies.voting.ballots import Ballot, Option, supported_options, voting
from synergies.voting.counts import Parameters

Payments = dict[int, dict[str, Fraction]]


def _price(option: Option, money: dict[str, Fraction]) -> Fraction | None:
    """Return the smallest price at which the supporters, each capped by its purse, pay one."""
    purses = [money[company] for company in option.supporters]
    for price in sorted({*purses, *(_equal_part(purses, cap) for cap in purses)}):
        if price > 0 and sum(min(purse, price) for purse in purses) >= 1:
            return price
    return None


def _equal_part(purses: list[Fraction], cap: Fraction) -> Fraction:
    """Return what is left to pay for each when those with at most `cap` give all they have."""
    poor = [purse for purse in purses if purse < cap]
    return (1 - sum(poor, Fraction(0))) / (len(purses) - len(poor))


def _run(options: list[Option], companies: list[str], share: Fraction) -> Payments:
    money = dict.fromkeys(companies, share)
    bought: Payments = {}
    while True:
        prices = {
            option: price
            for option in options
            if option.number not in bought and (price := _price(option, money)) is not None
        }
        if not prices:
            return bought
        best = min(prices, key=lambda option: (prices[option], option.precedence))
        paid = {company: min(money[company], prices[best]) for company in best.supporters}
        for company, part in paid.items():
            money[company] -= part
        bought[best.number] = {company: part for company, part in paid.items() if part}


def plain_equal_shares(
    ballots: Sequence[Ballot], parameters: Parameters
) -> list[tuple[int, dict[str, Fraction]]]:
    """Return the retained numbers in order, each with its payments (none for a fill-up)."""
    companies = [ballot.company for ballot in voting(ballots)]
    if not companies:
        return []
    options = supported_options(ballots, minimum_supporters=parameters.minimum_supporters)
    kept: Payments = {}
    step = 0
    while len(kept) < len(options):
        share = Fraction(parameters.places * (100 + step), 100 * len(companies))
        run = _run(options, companies, share)
        if len(run) > parameters.places:
            break
        kept, step = run, step + 1
    others = [option for option in options if option.number not in kept]
    others.sort(key=lambda option: (-option.points, option.precedence))
    fill_ups = others[: parameters.places - len(kept)]
    return [*kept.items(), *((option.number, {}) for option in fill_ups)]
