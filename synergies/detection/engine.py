"""Detection from end to end: parse, retrieve, judge."""

from collections.abc import Callable, Iterable, Sequence

from .judge import judge
from .parse import parse_declaration
from .records import Declaration, Match
from .retrieve import Index
from .vocabulary.concepts import Vocabulary

Progress = Callable[[int, int], None]


def detect(
    declarations: Sequence[Declaration],
    vocabulary: Vocabulary,
    progress: Progress | None = None,
) -> list[Match]:
    """Return all matches, the strongest tier first, then by references.

    progress: called with (declarations done, all declarations) after each one.
    Raises ValueError when two declarations have the same reference.
    """
    _refuse_double_references(declarations)
    index = Index((), vocabulary)
    matches: list[Match] = []
    for done, declaration in enumerate(declarations, start=1):
        parsed = parse_declaration(declaration, vocabulary)
        judged = (judge(parsed, other, vocabulary) for other in index.candidates(parsed))
        matches.extend(match for match in judged if match)
        index.add(parsed)
        if progress:
            progress(done, len(declarations))
    return in_order(matches)


def detect_one(
    new: Declaration, others: Sequence[Declaration], vocabulary: Vocabulary
) -> list[Match]:
    """Return the matches of one declaration with the others; never those among the others.

    The union over all declarations equals `detect`: a match depends on its two sides only.
    Raises ValueError when two declarations have the same reference.
    """
    _refuse_double_references((new, *others))
    index = Index((parse_declaration(other, vocabulary) for other in others), vocabulary)
    parsed = parse_declaration(new, vocabulary)
    judged = (judge(parsed, other, vocabulary) for other in index.candidates(parsed))
    return in_order(match for match in judged if match)


def in_order(matches: Iterable[Match]) -> list[Match]:
    """Return the matches sorted: strongest tier first, then by references."""
    return sorted(matches, key=lambda match: (match.tier.rank, match.ref_a, match.ref_b))


def _refuse_double_references(declarations: Sequence[Declaration]) -> None:
    references = [declaration.ref for declaration in declarations]
    if len(set(references)) < len(references):
        twice = sorted({ref for ref in references if references.count(ref) > 1})
        raise ValueError(f"references used twice: {', '.join(twice)}")
