"""What a stored tally says, in sentences and by company: nothing is counted again here."""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from companies.models import Company
from synergies.models import Answer, RoundOption, Tally, TallyLine, Vote
from synergies.voting.counts import Reason, reason_for

Payments = dict[int, dict[int, Fraction]]  # by option number, then by company


@dataclass(frozen=True)
class ResultLine:
    """One proposal of the result: its counts, why it is in, who wants it."""

    line: TallyLine
    why: str
    interested: list[str]


@dataclass(frozen=True)
class SharePart:
    """What one company paid for one retained proposal, in places."""

    option: RoundOption
    part: Fraction
    others: int

    @property
    def places(self) -> float:
        return float(self.part)


@dataclass(frozen=True)
class ShareReceipt:
    """What became of the share of one company, in places; the parts and the rest are the whole."""

    company: Company
    share: Fraction
    parts: list[SharePart]
    remaining: Fraction

    @property
    def share_places(self) -> float:
        return float(self.share)

    @property
    def remaining_places(self) -> float:
        return float(self.remaining)


def result_lines(tally: Tally) -> dict[str, list[ResultLine]]:
    """Return the lines of each band in alphabetical order, in three queries; no ranking."""
    payments = _payments(tally)
    supporters = _supporters(tally)
    names = _names(tally)
    bands: dict[str, list[ResultLine]] = {band: [] for band in TallyLine.Band.values}
    lines = tally.lines.select_related("option")
    for line in sorted(lines, key=lambda line: (_sortable(line.option.title), line.option.number)):
        interested = supporters.get(line.option_id, []) if line.is_retained else []
        why = ""
        if line.is_retained:
            paid = payments.get(line.option.number, {})
            named = {names[company]: part for company, part in paid.items()}
            supporter_count = line.yes_count + line.priority_count
            why = why_sentence(reason_for(supporters=supporter_count, payments=named))
        bands[line.band].append(ResultLine(line, why, interested))
    return bands


def _sortable(title: str) -> str:
    """Return the title without case and accents: databases disagree on where É comes."""
    letters = unicodedata.normalize("NFKD", title).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def why_sentence(reason: Reason) -> str:
    """Return “why this one” in one sentence, from the count alone; prices are parts of a place."""
    wanted = ngettext(
        "%(count)d company wants it", "%(count)d companies want it", reason.supporters
    ) % {"count": reason.supporters}
    if reason.price is None:
        return _("%(wanted)s; it took a place that was left, by its points.") % {"wanted": wanted}
    if reason.only_payer and not reason.is_equal:
        text = _("%(wanted)s; %(company)s paid the whole place, the others had nothing left.")
        return text % {"wanted": wanted, "company": reason.only_payer}
    price = number_format(Decimal(f"{float(reason.price):.3f}").normalize())
    if reason.is_equal:
        text = ngettext(
            "%(wanted)s; it paid %(price)s of a place.",
            "%(wanted)s; each paid %(price)s of a place.",
            reason.payers,
        )
    else:
        text = _("%(wanted)s; each paid %(price)s of a place, or what it had left.")
    return text % {"wanted": wanted, "price": price}


def share_receipts(tally: Tally, company: Company | None = None) -> list[ShareReceipt]:
    """Return the receipts of the voting companies by name, or that of `company` alone."""
    companies = Company.objects.filter(pk__in=[int(key) for key in tally.shares])
    if company is not None:
        companies = companies.filter(pk=company.pk)
    payments = _payments(tally)
    asked = RoundOption.objects.filter(round=tally.round_id)
    options = {option.number: option for option in asked}
    receipts = []
    for one in companies.order_by("name"):
        stored = tally.shares[str(one.pk)]
        parts = [
            SharePart(options[number], paid[one.pk], len(paid) - 1)
            for number, paid in payments.items()
            if one.pk in paid
        ]
        receipts.append(
            ShareReceipt(one, Fraction(stored["share"]), parts, Fraction(stored["remaining"]))
        )
    return receipts


def _payments(tally: Tally) -> Payments:
    payments: Payments = defaultdict(dict)
    for company, stored in tally.shares.items():
        for number, part in stored["paid"].items():
            payments[int(number)][int(company)] = Fraction(part)
    return payments


def _names(tally: Tally) -> dict[int, str]:
    companies = Company.objects.filter(pk__in=[int(key) for key in tally.shares])
    return dict(companies.values_list("pk", "name"))


def _supporters(tally: Tally) -> dict[int, list[str]]:
    """Return, by option, the names of the companies that said yes or priority."""
    supporters: dict[int, list[str]] = defaultdict(list)
    wanted = Vote.objects.filter(
        ballot__round=tally.round_id, answer__in=[Answer.YES, Answer.PRIORITY]
    )
    rows = wanted.order_by("ballot__company__name").values_list("option", "ballot__company__name")
    for option, name in rows:
        supporters[option].append(name)
    return supporters
