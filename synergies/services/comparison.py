"""What each rule would keep of the same ballots, from what was stored at the count."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from companies.models import Company
from synergies.models import RoundOption, Tally
from synergies.services.rule_words import RULE_WORDS, rule_name

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class RuleOutcome:
    """What one rule does with the ballots.

    wishing_count: companies that want something that could be retained; left_out_count: those of
    them that get nothing they want; left_out: their names, for those who may read them.
    points: of what it keeps together. is_own: whether the round is counted by it.
    """

    rule: str
    name: str
    words: "StrOrPromise"
    version: str
    kept: frozenset[int]
    wishing_count: int
    left_out_count: int
    left_out: list[str]
    median_kept: Fraction
    points: int
    is_own: bool

    @property
    def kept_count(self) -> int:
        return len(self.kept)

    @property
    def median_kept_number(self) -> float:
        return float(self.median_kept)


@dataclass(frozen=True)
class ComparedOption:
    """One option that a rule keeps, and in the order of the rules whether each keeps it."""

    option: RoundOption
    kept_by: list[tuple[RuleOutcome, bool]]


@dataclass(frozen=True)
class RuleComparison:
    """The rules side by side: the options on which they differ, and those that all of them keep."""

    outcomes: list[RuleOutcome]
    differing: list[ComparedOption]
    agreed: list[RoundOption]


def comparison_of(tally: Tally, *, with_names: bool) -> RuleComparison | None:
    """Return the stored comparison, the rule of the round first; None while it is worked out.

    with_names: say which companies get nothing, and not only how many. One query, two with names.
    """
    if not tally.comparison:
        return None
    names = _names(tally.comparison) if with_names else {}
    outcomes = [_outcome(stored, tally, names) for stored in tally.comparison]
    options = RoundOption.objects.filter(round=tally.round_id).order_by("number")
    compared = [
        ComparedOption(option, [(one, option.number in one.kept) for one in outcomes])
        for option in options
    ]
    kept = [(one, [is_kept for _rule, is_kept in one.kept_by]) for one in compared]
    return RuleComparison(
        outcomes=outcomes,
        differing=[one for one, by in kept if any(by) and not all(by)],
        agreed=[one.option for one, by in kept if all(by)],
    )


def _outcome(stored: dict[str, Any], tally: Tally, names: dict[int, str]) -> RuleOutcome:
    rule = stored["rule"]
    return RuleOutcome(
        rule=rule,
        name=rule_name(rule),
        words=RULE_WORDS.get(rule, ""),
        version=stored["version"],
        kept=frozenset(stored["kept"]),
        wishing_count=stored["wishing_count"],
        left_out_count=len(stored["left_out"]),
        left_out=sorted(names[company] for company in stored["left_out"] if company in names),
        median_kept=Fraction(stored["median_kept"]),
        points=stored["points"],
        is_own=rule == tally.rule,
    )


def _names(comparison: Iterable[dict[str, Any]]) -> dict[int, str]:
    companies = {company for stored in comparison for company in stored["left_out"]}
    return dict(Company.objects.filter(pk__in=companies).values_list("pk", "name"))
