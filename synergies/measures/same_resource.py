"""Do two texts mean the same resource? Detection beside the likeness of letters.

The pairs are all unordered pairs of distinct waste texts. The truth is what experts coded:

code: texts with a List-of-Waste code; right when they have a six-digit code in common. A text
    that several companies use has the codes of all of them.
strict: the same, but pairs are left out whose codes in common end in 99 ("wastes not otherwise
    specified" does not say that two things are the same), or that replace different products.
any code: all texts; those without a List-of-Waste code (steam, electricity, water) are compared
    by the six digits of the product they replace.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from synergies.detection import Family, Parsed, Relations, Tier
from synergies.detection.judge import judge
from synergies.detection.lexical import likeness

from .exchanges import Exchange
from .likeness import Likeness
from .ranking import Score, Share, average_precision, precision, recall
from .readings import another_offered, needed, offered

Pair = tuple[str, str]
Truth = dict[Pair, bool]
Codes = Mapping[str, set[str]]
Scorer = Callable[[str, str], Score]
WASTE = "waste "  # before a waste code, so that it never equals a product code
UNSPECIFIED = "99"
TIERS = {
    "SURE": (Tier.SURE,),
    "SURE or PROBABLE": (Tier.SURE, Tier.PROBABLE),
    "any tier": tuple(Tier),
}


@dataclass(frozen=True, slots=True)
class TierQuality:
    """How far one may trust the pairs of some tiers, and how many right pairs they hold."""

    precision: Share
    recall: Share


def truths(exchanges: Iterable[Exchange]) -> dict[str, Truth]:
    """Return, by definition of what is right, the pairs that count and whether each is right."""
    waste: dict[str, set[str]] = defaultdict(set)
    product: dict[str, set[str]] = defaultdict(set)
    for exchange in exchanges:
        waste[exchange.waste] |= exchange.waste_codes
        product[exchange.waste] |= exchange.product_codes
    waste.pop("", None)
    either = {text: {WASTE + code for code in waste[text]} or product[text] for text in waste}
    by_code = _shared(waste)
    return {
        "code": by_code,
        "strict": {
            pair: is_right
            for pair, is_right in by_code.items()
            if not is_right or _is_beyond_doubt(pair, waste, product)
        },
        "any code": _shared(either),
    }


def _shared(codes: Codes) -> Truth:
    """Return whether each pair of texts that have codes has one in common."""
    coded = sorted(text for text in codes if codes[text])
    return {pair: bool(codes[pair[0]] & codes[pair[1]]) for pair in combinations(coded, 2)}


def _is_beyond_doubt(pair: Pair, waste: Codes, product: Codes) -> bool:
    one, other = pair
    is_specified = any(not code.endswith(UNSPECIFIED) for code in waste[one] & waste[other])
    replaces_other = bool(product[one] and product[other]) and not product[one] & product[other]
    return is_specified and not replaces_other


class Detected:
    """The tier and the score of two texts.

    One is offered and the other needed, and the stronger of the two ways counts; or
    `both_offered`: two companies that have it and could share an outlet.
    """

    def __init__(
        self, texts: Iterable[str], relations: Relations, *, both_offered: bool = False
    ) -> None:
        vocabulary = relations.vocabulary
        known = set(texts)
        read = another_offered if both_offered else needed
        self._relations = relations
        self._scores: dict[Pair, Score] = {}
        self._mine = {text: offered(text, vocabulary) for text in known}
        self._theirs = {text: read(text, vocabulary, Family.WASTE) for text in known}

    def __call__(self, first: str, second: str) -> Score:
        """Return tier, relation, likeness of words; the last two break ties; (0,) if no match."""
        pair = (first, second)
        if pair not in self._scores:
            self._scores[pair] = max(self._score(*way) for way in self._ways(first, second))
        return self._scores[pair]

    def tier(self, first: str, second: str) -> Tier | None:
        """Return the stronger tier of the two ways, None when there is no match."""
        score = self(first, second)
        return list(Tier)[-int(score[0])] if score[0] else None

    def _ways(self, first: str, second: str) -> Iterator[tuple[Parsed, Parsed]]:
        yield self._mine[first], self._theirs[second]
        yield self._mine[second], self._theirs[first]

    def _score(self, one: Parsed, other: Parsed) -> Score:
        found = judge(one, other, self._relations)
        if found is None:
            return (0.0,)
        alike = likeness(one.words, other.words, self._relations.vocabulary)
        return (float(len(Tier) - found.tier.rank), -float(found.relation.order), alike)


def letters(alike: Likeness) -> Scorer:
    """Return a likeness of letters as a score of two texts."""
    return lambda first, second: (alike(first, second),)


def quality_of_order(truth: Truth, scorer: Scorer) -> float:
    """Return the average precision (0-1) of an order of the pairs."""
    return average_precision((scorer(*pair), is_right) for pair, is_right in truth.items())


def quality_of_tiers(truth: Truth, detected: Detected, tiers: str) -> TierQuality:
    """Return precision and recall of the matches of some tiers, one of TIERS."""
    chosen = [is_right for pair, is_right in truth.items() if detected.tier(*pair) in TIERS[tiers]]
    return TierQuality(precision(chosen), recall(chosen, sum(truth.values())))
