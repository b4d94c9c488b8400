"""From the declarations in the database to suggestions: the adapter of `synergies.detection`."""

from collections.abc import Callable, Iterable
from functools import cache
from itertools import combinations
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language

from companies.models import Initiative, Resource
from synergies import detection
from synergies.models import Match, Party

BATCH_SIZE = 500  # rows per statement: SQLite allows 32,766 values in one
RECOMPUTED = ("kind", "tier", "tier_order", "concept", "reasons")

Pair = tuple[int, int]
Progress = Callable[[int, int], None]


@cache
def vocabulary() -> detection.Vocabulary:
    """Return the vocabulary, read once per process."""
    return detection.load_vocabulary()


def run_detection(*, initiative: Initiative, progress: Progress | None = None) -> int:
    """Bring the suggestions of `initiative` up to date; return how many of them are new.

    What a person decided stays as it is, so a rejected pair never comes back. A pair that one
    synergy holds already is stored as kept by it: its reasons explain the synergy. Run twice on
    the same declarations, the second run writes nothing.
    progress: called with (declarations done, all declarations).
    """
    resources = Resource.objects.for_detection().filter(company__initiative=initiative)
    declarations = [_declaration(resource) for resource in resources]
    found = detection.detect(declarations, vocabulary(), progress)
    with transaction.atomic():
        return _store(initiative, [_row(match) for match in found])


def reason_sentences(match: Match) -> list[str]:
    """Return why the two declarations meet, in the current language; a side is its company."""
    language = "fr" if (get_language() or settings.LANGUAGE_CODE).startswith("fr") else "en"
    companies = {
        str(resource.pk): resource.company.name for resource in (match.resource_a, match.resource_b)
    }
    sentences = (_sentence(stored, companies, language) for stored in match.reasons)
    return [sentence for sentence in sentences if sentence]


def _sentence(stored: dict[str, Any], companies: dict[str, str], language: str) -> str:
    """Return one reason in words; "" for one that an older engine wrote and this one cannot say."""
    params = dict(stored["params"])
    if "ref" in params:
        params["ref"] = companies.get(params["ref"], params["ref"])
    reason = detection.Reason(stored["code"], tuple(params.items()))
    try:
        return detection.sentence(reason, vocabulary(), language)
    except KeyError:
        return ""


def with_sentences(matches: Iterable[Match]) -> list[tuple[Match, list[str]]]:
    """Return each match with its reasons as sentences in the current language."""
    return [(match, reason_sentences(match)) for match in matches]


# -- Into the engine and out of it ----------------------------------------------------------------
def _declaration(resource: Resource) -> detection.Declaration:
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
    )


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


# -- Storing --------------------------------------------------------------------------------------
def _store(initiative: Initiative, rows: Iterable[Match]) -> int:
    stored = Match.objects.filter(resource_a__company__initiative=initiative)
    known = {_pair(match): match for match in stored}
    in_synergy = _pairs_of_synergies(initiative)
    new, changed, current = [], [], set()
    for row in rows:
        current.add(_pair(row))
        before = known.get(_pair(row))
        if before is None:
            _keep_if_known(row, in_synergy)
            new.append(row)
        elif before.status == Match.Status.SUGGESTED and _differs(before, row):
            for field in RECOMPUTED:
                setattr(before, field, getattr(row, field))
            changed.append(before)
    Match.objects.bulk_create(new, batch_size=BATCH_SIZE, ignore_conflicts=True)
    Match.objects.bulk_update(changed, RECOMPUTED, batch_size=BATCH_SIZE)
    _forget([match.pk for pair, match in known.items() if pair not in current])
    return len([row for row in new if row.status == Match.Status.SUGGESTED])


def _pair(match: Match) -> Pair:
    return match.resource_a_id, match.resource_b_id


def _differs(before: Match, row: Match) -> bool:
    return any(getattr(before, field) != getattr(row, field) for field in RECOMPUTED)


def _pairs_of_synergies(initiative: Initiative) -> dict[Pair, int]:
    """Return the pairs of declarations that stand together in a synergy already."""
    links = Party.resources.through.objects.filter(
        party__synergy__initiative=initiative, party__synergy__merged_into=None
    )
    together: dict[int, set[int]] = {}
    for synergy_id, resource_id in links.values_list("party__synergy", "resource"):
        together.setdefault(synergy_id, set()).add(resource_id)
    return {
        pair: synergy_id
        for synergy_id, resources in together.items()
        for pair in combinations(sorted(resources), 2)
    }


def _keep_if_known(row: Match, in_synergy: dict[Pair, int]) -> None:
    if synergy_id := in_synergy.get(_pair(row)):
        row.status, row.synergy_id = Match.Status.KEPT, synergy_id


def _forget(pks: list[int]) -> None:
    """Delete suggestions that nothing supports any more; a decision taken meanwhile stays."""
    for start in range(0, len(pks), BATCH_SIZE):
        chunk = pks[start : start + BATCH_SIZE]
        Match.objects.suggested().filter(pk__in=chunk).delete()
