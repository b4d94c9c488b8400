"""Equal shares with costs, points and weights, written a second time, plainly and slowly."""

from fractions import Fraction

from synergies.voting.pabulib import PabulibFile, Vote

Paid = list[tuple[str, dict[str, Fraction]]]


def natural(name: str) -> tuple:
    return tuple(int(piece) for piece in name.split("/") if piece.isdigit())


def plain_run(file: PabulibFile, share: Fraction, *, by_cost: bool) -> Paid:
    """What the shares buy, in order, with every payment."""
    votes = [vote for vote in file.votes if vote.points]
    costs = {one.id: one.cost or Fraction(0) for one in file.projects}
    money = {vote.voter: share * vote.weight for vote in votes}
    bought: Paid = []
    while True:
        offers = []
        for name in costs.keys() - {name for name, _paid in bought}:
            fans = [vote for vote in votes if vote.points.get(name, 0) > 0]
            price = plain_price(costs[name], fans, name, money)
            if fans and price is not None:
                worth = costs[name] or 1 if by_cost else 1
                offers.append((price / worth, tie_break(file, name), name, price, fans))
        if not offers:
            return bought
        _ratio, _tie, name, price, fans = min(offers, key=lambda offer: offer[:2])
        paid = {
            vote.voter: min(money[vote.voter], price * vote.points[name] * vote.weight)
            for vote in fans
        }
        for voter, part in paid.items():
            money[voter] -= part
        bought.append((name, {voter: part for voter, part in paid.items() if part}))


def plain_price(
    cost: Fraction, fans: list[Vote], name: str, money: dict[str, Fraction]
) -> Fraction | None:
    """The smallest price of a point at which the fans, each capped by its purse, pay the cost."""
    if sum(money[vote.voter] for vote in fans) < cost:
        return None
    rest, points = cost, sum(vote.points[name] * vote.weight for vote in fans)
    for vote in sorted(fans, key=lambda v: money[v.voter] / (v.points[name] * v.weight)):
        mine = vote.points[name] * vote.weight
        if money[vote.voter] * points >= rest * mine:
            return Fraction(rest, points)
        rest -= money[vote.voter]
        points -= mine
    return None


def tie_break(file: PabulibFile, name: str) -> tuple:
    """More weight of voters, more points, lower cost, lower number."""
    given = [(vote.weight, vote.points[name]) for vote in file.votes if name in vote.points]
    wanted = sum(weight for weight, points in given if points > 0)
    cost = next(one.cost for one in file.projects if one.id == name)
    return -wanted, -sum(weight * points for weight, points in given), cost, natural(name)


def plain_completed(file: PabulibFile, *, by_cost: bool) -> tuple[Fraction, Paid]:
    """Add1 by one unit of money: the last run before one beyond the budget, or that buys all."""
    costs = {one.id: one.cost or Fraction(0) for one in file.projects}
    votes = [vote for vote in file.votes if vote.points]
    wanted = {name for vote in votes for name, points in vote.points.items() if points > 0}
    budget = file.amount("budget") or Fraction(0)
    share = budget / sum(vote.weight for vote in votes)
    kept = plain_run(file, share, by_cost=by_cost)
    while len(kept) < len(wanted):
        run = plain_run(file, share + 1, by_cost=by_cost)
        if sum(costs[name] for name, _paid in run) > budget:
            break
        share, kept = share + 1, run
    return share, kept
