"""A pass over all declarations of an initiative, cut into shards that several workers share.

A pair belongs to the shard of the declaration with the lower number, so the shards together find
each pair once, whatever their number. A shard is claimed by one conditional UPDATE and written in
one transaction: a worker killed in the middle has written nothing, and its claim ends by itself.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet

from companies.models import Initiative
from synergies import detection
from synergies.models import DetectionPass, DetectionShard, Match, ParsedResource
from synergies.services.detection import matching, parsing
from synergies.services.vocabulary import relations

SHARD_SIZE = 2_000  # declarations a shard owns, more when one concept alone has more
OWNED_AT_ONCE = 250  # declarations whose counterparts are held in memory together
CLAIM_LIFETIME = timedelta(minutes=10)


def start_pass(
    *, initiative: Initiative, now: datetime, shard_size: int = SHARD_SIZE
) -> DetectionPass:
    """Return the pass under way, or a new one: all declarations parsed, its shards planned.

    Interrupted while parsing, it is taken up again by the next call.
    """
    try:
        with transaction.atomic():
            detection_pass, _is_new = DetectionPass.objects.get_or_create(
                initiative=initiative, finished_at=None, defaults={"started_at": now}
            )
    except IntegrityError:  # another worker was faster
        detection_pass = DetectionPass.objects.get(initiative=initiative, finished_at=None)
    if detection_pass.planned_at is None:
        matching.parse_all(initiative=initiative, now=now)
        _plan(detection_pass, now, shard_size)
        detection_pass.refresh_from_db()
    return detection_pass


def waiting_shards(now: datetime) -> QuerySet[DetectionShard]:
    """Return the shards of unfinished passes at which nobody works."""
    return DetectionShard.objects.free(now).filter(detection_pass__finished_at=None)


def run_shard(*, pk: int, now: datetime) -> bool:
    """Do a shard unless somebody has it; return whether this call did it."""
    claimed = DetectionShard.objects.free(now).filter(pk=pk)
    if not claimed.update(claimed_until=now + CLAIM_LIFETIME):
        return False
    shard = DetectionShard.objects.select_related("detection_pass__initiative").get(pk=pk)
    initiative = shard.detection_pass.initiative
    known = relations()
    owned = list(_owned(shard, initiative))
    found = [match for chunk in _chunks(owned) for match in _found(chunk, initiative, known)]
    with transaction.atomic():
        matching.lock(initiative.pk)
        moved = _parsed_again(initiative, shard)
        kept = [match for match in found if moved.isdisjoint((match.ref_a, match.ref_b))]
        matching.store(initiative, kept, _rows(shard, initiative, moved))
        DetectionShard.objects.filter(pk=pk).update(done_at=now, claimed_until=None)
        _finish(shard.detection_pass, now)
    return True


def _plan(detection_pass: DetectionPass, now: datetime, shard_size: int) -> None:
    """Cut the declarations, in the order of family and concept, into ranges of about one size."""
    rows = ParsedResource.objects.filter(initiative=detection_pass.initiative)
    counts = (
        rows.order_by("family", "concept").values_list("family", "concept").annotate(Count("pk"))
    )
    shards: list[DetectionShard] = []
    room = 0
    for family, concept, count in counts:
        if shards and shards[-1].family == family and room > 0:
            shards[-1].last_concept = concept
        else:
            shards.append(
                DetectionShard(
                    detection_pass=detection_pass,
                    family=family,
                    first_concept=concept,
                    last_concept=concept,
                )
            )
            room = shard_size
        room -= count
    with transaction.atomic():
        free = DetectionPass.objects.filter(pk=detection_pass.pk, planned_at=None)
        if free.update(planned_at=now):  # else another worker has planned meanwhile
            DetectionShard.objects.bulk_create(shards)
            _finish(detection_pass, now)


def _finish(detection_pass: DetectionPass, now: datetime) -> None:
    if not detection_pass.shards.filter(done_at=None).exists():
        DetectionPass.objects.filter(pk=detection_pass.pk).update(finished_at=now)


def _owned(shard: DetectionShard, initiative: Initiative) -> list[detection.Parsed]:
    rows = ParsedResource.objects.filter(initiative=initiative, **_range(shard))
    understood = parsing.lines(rows.order_by("concept", "pk"))
    return sorted(understood, key=lambda parsed: (parsed.heads, parsed.direction))


def _range(shard: DetectionShard, prefix: str = "") -> dict[str, str]:
    return {
        f"{prefix}family": shard.family,
        f"{prefix}concept__gte": shard.first_concept,
        f"{prefix}concept__lte": shard.last_concept,
    }


def _chunks(owned: list[detection.Parsed]) -> Iterator[list[detection.Parsed]]:
    for start in range(0, len(owned), OWNED_AT_ONCE):
        yield owned[start : start + OWNED_AT_ONCE]


def _found(
    chunk: list[detection.Parsed], initiative: Initiative, known: detection.Relations
) -> Iterator[detection.Match]:
    """Yield the matches of a few declarations with those of a higher number."""
    wanted = {key for parsed in chunk for key in detection.looked_up_keys(parsed, known)}
    index = detection.Index(parsing.lines_under(initiative.pk, wanted), known)
    for parsed in chunk:
        later = (other for other in index.candidates(parsed) if int(other.ref) > int(parsed.ref))
        for judgement in detection.judged(parsed, later, known):
            yield judgement.match()


def _rows(shard: DetectionShard, initiative: Initiative, moved: set[str]) -> QuerySet[Match]:
    """Return the stored matches a shard answers for: those whose lower number it owns."""
    skipped = [int(ref) for ref in moved]
    rows = Match.objects.of_initiative(initiative).filter(**_range(shard, "resource_a__parsed__"))
    return rows.exclude(resource_a__in=skipped).exclude(resource_b__in=skipped)


def _parsed_again(initiative: Initiative, shard: DetectionShard) -> set[str]:
    """Return the declarations parsed since the pass was planned: who did has their matches."""
    planned_at = shard.detection_pass.planned_at
    rows = ParsedResource.objects.filter(initiative=initiative, parsed_at__gt=planned_at)
    return {str(pk) for pk in rows.values_list("pk", flat=True)}
