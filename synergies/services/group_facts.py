"""What several declarations come to together: months, amounts, distances, dangers, in sentences."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from companies.units import unit_text
from synergies import detection
from synergies.detection.facts import distance_km
from synergies.detection.parse import ALL_MONTHS, month_numbers
from synergies.detection.quantities import Quantity
from synergies.services.detection.reasons import language

NO_BREAK_SPACE = "\u00a0"
TOGETHER = {
    detection.Direction.OFFER: gettext_lazy("Offered together: %(amount)s."),
    detection.Direction.NEED: gettext_lazy("Needed together: %(amount)s."),
    detection.Direction.SHARE: gettext_lazy("Shared together: %(amount)s."),
}


def group_facts(
    declarations: Sequence[detection.Parsed],
    concept: str,
    companies: Mapping[str, str],
    vocabulary: detection.Vocabulary,
) -> list[str]:
    """Return what there is to say of the members of a group together, in the current language.

    Amounts are added up for what is the concept or a kind of it, not for what it serves.
    companies: the name shown for the company of each declaration, by its reference.
    """
    if not declarations:
        return []
    alike = [one for one in declarations if _is_about(one, concept, vocabulary)]
    dangers = [
        detection.sentence(reason, vocabulary, language())
        for reason in _dangers(declarations, companies)
    ]
    months = _months(declarations, vocabulary)
    return [months, *_amounts(alike), *_distances(declarations, companies), *dangers]


def _is_about(declared: detection.Parsed, concept: str, vocabulary: detection.Vocabulary) -> bool:
    return any(concept in vocabulary.lineage(head) for head in declared.heads if head in vocabulary)


def _months(declarations: Sequence[detection.Parsed], vocabulary: detection.Vocabulary) -> str:
    common = ALL_MONTHS
    for declared in declarations:
        common &= declared.months
    if common == ALL_MONTHS:
        reason = detection.Reason("all_year")
    elif common:
        months = " ".join(map(str, month_numbers(common)))
        reason = detection.Reason("common_months", (("months", months),))
    elif all(one.direction is detection.Direction.NEED for one in declarations):
        reason = detection.Reason("seasons_follow")
    else:
        return _("No month in common to all.")
    return detection.sentence(reason, vocabulary, language())


def _amounts(declarations: Sequence[detection.Parsed]) -> Iterator[str]:
    """Yield the totals of what may be added up, and how many say how much."""
    alike: dict[tuple[detection.Direction, str, bool], list[Quantity]] = defaultdict(list)
    for declared in declarations:
        if (amount := declared.quantity) and amount.middle > 0:
            alike[declared.direction, amount.unit, amount.is_annual].append(amount)
    for (direction, _unit, _is_annual), amounts in sorted(alike.items()):
        if len(amounts) > 1:
            yield TOGETHER[direction] % {"amount": amount_text(_total(amounts))}
    known = sum(map(len, alike.values()))
    if 0 < known < len(declarations):
        text = _("How much: said in %(known)d of %(count)d declarations.")
        yield text % {"known": known, "count": len(declarations)}


def _total(amounts: Sequence[Quantity]) -> Quantity:
    low, high = (
        sum(ends) for ends in zip(*((each.low, each.high) for each in amounts), strict=True)
    )
    return Quantity(Decimal(low), Decimal(high), amounts[0].unit, amounts[0].is_annual)


def amount_text(quantity: Quantity) -> str:
    """Return an amount such as “5–10 t per year” in the current language."""
    ends = dict.fromkeys((quantity.low, quantity.high))
    number = "–".join(
        number_format(f"{end:.3f}".rstrip("0").rstrip("."), force_grouping=True) for end in ends
    )
    text = _with_unit(number, quantity)
    return _("%(amount)s per year") % {"amount": text} if quantity.is_annual else text


def _with_unit(number: str, quantity: Quantity) -> str:
    count = 1 if quantity.high <= 1 else 2
    counted = {
        "unit": ngettext("%(number)s unit", "%(number)s units", count),
        "person": ngettext("%(number)s person", "%(number)s people", count),
        "place": ngettext("%(number)s seat", "%(number)s seats", count),
    }
    if template := counted.get(quantity.unit):
        return template % {"number": number}
    return f"{number}{NO_BREAK_SPACE}{unit_text(quantity.unit)}".rstrip()


def _distances(
    declarations: Sequence[detection.Parsed], companies: Mapping[str, str]
) -> Iterator[str]:
    """Yield how far the nearest and the farthest companies are from each other."""
    places = {companies[each.ref]: each for each in declarations if each.latitude is not None}
    found = [
        (km, one, other)
        for one, other in combinations(sorted(places), 2)
        if (km := distance_km(places[one], places[other])) is not None
    ]
    if len(found) == 1:
        yield _("%(km)s km apart.") % {"km": _km(found[0][0])}
    elif found:
        yield _("Nearest: %(km)s km (%(one)s – %(other)s).") % _named(min(found))
        yield _("Farthest: %(km)s km (%(one)s – %(other)s).") % _named(max(found))
    if not found:
        yield _("Distances unknown.")


def _named(found: tuple[float, str, str]) -> dict[str, str]:
    km, one, other = found
    return {"km": _km(km), "one": one, "other": other}


def _km(distance: float) -> str:
    return number_format(f"{distance:.1f}")


def _dangers(
    declarations: Sequence[detection.Parsed], companies: Mapping[str, str]
) -> Iterator[detection.Reason]:
    for declared in declarations:
        if declared.hazard:
            params = (("ref", companies[declared.ref]), ("code", declared.hazard))
            yield detection.Reason("hazardous", params)
