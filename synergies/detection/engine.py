"""Detection from end to end: parse, retrieve, judge."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from .judge import Judgement, judged
from .parse import parse_declaration
from .records import Declaration, Match
from .relations import Relations
from .retrieve import Index

Progress = Callable[[int, int], None]


def detect(
    declarations: Sequence[Declaration],
    relations: Relations,
    progress: Progress | None = None,
) -> list[Match]:
    """Return all matches, the strongest tier first, then by references.

    progress: called with (declarations done, all declarations) after each one.
    Raises ValueError when two declarations have the same reference.
    """
    judgements = judge_all(declarations, relations, progress)
    return in_order(judgement.match() for judgement in judgements)


def judge_all(
    declarations: Sequence[Declaration],
    relations: Relations,
    progress: Progress | None = None,
) -> Iterator[Judgement]:
    """Yield what to think of each pair that belongs together, once, as pairs are found.

    progress and errors: as in `detect`. Memory holds the declarations understood, no pair.
    """
    _refuse_double_references(declarations)
    vocabulary = relations.vocabulary
    understood = [parse_declaration(declaration, vocabulary) for declaration in declarations]
    understood.sort(key=lambda parsed: (parsed.heads, parsed.direction))  # like things together
    index = Index((), relations)
    for done, parsed in enumerate(understood, start=1):
        yield from judged(parsed, index.candidates(parsed), relations)
        index.add(parsed)
        if progress:
            progress(done, len(declarations))


def detect_one(
    new: Declaration, others: Sequence[Declaration], relations: Relations
) -> list[Match]:
    """Return the matches of one declaration with the others; never those among the others.

    The union over all declarations equals `detect`: a match depends on its two sides only.
    Raises ValueError when two declarations have the same reference.
    """
    _refuse_double_references((new, *others))
    vocabulary = relations.vocabulary
    index = Index((parse_declaration(other, vocabulary) for other in others), relations)
    parsed = parse_declaration(new, vocabulary)
    found = judged(parsed, index.candidates(parsed), relations)
    return in_order(judgement.match() for judgement in found)


def best(judgements: Iterable[Judgement], ref: str, limit: int) -> list[Judgement]:
    """Return the best of the judgements of the declaration `ref`, the best first."""
    return sorted(judgements, key=lambda each: (each.order(), _partner(each, ref)))[:limit]


def _partner(judgement: Judgement, ref: str) -> str:
    return judgement.other.ref if judgement.one.ref == ref else judgement.one.ref


def in_order(matches: Iterable[Match]) -> list[Match]:
    """Return the matches sorted: strongest tier first, then by references."""
    return sorted(matches, key=lambda match: (match.tier.rank, match.ref_a, match.ref_b))


def _refuse_double_references(declarations: Sequence[Declaration]) -> None:
    references = [declaration.ref for declaration in declarations]
    if len(set(references)) < len(references):
        twice = sorted({ref for ref in references if references.count(ref) > 1})
        raise ValueError(f"references used twice: {', '.join(twice)}")
