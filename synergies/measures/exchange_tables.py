"""What is measured on real exchanges, as tables in the English of the documentation."""

from collections.abc import Iterable, Iterator, Sequence

from synergies.detection import Relations
from synergies.detection.suggest import Suggester

from . import code_suggestion, coverage, same_resource, takers
from .exchanges import Exchange
from .likeness import TfIdf, token_set_ratio
from .readings import offered
from .table import Cell, shown, table


def measured(
    exchanges: Sequence[Exchange], relations: Relations, suggester: Suggester
) -> Iterator[str]:
    """Yield coverage, retrieval of the same resource, who could take it, code suggestion."""
    yield table(
        ("distinct texts", "number", "with a concept", "share"),
        (
            (each.column, each.texts, each.covered.part, each.covered)
            for each in coverage.coverage(exchanges, relations.vocabulary)
        ),
    )
    yield from _same_resource(exchanges, relations)
    yield from (_takers(exchanges, column, relations) for column in takers.RECEIVERS)
    yield _codes(exchanges, relations, suggester)


def not_understood(exchanges: Sequence[Exchange], relations: Relations) -> Iterator[str]:
    """Yield the texts without a concept, a column in one block, then the receivers missed."""
    *columns, _ = coverage.coverage(exchanges, relations.vocabulary)
    for each in columns:
        if each.missing:
            yield "\n  ".join((f"{each.column} without a concept", *each.missing))
    yield _missed_receivers(exchanges, relations)


def _missed_receivers(exchanges: Sequence[Exchange], relations: Relations) -> str:
    """Return the exchanges whose receiver is not proposed, with what both were understood as."""
    column, vocabulary = "receiver_business", relations.vocabulary
    searches = takers.searches(exchanges, column, takers.by_detection(column, relations))
    missed = sorted(
        {
            (each.exchange.waste, each.exchange.receiver_business)
            for each in searches
            if not each.place.level
        }
    )
    lines = (
        f"{waste} {offered(waste, vocabulary).heads} → "
        f"{receiver} {takers.RECEIVERS[column](receiver, vocabulary).heads}"
        for waste, receiver in missed
    )
    return "\n  ".join(("receivers that are not proposed", *lines))


def _same_resource(exchanges: Sequence[Exchange], relations: Relations) -> Iterator[str]:
    truths = same_resource.truths(exchanges)
    texts = {text for truth in truths.values() for pair in truth for text in pair}
    detected = {
        "detection, offer and need": same_resource.Detected(texts, relations),
        "detection, two offers": same_resource.Detected(texts, relations, both_offered=True),
    }
    yield table(
        ("pairs of waste texts", *truths),
        [
            ("pairs", *map(len, truths.values())),
            ("right", *(sum(truth.values()) for truth in truths.values())),
            *(
                (f"average precision: {name}", *_orders(truths.values(), scorer))
                for name, scorer in (*detected.items(), *_baselines(texts))
            ),
        ],
    )
    yield table(
        ("tiers: right of matches, share of right found", *truths),
        [
            (f"{way}: {tiers}", *(_quality(one, truth, tiers) for truth in truths.values()))
            for way, one in detected.items()
            for tiers in same_resource.TIERS
        ],
    )


def _quality(detected: same_resource.Detected, truth: same_resource.Truth, tiers: str) -> str:
    found = same_resource.quality_of_tiers(truth, detected, tiers)
    return (
        f"{found.precision.part} of {found.precision.whole}, "
        f"{shown(found.precision)}, {shown(found.recall)}"
    )


def _orders(
    truths: Iterable[same_resource.Truth], scorer: same_resource.Scorer | None
) -> Iterator[Cell]:
    return (same_resource.quality_of_order(truth, scorer) if scorer else None for truth in truths)


def _baselines(texts: Iterable[str]) -> Iterator[tuple[str, same_resource.Scorer | None]]:
    ratio = token_set_ratio()
    yield "token_set_ratio", same_resource.letters(ratio) if ratio else None
    yield "TF-IDF", same_resource.letters(TfIdf(texts))


def _takers(exchanges: Sequence[Exchange], column: str, relations: Relations) -> str:
    found = takers.searches(exchanges, column, takers.by_detection(column, relations))
    rows: list[tuple[str, takers.Finding | None]] = [("detection", takers.summed_up(found))]
    ratio = token_set_ratio()
    by_letters = takers.searches(exchanges, column, takers.by_letters(ratio)) if ratio else None
    rows.append(("token_set_ratio", takers.summed_up(by_letters) if by_letters else None))
    rows.append(("at random", takers.at_random(found)))
    return table(
        (f"who could take it, by {column}", "recall", "in first 10", "MRR", "proposed"),
        ((name, *(finding.cells() if finding else [None] * 4)) for name, finding in rows),
    )


def _codes(exchanges: Sequence[Exchange], relations: Relations, suggester: Suggester) -> str:
    texts = code_suggestion.by_text(exchanges)
    spoken = code_suggestion.by_text_and_business(exchanges)
    rows = []
    for name, coded, tells_business in (
        ("texts", texts, False),
        ("texts and businesses, business not told", spoken, False),
        ("texts and businesses, business told", spoken, True),
    ):
        found = code_suggestion.suggested(
            coded, suggester, relations.vocabulary, tells_business=tells_business
        )
        rows.append((name, len(found), *code_suggestion.shares(found)))
    return table(("waste code in the first 5", "number", "code", "first 4 digits"), rows)
