"""What is measured on the workshop's workbook and on hard pairs, as tables.

In English, like the documentation that quotes them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from synergies.detection import Tier
from synergies.detection.merges import Bond, MergeGroup

from . import merges
from .hard_negatives import Verdict
from .pompey import Pairs, Workshop, agreeing_kinds, found_again, possible_pairs, tiers
from .ranking import Share
from .sample import Standing
from .table import Cell, table

STRONG = (Tier.SURE, Tier.PROBABLE)


def recorded(workshop: Workshop, pairs: Pairs) -> Iterator[str]:
    """Yield what was found of the recorded synergies, and how much was proposed in all."""
    found = found_again(workshop, pairs)
    count, all_of_them = tiers(found), len(workshop.synergies)
    strong = sum(count[tier] for tier in STRONG)
    rows: list[tuple[str, Share]] = [
        *((tier.value, Share(count[tier], all_of_them)) for tier in Tier),
        ("not found", Share(count[None], all_of_them)),
        ("SURE or PROBABLE", Share(strong, all_of_them)),
        ("any tier", Share(all_of_them - count[None], all_of_them)),
        ("every resource matched", Share(sum(each.is_linked for each in found), all_of_them)),
        ("kind agrees, two resources", agreeing_kinds(found)),
    ]
    yield table(("recorded synergies", "number", "of", "share"), map(_counted, rows))
    yield _proposed(workshop, pairs)


def not_found(workshop: Workshop, pairs: Pairs) -> str:
    """Return the recorded synergies of which nothing was found."""
    titles = {each.ref: each.title for each in workshop.declarations}
    return "\n".join(
        f"{each.synergy.number}  {each.synergy.title}: "
        + " / ".join(f"{ref} {titles[ref]}" for ref in each.synergy.refs)
        for each in found_again(workshop, pairs)
        if each.tier is None
    )


def _proposed(workshop: Workshop, pairs: Pairs) -> str:
    count = Counter(match.tier for match in pairs.values())
    possible = possible_pairs(workshop.declarations)
    rows = [(tier.value, Share(count[tier], possible)) for tier in Tier]
    rows.append(("any tier", Share(count.total(), possible)))
    header = ("matches of all pairs of two companies", "number", "of", "share")
    return table(header, map(_counted, rows))


def _counted(row: tuple[str, Share]) -> Sequence[Cell]:
    name, share = row
    return name, share.part, share.whole, share


def hard_negatives(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield how many pairs are in each tier, and which are SURE."""
    count = Counter(each.tier for each in verdicts)
    rows = [(tier.value, Share(count[tier], len(verdicts))) for tier in Tier]
    rows.append(("not proposed", Share(count[None], len(verdicts))))
    yield table(("hard negatives", "number", "of", "share"), map(_counted, rows))
    sure = [each for each in verdicts if each.tier is Tier.SURE]
    if sure:
        yield "\n".join(
            f"{each.pair['number']}  {each.pair['group']}: {each.pair['title_a']} / "
            f"{each.pair['title_b']}  [{each.judgement.relation.concept if each.judgement else ''}]"
            for each in sure
        )


def judged(now: Standing) -> str:
    """Return the precision of what was judged in a sample."""
    known = len(now.judged)
    return table(
        ("SURE matches", "number"),
        [
            ("sample", len(now.sample)),
            ("judged", known),
            ("right", now.precision.part),
            ("wrong", known - now.precision.part),
            ("not judged yet", len(now.sample) - known),
            ("verdicts about something else", now.outdated),
            ("precision of what was judged", now.precision if known else None),
            ("precision if the rest is wrong", now.least),
        ],
    )


def merged(workshop: Workshop, groups: Sequence[MergeGroup]) -> str:
    """Return how many groups are proposed, by what holds them, and what is left to vote on."""
    count = merges.by_bond(groups)
    sizes = [len(group.keys) for group in groups]
    return table(
        ("suggested merges", "number"),
        [
            ("recorded synergies", len(workshop.synergies)),
            ("groups", len(groups)),
            *((f"held by one {bond.name.lower()}", count[bond]) for bond in Bond),
            ("synergies in a group", sum(sizes)),
            ("largest group", max(sizes, default=0)),
            ("left to vote on", merges.left_to_vote_on(workshop, groups)),
        ],
    )
