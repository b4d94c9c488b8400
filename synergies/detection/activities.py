"""What kinds of company typically have and need, as relations: always LEADs, never more."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from .records import Direction, Reason, Tier
from .relation import HANDED_OVER, ORDER, Relation, Sides
from .vocabulary.concepts import ACTIVITY_SECTION, FLOW_SECTIONS, Vocabulary

Between = Callable[[str], Iterable[tuple[str, Relation]]]
Reach = dict[str, tuple[int, str]]  # concept → how loosely it answers, and the thing it answers

# How loosely a concept answers what an activity has or needs: itself, its kin, or by a use;
# what the activity only shares with its heading comes after what is its own.
_LOOSENESS = {"same_concept": 0, "same_heading": 0, "kind_of": 1, "known_use": 2}
_INHERITED = 3


def related_activities(
    vocabulary: Vocabulary, between: Between
) -> dict[str, list[tuple[str, Relation]]]:
    """Return the relations that rest on what activities have or need, by thing and by activity.

    between: the relations of a thing with other things.
    """
    activities = [
        concept.code
        for concept in vocabulary.concepts.values()
        if concept.section == ACTIVITY_SECTION
    ]
    given = {code: _reach(vocabulary, between, code, gives=True) for code in activities}
    wanted = {code: _reach(vocabulary, between, code, gives=False) for code in activities}
    found: dict[str, list[tuple[str, Relation]]] = defaultdict(list)
    for activity in activities:
        for reach, gives in ((given[activity], True), (wanted[activity], False)):
            for thing, (looseness, answered) in reach.items():
                mine, theirs = _relations(vocabulary, activity, answered, looseness, gives=gives)
                found[activity].append((thing, mine))
                found[thing].append((activity, theirs))
        for other, mine, theirs in _exchanges(vocabulary, activity, given[activity], activities):
            found[activity].append((other, mine))
            found[other].append((activity, theirs))
    return found


def _reach(vocabulary: Vocabulary, between: Between, activity: str, *, gives: bool) -> Reach:
    """Return what answers the things of an activity, the closest answer of each."""
    concept = vocabulary.concepts[activity]
    own = concept.has if gives else concept.needs
    things = vocabulary.has(activity) if gives else vocabulary.needs(activity)
    sides = (Direction.OFFER, Direction.NEED) if gives else (Direction.NEED, Direction.OFFER)
    reached: Reach = {}
    for thing in filter(vocabulary.__contains__, things):
        for other, relation in between(thing):
            looseness = _looseness(relation, sides)
            if looseness is None:
                continue
            answer = (looseness + (0 if thing in own else _INHERITED), thing)
            reached[other] = min(answer, reached.get(other, answer))
    return reached


def _looseness(relation: Relation, sides: tuple[Direction, Direction]) -> int | None:
    """Return how loosely this relation answers, or None when it does not: no use by a heading."""
    if relation.reason.code == "known_use" and relation.tier is Tier.LEAD:
        return None
    return _LOOSENESS.get(relation.reason.code) if relation.holds(*sides) else None


def _relations(
    vocabulary: Vocabulary, activity: str, answered: str, looseness: int, *, gives: bool
) -> tuple[Relation, Relation]:
    """Return the relation of an activity with a thing, seen from each of the two."""
    is_flow = vocabulary.section(answered) in FLOW_SECTIONS
    code = "activity_has" if gives else "activity_needs"
    reason = Reason(code, (("activity", activity), ("concept", answered)))
    mine, theirs = (Sides.GIVES, Sides.TAKES) if gives else (Sides.TAKES, Sides.GIVES)
    if not is_flow:
        mine = theirs = Sides.ANY
    order = ORDER[code] + looseness
    return (
        Relation(Tier.LEAD, order, answered, reason, mine, is_flow),
        Relation(Tier.LEAD, order, answered, reason, theirs, is_flow),
    )


def _exchanges(
    vocabulary: Vocabulary, giver: str, given: Reach, activities: Iterable[str]
) -> Iterator[tuple[str, Relation, Relation]]:
    """Yield the activities that need what this one typically has, and both views of it."""
    for taker in activities:
        answers = [given[need] for need in vocabulary.needs(taker) if need in given]
        if taker == giver or not answers:
            continue
        looseness, thing = min(answers)
        reason = Reason("activities", (("giver", giver), ("concept", thing), ("taker", taker)))
        is_handed_over = vocabulary.section(thing) in HANDED_OVER
        order = ORDER["activities"] + looseness
        mine, theirs = (
            Relation(Tier.LEAD, order, thing, reason, sides, is_handed_over)
            for sides in (Sides.GIVES, Sides.TAKES)
        )
        yield taker, mine, theirs
