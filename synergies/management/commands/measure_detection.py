"""`manage.py measure_detection`: how good detection is, in figures that anybody can reproduce."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from companies.services.waste import waste_labels
from synergies import detection
from synergies.detection.suggest import Suggester, WasteEntry
from synergies.measures import (
    exchange_tables,
    exchanges,
    hard_negatives,
    merges,
    pompey,
    sample,
    workshop_tables,
)
from synergies.services.vocabulary import base

WORKBOOK = settings.BASE_DIR / "pompey_ite" / "demo" / "pompey-workshop.xlsx"
PAIRS = settings.BASE_DIR / "tests" / "synergies" / "detection" / "data" / "hard_negatives.csv"
VERDICTS = settings.BASE_DIR / "docs" / "detection-sample.csv"
SIZE, SEED = 100, 2026  # of the sample that the documentation lists


class Command(BaseCommand):
    help = "Measure detection on the demonstration workbook, hard pairs and real exchanges."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        measures = parser.add_subparsers(dest="measure", metavar="MEASURE", required=True)
        workbook = measures.add_parser("pompey", help="recorded synergies that are found")
        workbook.add_argument("--missing", action="store_true", help="list those not found")
        measures.add_parser("hard-negatives", help="pairs to refuse that are called SURE")
        drawn = measures.add_parser("sample", help="SURE matches to judge, as CSV")
        drawn.add_argument("--size", type=int, default=SIZE)
        drawn.add_argument("--seed", type=int, default=SEED)
        drawn.add_argument("--judged", action="store_true", help="the precision of what was judged")
        real = measures.add_parser("exchanges", help="real exchanges, from a CSV file")
        real.add_argument("file", type=Path)
        real.add_argument("--missing", action="store_true", help="list what is not understood")
        merged = measures.add_parser("merges", help="what is left to vote on after merging")
        merged.add_argument("--groups", action="store_true", help="list the groups")

    def handle(self, *, measure: str, **options: Any) -> None:
        """Print the tables of one measure."""
        measures: dict[str, Callable[..., None]] = {
            "pompey": self._pompey,
            "hard-negatives": self._hard_negatives,
            "sample": self._sample,
            "exchanges": self._exchanges,
            "merges": self._merges,
        }
        measures[measure](**options)

    def _pompey(self, *, missing: bool, **_options: Any) -> None:
        workshop = pompey.read_workshop(WORKBOOK)
        pairs = pompey.matches_by_pair(workshop.declarations, detection.Relations(base()))
        blocks = [*workshop_tables.recorded(workshop, pairs)]
        if missing:
            blocks.append(workshop_tables.not_found(workshop, pairs))
        self._print(blocks)

    def _hard_negatives(self, **_options: Any) -> None:
        pairs = hard_negatives.read_pairs(PAIRS)
        found = hard_negatives.verdicts(pairs, detection.Relations(base()))
        self._print(workshop_tables.hard_negatives(found))

    def _sample(self, *, size: int, seed: int, judged: bool, **_options: Any) -> None:
        declarations = pompey.read_workshop(WORKBOOK).declarations
        pairs = pompey.matches_by_pair(declarations, detection.Relations(base()))
        drawn = sample.draw(pairs.values(), size, seed)
        now = sample.standing(drawn, _verdicts(VERDICTS), declarations)
        if judged:
            self.stdout.write(workshop_tables.judged(now))
        else:
            self.stdout.write(sample.sample_csv(now, declarations, base()))

    def _exchanges(self, *, file: Path, missing: bool, **_options: Any) -> None:
        known = _read(file)
        relations = detection.Relations(base(), with_activities=True)
        blocks = [*exchange_tables.measured(known, relations, _suggester())]
        if missing:
            blocks += exchange_tables.not_understood(known, relations)
        self._print(blocks)

    def _merges(self, *, groups: bool, **_options: Any) -> None:
        workshop = pompey.read_workshop(WORKBOOK)
        found = merges.suggested(workshop, base())
        blocks = [workshop_tables.merged(workshop, found)]
        if groups:
            blocks += [merges.described(group, workshop, base()) for group in found]
        self._print(blocks)

    def _print(self, blocks: Iterable[str]) -> None:
        self.stdout.write("\n\n".join(blocks))


def _verdicts(path: Path) -> sample.Verdicts:
    try:
        return sample.read_verdicts(path) if path.exists() else {}
    except sample.VerdictsRefused as refusal:
        text = _("%(path)s, line %(line)d: “%(detail)s” is missing, or neither right nor wrong.")
        values = {"path": path, "line": refusal.line, "detail": refusal.detail}
        raise CommandError(text % values) from refusal


def _read(path: Path) -> list[exchanges.Exchange]:
    try:
        return exchanges.read_exchanges(path)
    except exchanges.ExchangesRefused as refusal:
        text = _("%(path)s is not a file of exchanges: it lacks the columns %(names)s.")
        values = {"path": path, "names": ", ".join(refusal.missing)}
        raise CommandError(text % values) from refusal
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", "") or error
        raise CommandError(_("Cannot read %s: %s") % (path, reason)) from error


def _suggester() -> Suggester:
    entries = (
        WasteEntry(label.form, (label.label_fr, label.label_en, *label.words))
        for label in waste_labels().values()
    )
    return Suggester(base(), entries)
