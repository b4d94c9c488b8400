"""Is the code an expert gave to a waste among the five that are offered for one tap?

Two ways to count: distinct texts (a text has the codes of all its exchanges), and distinct pairs
of a text and the donor's business, where the business may be told to the program or not.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from synergies.detection import Direction, Family, Vocabulary
from synergies.detection.suggest import Suggester, typed

from .exchanges import Exchange
from .ranking import Share
from .readings import activity

GROUP_DIGITS = 4  # "12 01": the chapter and the group

Coded = Mapping[tuple[str, str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Suggested:
    """The codes suggested for a text beside the expert's, all as six digits."""

    waste: str
    business: str
    expert: frozenset[str]
    codes: tuple[str, ...]

    @property
    def has_code(self) -> bool:
        """Return whether one of the expert's codes was suggested."""
        return not self.expert.isdisjoint(self.codes)

    @property
    def has_group(self) -> bool:
        """Return whether a code of the same chapter and group was suggested."""
        groups = {code[:GROUP_DIGITS] for code in self.expert}
        return not groups.isdisjoint(code[:GROUP_DIGITS] for code in self.codes)


def by_text(exchanges: Iterable[Exchange]) -> Coded:
    """Return the expert's codes of each text; the business is left empty."""
    return _coded((each.waste, "", each) for each in exchanges)


def by_text_and_business(exchanges: Iterable[Exchange]) -> Coded:
    """Return the expert's codes of each text in the mouth of one kind of donor."""
    return _coded((each.waste, each.donor_business, each) for each in exchanges)


def suggested(
    coded: Coded, suggester: Suggester, vocabulary: Vocabulary, *, tells_business: bool
) -> list[Suggested]:
    """Return what is suggested for each text, the donor's business being told or not."""
    found = []
    for (waste, business), expert in sorted(coded.items()):
        activities = activity(business, vocabulary).heads if tells_business and business else ()
        declaration = typed(waste, "", Family.WASTE, Direction.OFFER)
        codes = suggester.waste_codes(declaration, activities)
        found.append(Suggested(waste, business, expert, tuple(map(_digits, codes))))
    return found


def shares(found: Iterable[Suggested]) -> tuple[Share, Share]:
    """Return how often the code, and how often its group, is among those suggested."""
    known = list(found)
    return (
        Share(sum(each.has_code for each in known), len(known)),
        Share(sum(each.has_group for each in known), len(known)),
    )


def _coded(read: Iterable[tuple[str, str, Exchange]]) -> Coded:
    codes: dict[tuple[str, str], frozenset[str]] = defaultdict(frozenset)
    for waste, business, exchange in read:
        if waste and exchange.waste_codes:
            codes[waste, business] |= exchange.waste_codes
    return dict(codes)


def _digits(code: str) -> str:
    return code.replace(" ", "").rstrip("*")
