"""Declarations as the vocabulary understands them: kept in the database, renewed when due.

Whether a row is due is asked of the data: the fingerprint of what the declaration says now is
compared with the one it was parsed from. No save can be missed, whoever made it.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import F, JSONField, Q, QuerySet, TextField
from django.db.models.functions import MD5, Cast, JSONArray

from companies.models import Company, Initiative, Resource
from synergies import detection
from synergies.detection.compact import from_line, to_line
from synergies.detection.parse import spelled
from synergies.models import DetectionKey, ParsedResource
from synergies.services.vocabulary import base_version

# All that detection reads of a declaration.
READ_FROM = (
    "company_id direction family title description quantity unit period available_from"
    " available_to waste_code_id concept company__latitude company__longitude"
).split()
RENEWED = (
    "initiative family concept is_certain line text latitude longitude fingerprint vocabulary"
    " parsed_at"
).split()
_NEAREST = f"""
    SELECT line FROM {ParsedResource._meta.db_table}
    WHERE resource_id IN (
        SELECT parsed_id FROM {DetectionKey._meta.db_table}
        WHERE initiative_id = %s AND key IN ({{keys}})
    )
    ORDER BY {{order}}resource_id LIMIT %s
"""  # noqa: S608 – the names of our tables  # nosec B608
# A degree of longitude is two thirds of one of latitude in Lorraine: near enough to sort by.
_SQUARED_DEGREES = "(latitude - %s) * (latitude - %s) + 0.44 * (longitude - %s) * (longitude - %s)"
_FAR = 1e6
LONGEST_KEY = 100
KEYS_AT_ONCE = 5_000
BATCH_SIZE = 500  # rows per statement: SQLite allows 32,766 values in one


def with_fingerprint(resources: QuerySet[Resource]) -> QuerySet[Resource]:
    """Annotate `fingerprint`: 32 hexadecimal digits of all that detection reads."""
    values = JSONArray(*READ_FROM, output_field=JSONField())
    return resources.annotate(fingerprint=MD5(Cast(values, TextField())))


def resources_to_parse(initiative: Initiative) -> QuerySet[Resource]:
    """Return the open declarations that were never parsed, or say something else by now."""
    rows = with_fingerprint(Resource.objects.for_detection())
    stale = (
        Q(parsed=None)
        | ~Q(parsed__fingerprint=F("fingerprint"))
        | ~Q(parsed__vocabulary=base_version())
    )
    return rows.filter(stale, company__initiative=initiative)


def closed_and_parsed(initiative: Initiative) -> QuerySet[ParsedResource]:
    """Return what is kept of declarations that are closed, or whose company has left."""
    return ParsedResource.objects.filter(initiative=initiative).exclude(
        resource__closed_at=None, resource__company__left_on=None
    )


def parse(
    resources: Iterable[Resource], relations: detection.Relations, now: datetime
) -> list[detection.Parsed]:
    """Parse resources (annotated with `fingerprint`) and keep the result; return it."""
    pairs = [
        (resource, detection.parse_declaration(declaration_of(resource), relations.vocabulary))
        for resource in resources
    ]
    rows = [_row(resource, parsed, relations.vocabulary, now) for resource, parsed in pairs]
    DetectionKey.objects.filter(parsed__in=[row.pk for row in rows]).delete()
    ParsedResource.objects.bulk_create(
        rows,
        batch_size=BATCH_SIZE,
        update_conflicts=True,
        unique_fields=["resource"],
        update_fields=RENEWED,
    )
    DetectionKey.objects.bulk_create(
        (
            DetectionKey(parsed=row, initiative_id=row.initiative_id, key=key[:LONGEST_KEY])
            for row, (_, parsed) in zip(rows, pairs, strict=True)
            for key in sorted(detection.posted_keys(parsed))
        ),
        batch_size=BATCH_SIZE,
    )
    return [parsed for _, parsed in pairs]


def lines_under(
    initiative_id: int, keys: Iterable[str], *, but: int | None = None
) -> list[detection.Parsed]:
    """Return the kept declarations posted under one of the keys, each once, but the one named."""
    found: dict[int, str] = {}
    wanted = sorted({key[:LONGEST_KEY] for key in keys})
    for start in range(0, len(wanted), KEYS_AT_ONCE):
        posted = DetectionKey.objects.filter(
            initiative=initiative_id, key__in=wanted[start : start + KEYS_AT_ONCE]
        )
        rows = ParsedResource.objects.filter(pk__in=posted.values("parsed"))
        found.update(rows.values_list("pk", "line"))
    if but is not None:
        found.pop(but, None)
    return [from_line(line) for line in found.values()]


def nearest_under(company: Company, keys: Iterable[str], limit: int) -> list[detection.Parsed]:
    """Return the kept declarations under one of the keys, those nearest to `company` first.

    limit: of the number returned. For a company without a place the oldest come first. Written
    as SQL because building the same statement from expressions takes longer than running it.
    """
    wanted = [key[:LONGEST_KEY] for key in keys]
    parameters: list[int | float | str] = [company.initiative_id, *wanted]
    order = ""
    if company.latitude is not None and company.longitude is not None:
        order = f"COALESCE({_SQUARED_DEGREES}, {_FAR}), "
        parameters += [company.latitude, company.latitude, company.longitude, company.longitude]
    statement = _NEAREST.format(keys=", ".join(["%s"] * len(wanted)), order=order)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, limit])
        return [from_line(line) for (line,) in cursor.fetchall()]


def declaration_of(resource: Resource) -> detection.Declaration:
    """Return a resource as detection reads it; its company and waste code must be loaded."""
    quantity = resource.quantity
    return detection.Declaration(
        ref=str(resource.pk),
        company=str(resource.company_id),
        direction=detection.Direction(resource.direction),
        family=detection.Family(resource.family),
        title=resource.title,
        description=resource.description,
        quantity="" if quantity is None else format(quantity.normalize(), "f"),
        unit=resource.unit,
        period=resource.period,
        available_from=resource.available_from,
        available_to=resource.available_to,
        waste_code=str(resource.waste_code or ""),
        latitude=resource.company.latitude,
        longitude=resource.company.longitude,
        concept=resource.concept,
    )


def lines(rows: QuerySet[ParsedResource]) -> list[detection.Parsed]:
    """Return the kept declarations as detection reads them."""
    return [from_line(line) for line in rows.values_list("line", flat=True)]


def _row(
    resource: Resource,
    parsed: detection.Parsed,
    vocabulary: detection.Vocabulary,
    now: datetime,
) -> ParsedResource:
    texts = (resource.title, resource.description)
    words = " / ".join(
        " ".join(word.spoken for word in spelled(text, vocabulary)) for text in texts
    )
    return ParsedResource(
        resource=resource,
        initiative_id=resource.company.initiative_id,
        family=resource.family,
        concept=parsed.heads[0] if parsed.heads else "",
        is_certain=parsed.is_certain,
        line=to_line(parsed),
        text=f" {words} ",
        latitude=resource.company.latitude,
        longitude=resource.company.longitude,
        fingerprint=resource.fingerprint,  # type: ignore[attr-defined]  # annotated
        vocabulary=base_version(),
        parsed_at=now,
    )
