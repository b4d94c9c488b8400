"""What a stored tally says, proposal by proposal: nothing is counted again here.

There is no ranking anywhere: proposals stand in bands, in alphabetical order.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from synergies.models import Answer, CommitteeDecision, Round, Tally, TallyLine, Vote
from synergies.services.result_figures import Figures, figures_of
from synergies.services.result_sentences import (
    why_by_rule_sentence,
    why_not_sentence,
    why_sentence,
)
from synergies.services.share_receipts import Payments, payments_of, remaining_of
from synergies.voting.ballots import POINTS
from synergies.voting.ballots import Answer as PaperAnswer
from synergies.voting.counts import reason_for
from synergies.voting.reasons import Obstacle, ReasonAgainst

SUPPORT = (Answer.YES, Answer.PRIORITY)
MOST_NAMES = 30  # beside one proposal; of the others, the number


class Audience(StrEnum):
    """Who reads a result; the value is what templates compare."""

    STAFF = "staff"
    COMPANY = "company"
    PUBLIC = "public"


@dataclass(frozen=True)
class Supporter:
    """One company that wants a proposal."""

    company: int
    name: str
    is_public: bool


@dataclass(frozen=True)
class ResultLine:
    """One proposal of the result: its figures, why it is in or not, who wants it.

    interested: names, only of what is retained or added; unnamed: how many more want it.
    decision: of the committee, in force.
    """

    line: TallyLine
    figures: Figures
    why: str
    interested: list[str] = field(default_factory=list)
    unnamed: int = 0
    decision: CommitteeDecision | None = None


def lines_of(tally: Tally) -> list[TallyLine]:
    """Return all lines with their options, in alphabetical order, in one query."""
    lines = tally.lines.select_related("option")
    return sorted(lines, key=lambda line: (sortable(line.option.title), line.option.number))


def sortable(title: str) -> str:
    """Return the title without case and accents: databases disagree on where É comes."""
    letters = unicodedata.normalize("NFKD", title).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def is_retained(line: TallyLine) -> bool:
    """Return whether the vote retained the proposal, whatever the committee decided."""
    return line.retained_rank is not None


def told(
    tally: Tally,
    lines: Collection[TallyLine],
    *,
    decisions: Mapping[int, CommitteeDecision],
    audience: Audience,
) -> list[ResultLine]:
    """Return lines as `audience` may read them, in one query: votes of those lines alone.

    decisions: those in force, by primary key of the option.
    """
    supporters = _supporters(tally, [line.option_id for line in lines])
    teller = _Teller(tally, audience)
    return [
        teller.told(line, supporters.get(line.option_id, []), decisions.get(line.option_id))
        for line in lines
    ]


def _supporters(tally: Tally, options: Collection[int]) -> dict[int, list[Supporter]]:
    """Return, by option, the companies that said yes or priority, by name."""
    wanted = Vote.objects.filter(
        ballot__round=tally.round_id, option__in=options, answer__in=SUPPORT
    )
    company = "ballot__company"
    rows = wanted.values_list("option", company, f"{company}__name", f"{company}__is_public")
    supporters: dict[int, list[Supporter]] = defaultdict(list)
    for option, *facts in sorted(rows, key=lambda row: (sortable(row[2]), row[1])):
        supporters[option].append(Supporter(*facts))
    return supporters


class _Teller:
    """What the sentences of all lines of one tally share."""

    def __init__(self, tally: Tally, audience: Audience) -> None:
        self.tally = tally
        self.audience = audience
        self.payments: Payments = payments_of(tally)
        self.remaining = remaining_of(tally)
        self.least_points = self._least_points()

    def _least_points(self) -> int | None:
        """Return the fewest points of what took a place that the shares had left, if any did."""
        filled = self.tally.lines.filter(is_fill_up=True) if self.remaining else []
        return min((points_of(line) for line in filled), default=None)

    def told(
        self, line: TallyLine, supporters: list[Supporter], decision: CommitteeDecision | None
    ) -> ResultLine:
        is_added = decision is not None and decision.kind == CommitteeDecision.Kind.ADD
        is_named = is_retained(line) or is_added
        figures = figures_of(line, voter_count=self.tally.voter_count, names_supporters=is_named)
        names = self._names(supporters) if is_named else []
        return ResultLine(
            line=line,
            figures=figures,
            why=self._why(line, supporters, is_thin=figures.is_thin),
            interested=names,
            unnamed=len(supporters) - len(names) if is_named else 0,
            decision=decision,
        )

    def _names(self, supporters: list[Supporter]) -> list[str]:
        is_public = self.audience == Audience.PUBLIC
        seen = [one.name for one in supporters if one.is_public or not is_public]
        return seen[:MOST_NAMES]

    def _why(self, line: TallyLine, supporters: list[Supporter], *, is_thin: bool) -> str:
        if not is_retained(line):
            against = self._against(line, supporters)
            return why_not_sentence(
                against, minimum=self._minimum, rule=rule_label(self.tally), is_thin=is_thin
            )
        if not self.remaining:
            return why_by_rule_sentence(len(supporters), rule_label(self.tally))
        paid = self.payments.get(line.option.number, {})
        payers = {one.name: paid[one.company] for one in supporters if one.company in paid}
        reason = reason_for(supporters=len(supporters), payments=payers)
        if reason.only_payer not in self._names(supporters):
            reason = replace(reason, only_payer=None)
        return why_sentence(reason)

    @property
    def _minimum(self) -> int:
        return int(self.tally.parameters.get("minimum_supporters", 1))

    def _against(self, line: TallyLine, supporters: list[Supporter]) -> ReasonAgainst:
        """Return why a line is not retained, from what is stored; without what others paid for."""
        missing = max(0, self._minimum - len(supporters))
        held = sum((self.remaining.get(one.company, Fraction(0)) for one in supporters), Fraction())
        return ReasonAgainst(
            obstacle=self._obstacle(len(supporters), missing),
            supporters=tuple(one.name for one in supporters),
            missing_supporters=missing,
            held=held,
            lacking=max(Fraction(0), 1 - held),
            spent_on=(),
            points=points_of(line),
            least_points=self.least_points,
        )

    def _obstacle(self, supporters: int, missing: int) -> Obstacle:
        if not supporters:
            return Obstacle.UNWANTED
        if missing:
            return Obstacle.TOO_FEW
        return Obstacle.SPENT if self.remaining else Obstacle.OUTRANKED


def supporter_count(line: TallyLine) -> int:
    """Return how many companies want the proposal."""
    return line.yes_count + line.priority_count


def points_of(line: TallyLine) -> int:
    """Return the points all companies together gave to the proposal."""
    counts = {
        PaperAnswer.MAYBE: line.maybe_count,
        PaperAnswer.YES: line.yes_count,
        PaperAnswer.PRIORITY: line.priority_count,
    }
    return sum(POINTS[answer] * count for answer, count in counts.items())


def rule_label(tally: Tally) -> str:
    """Return the name of the rule on the screen; a rule no longer offered keeps its own."""
    return str(dict(Round.Rule.choices).get(tally.rule, tally.rule))
