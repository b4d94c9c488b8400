"""Matches in the database: those of one declaration, or of all, kept equal to what detection finds.

A match depends on its two declarations and the vocabulary only. So the matches of a changed
declaration can be replaced alone, and the result is what a look at everything would give.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from companies.models import Initiative, Resource
from synergies import detection
from synergies.models import Match, ParsedResource, Party
from synergies.services.detection import parsing
from synergies.services.vocabulary import relations

RECOMPUTED = ("kind", "tier", "tier_order", "concept", "reasons")
PARSED_AT_ONCE = 500
NEAREST_AT_ONCE = 60  # candidates of a tier looked at for a page, the nearest first
ONE_BY_ONE_UP_TO = 40  # more changed declarations than that are quicker in one pass over all

Pair = tuple[int, int]
Progress = Callable[[int, int], None]


@dataclass
class Stored:
    """What bringing matches up to date wrote; `new` counts those that nobody has decided."""

    new: int = 0
    changed: int = 0
    forgotten: int = 0

    def __add__(self, other: "Stored") -> "Stored":
        return Stored(
            self.new + other.new, self.changed + other.changed, self.forgotten + other.forgotten
        )


def run_detection(
    *, initiative: Initiative, progress: Progress | None = None, now: datetime | None = None
) -> int:
    """Bring all suggestions of `initiative` up to date; return how many of them are new.

    What a person decided stays as it is, so a rejected pair never comes back. A pair that one
    synergy holds already is stored as kept by it: its reasons explain the synergy. Run twice on
    the same declarations, the second run writes nothing.
    progress: called with (declarations done, all declarations).
    """
    now = now or timezone.now()
    parse_all(initiative=initiative, now=now)
    known = relations()
    parsed = parsing.lines(ParsedResource.objects.filter(initiative=initiative))
    index = detection.Index((), known)
    found: list[detection.Match] = []
    for done, one in enumerate(parsed, start=1):
        judgements = detection.judged(one, index.candidates(one), known)
        found.extend(judgement.match() for judgement in judgements)
        index.add(one)
        if progress:
            progress(done, len(parsed))
    with transaction.atomic():
        lock(initiative.pk)
        return store(initiative, found, Match.objects.of_initiative(initiative)).new


def parse_all(*, initiative: Initiative, now: datetime) -> int:
    """Parse every declaration that is due, some hundreds at a time; return how many.

    Interrupted, it goes on where it was: what is parsed is no longer due.
    """
    parsing.closed_and_parsed(initiative).delete()
    due = list(parsing.resources_to_parse(initiative).values_list("pk", flat=True))
    known = relations()
    for start in range(0, len(due), PARSED_AT_ONCE):
        with transaction.atomic():
            rows = Resource.objects.for_detection().filter(
                pk__in=due[start : start + PARSED_AT_ONCE]
            )
            parsing.parse(parsing.with_fingerprint(rows), known, now)
    return len(due)


def detect_resource(*, pk: int, now: datetime) -> Stored:
    """Bring the matches of one declaration up to date, and of no other; return what was written.

    A declaration that is closed, or whose company has left, loses its suggestions.
    """
    with transaction.atomic():
        initiative = _initiative_of(pk)
        if initiative is None:
            return Stored()
        lock(initiative.pk)
        rows = parsing.with_fingerprint(Resource.objects.for_detection().filter(pk=pk))
        mine = Match.objects.filter(Q(resource_a=pk) | Q(resource_b=pk))
        if not (resource := rows.first()):
            ParsedResource.objects.filter(pk=pk).delete()
            return store(initiative, [], mine)
        known = relations()
        parsed = parsing.parse([resource], known, now)[0]
        matches = [judgement.match() for judgement in _judged(parsed, initiative.pk, known)]
        return store(initiative, matches, mine)


def detect_due(*, initiative: Initiative, now: datetime) -> int:
    """Bring up to date what changed since it was last looked at; return how many declarations.

    Asks the data what is due, so a lost message or a killed worker changes nothing. When much
    has changed at once, as after an import, one pass over everything is quicker.
    """
    due = _due(initiative)
    if len(due) > ONE_BY_ONE_UP_TO:
        run_detection(initiative=initiative, now=now)
    else:
        for pk in due:
            detect_resource(pk=pk, now=now)
    return len(due)


def due_count(initiative: Initiative) -> int:
    """Return how many declarations `detect_due` would look at."""
    return len(_due(initiative))


def _due(initiative: Initiative) -> list[int]:
    changed = parsing.resources_to_parse(initiative).values_list("pk", flat=True)
    closed = parsing.closed_and_parsed(initiative).values_list("pk", flat=True)
    return [*changed, *closed]


def best_matches(
    *, resource: Resource, limit: int
) -> list[tuple[detection.Judgement, detection.Match]]:
    """Return the best matches of a declaration as it stands now, the best first; write nothing.

    For the page right after a declaration was made: the worker stores all of them in a moment.
    Looks for the strongest tier first and no further than needed, so it takes about as long
    among a hundred thousand declarations as among a thousand.
    """
    known = relations()
    parsed = detection.parse_declaration(parsing.declaration_of(resource), known.vocabulary)
    found: list[detection.Judgement] = []
    for tier, keys in zip(detection.Tier, detection.keys_by_tier(parsed, known), strict=True):
        near = parsing.nearest_under(resource.company, keys, NEAREST_AT_ONCE) if keys else []
        found.extend(detection.judged(parsed, near, known))
        if sum(judgement.tier.rank <= tier.rank for judgement in found) >= limit:
            break
    best = detection.best(_each_pair_once(found), parsed.ref, limit)
    return [(judgement, judgement.match()) for judgement in best]


def _each_pair_once(judgements: Iterable[detection.Judgement]) -> list[detection.Judgement]:
    """Return one judgement per pair: who has two concepts was found by each of them."""
    return list({(each.one.ref, each.other.ref): each for each in judgements}.values())


def lock(initiative_pk: int) -> None:
    """Let one writer of matches at a time pass; it ends with the transaction."""
    Initiative.objects.select_for_update().get(pk=initiative_pk)


def _initiative_of(resource_pk: int) -> Initiative | None:
    return Initiative.objects.filter(companies__resources=resource_pk).first()


def _judged(
    parsed: detection.Parsed, initiative_pk: int, known: detection.Relations
) -> Iterable[detection.Judgement]:
    keys = detection.looked_up_keys(parsed, known)
    candidates = parsing.lines_under(initiative_pk, keys, but=int(parsed.ref))
    return detection.judged(parsed, candidates, known)


# -- Storing --------------------------------------------------------------------------------------
def store(
    initiative: Initiative, matches: Iterable[detection.Match], stored: QuerySet[Match]
) -> Stored:
    """Make `stored` (the rows looked at) equal to `matches`; return what was written.

    Decisions stay: only suggestions are changed, or forgotten when nothing supports them.
    """
    known = {_pair(match): match for match in stored}
    current: set[Pair] = set()
    new: list[Match] = []
    changed: list[Match] = []
    for row in map(_row, matches):
        current.add(_pair(row))
        before = known.get(_pair(row))
        if before is None:
            new.append(row)
        elif before.status == Match.Status.SUGGESTED and _differs(before, row):
            for name in RECOMPUTED:
                setattr(before, name, getattr(row, name))
            changed.append(before)
    _keep_those_of_synergies(initiative, new)
    Match.objects.bulk_create(new, batch_size=parsing.BATCH_SIZE, ignore_conflicts=True)
    Match.objects.bulk_update(changed, RECOMPUTED, batch_size=parsing.BATCH_SIZE)
    forgotten = _forget([match.pk for pair, match in known.items() if pair not in current])
    suggested = sum(row.status == Match.Status.SUGGESTED for row in new)
    return Stored(suggested, len(changed), forgotten)


def _row(match: detection.Match) -> Match:
    first, second = sorted((int(match.ref_a), int(match.ref_b)))
    return Match(
        resource_a_id=first,
        resource_b_id=second,
        kind=match.kind.value,
        tier=match.tier.value.lower(),
        tier_order=match.tier.rank + 1,
        concept=match.concept,
        reasons=[{"code": why.code, "params": dict(why.params)} for why in match.reasons],
    )


def _pair(match: Match) -> Pair:
    return match.resource_a_id, match.resource_b_id


def _differs(before: Match, row: Match) -> bool:
    return any(getattr(before, name) != getattr(row, name) for name in RECOMPUTED)


def _keep_those_of_synergies(initiative: Initiative, rows: list[Match]) -> None:
    """Mark as kept the pairs of declarations that stand together in a synergy already."""
    resources = {pk for row in rows for pk in _pair(row)}
    links = Party.resources.through.objects.filter(
        party__synergy__initiative=initiative, party__synergy__merged_into=None
    )
    if len(resources) <= parsing.BATCH_SIZE:
        links = links.filter(resource__in=resources)
    synergies: dict[int, set[int]] = {}
    for synergy_pk, resource_pk in links.values_list("party__synergy", "resource"):
        synergies.setdefault(resource_pk, set()).add(synergy_pk)
    for row in rows:
        first, second = (synergies.get(pk, set()) for pk in _pair(row))
        if together := first & second:
            row.status, row.synergy_id = Match.Status.KEPT, min(together)


def _forget(pks: list[int]) -> int:
    """Delete suggestions that nothing supports any more; a decision taken meanwhile stays."""
    count = 0
    for start in range(0, len(pks), parsing.BATCH_SIZE):
        chunk = pks[start : start + parsing.BATCH_SIZE]
        count += Match.objects.suggested().filter(pk__in=chunk).delete()[0]
    return count
