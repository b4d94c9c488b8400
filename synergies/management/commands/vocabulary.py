"""`manage.py vocabulary`: look at the words detection knows."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from companies.services.waste import codes_in_force
from synergies import detection
from synergies.services.vocabulary import base, find_concepts

AT_MOST = 30


class Command(BaseCommand):
    help = "Count, find and check the concepts of the vocabulary."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--stats", action="store_true", help="count concepts and aliases")
        what.add_argument("--find", metavar="WORD", help="show the concepts with these words")
        what.add_argument("--check", action="store_true", help="list what is wrong")

    def handle(self, *, stats: bool, find: str | None, check: bool, **options: Any) -> None:
        """Do the one thing asked; --check fails when there is a fault."""
        vocabulary = base()
        if stats:
            self._stats(vocabulary)
        elif find:
            self._find(find, vocabulary)
        elif check:
            self._check(vocabulary)

    def _stats(self, vocabulary: detection.Vocabulary) -> None:
        names = ("concepts", "French", "English", "waste codes", "uses", "not to be confused")
        widths = [max(len(name), 7) for name in names]
        self._row("section", names, widths)
        sections: dict[str, list[int]] = {}
        for concept in vocabulary.concepts.values():
            counts = (
                1,
                1 + len(set(concept.aliases_fr)),
                1 + len(set(concept.aliases_en)),
                len(concept.waste_codes),
                len(concept.uses),
                len(concept.incompatible),
            )
            known = sections.setdefault(concept.section, [0] * len(counts))
            sections[concept.section] = [sum(pair) for pair in zip(known, counts, strict=True)]
        for section, numbers in sorted(sections.items()):
            self._row(section, numbers, widths)
        self._row("all", [sum(column) for column in zip(*sections.values(), strict=True)], widths)
        self.stdout.write(_("%d different phrases are understood.") % len(vocabulary.phrases))

    def _row(self, first: str, cells: Any, widths: list[int]) -> None:
        shown = (f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
        self.stdout.write("  ".join((f"{first:<10}", *shown)))

    def _find(self, words: str, vocabulary: detection.Vocabulary) -> None:
        found = find_concepts(words, vocabulary)
        if not found:
            raise CommandError(_("No concept has these words: %s") % words)
        for concept in found[:AT_MOST]:
            self._show(concept, vocabulary)
        if hidden := len(found) - AT_MOST:
            self.stdout.write(_("… and %d more.") % hidden if hidden > 0 else "")

    def _show(self, concept: detection.Concept, vocabulary: detection.Vocabulary) -> None:
        lineage = " < ".join(vocabulary.lineage(concept.code))
        self.stdout.write(
            f"{concept.label_fr} / {concept.label_en}  [{concept.section}: {lineage}]"
        )
        for name, values in (
            ("fr", concept.aliases_fr),
            ("en", concept.aliases_en),
            (_("waste codes"), concept.waste_codes),
            (_("not to be confused with"), concept.incompatible),
            (_("known uses"), concept.uses),
            ("NAF", concept.naf),
            (_("typically has"), concept.has),
            (_("typically needs"), concept.needs),
        ):
            if values:
                self.stdout.write(f"    {name}: {' ; '.join(values)}")

    def _check(self, vocabulary: detection.Vocabulary) -> None:
        faults = detection.check_vocabulary(vocabulary, codes_in_force())
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(_("%d faults in the vocabulary.") % len(faults))
        self.stdout.write(_("The vocabulary has no fault."))
