"""`manage.py detect`: find the matches of a file of declarations, without touching the database."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from tqdm import tqdm

from synergies import detection
from synergies.detection.files import FileRefused, read_declarations, write_matches
from synergies.services.vocabulary import base

SHOWN = 20  # problems of a file; more say nothing new
PROBLEMS = {
    "empty": gettext_noop("the file is empty"),
    "missing_column": gettext_noop("the header lacks: %s"),
    "missing_cell": gettext_noop("%s is empty"),
    "too_many_cells": gettext_noop("more cells than the header has names (%s)"),
    "too_long": gettext_noop("%s is too long"),
    "ref_twice": gettext_noop("ref “%s” is used twice"),
    "broken": gettext_noop("the file is broken here: %s"),
    "direction": gettext_noop("direction “%s”: write offer, need, share, or nothing"),
    "family": gettext_noop("family “%s” is not known"),
    "available_from": gettext_noop("available_from “%s”: write a date as 2019-03-31"),
    "available_to": gettext_noop("available_to “%s”: write a date as 2019-03-31"),
    "waste_code": gettext_noop("waste_code “%s”: write it as 12 01 09*"),
    "latitude": gettext_noop("latitude “%s”: write degrees between -90 and 90"),
    "longitude": gettext_noop("longitude “%s”: write degrees between -180 and 180"),
}


class Command(BaseCommand):
    help = "Find potential synergies in a CSV file of declarations, and explain them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--input", type=Path, required=True, help="declarations, as CSV")
        parser.add_argument("--output", type=Path, required=True, help="matches, as CSV")
        parser.add_argument("--language", choices=("fr", "en"), default="fr", help="of the reasons")

    def handle(self, *, language: str, **options: Any) -> None:
        """Read the declarations, write the matches, and say how many there are."""
        source, target = options["input"], options["output"]
        declarations = _read(source)
        with_activities = any(row.family is detection.Family.ACTIVITY for row in declarations)
        relations = detection.Relations(base(), with_activities=with_activities)
        with tqdm(
            total=len(declarations), unit="declaration", file=sys.stderr, disable=None
        ) as bar:
            try:
                with _whole_or_nothing(target) as file:
                    count = write_matches(
                        declarations,
                        relations,
                        file,
                        language=language,
                        progress=lambda done, _all: _advance(bar, done),
                    )
            except OSError as error:
                raise CommandError(_("Cannot write %s: %s") % (target, error.strerror)) from error
        text = _("%(declarations)d declarations, %(matches)d matches written to %(path)s.")
        values = {"declarations": len(declarations), "matches": count, "path": target}
        self.stdout.write(text % values)


def _read(source: Path) -> list[detection.Declaration]:
    try:
        with source.open(encoding="utf-8-sig", newline="") as file:  # Excel writes a BOM
            return read_declarations(file)
    except OSError as error:
        raise CommandError(_("Cannot read %s: %s") % (source, error.strerror)) from error
    except UnicodeDecodeError as error:
        raise CommandError(_("%s is not UTF-8 text: save it as “CSV UTF-8”.") % source) from error
    except FileRefused as refusal:
        lines = [_sentence(*problem) for problem in refusal.problems[:SHOWN]]
        if hidden := len(refusal.problems) - SHOWN:
            lines += [_("… and %d more.") % hidden] if hidden > 0 else []
        first = _("%s was not read; nothing was written:") % source
        raise CommandError("\n  ".join([first, *lines])) from refusal


def _advance(bar: "tqdm[Any]", done: int) -> None:
    bar.update(done - bar.n)


def _sentence(line: int, code: str, detail: str) -> str:
    problem = _(PROBLEMS[code])
    return _("line %d: %s") % (line, problem % detail if "%s" in problem else problem)


@contextmanager
def _whole_or_nothing(target: Path) -> Iterator[TextIO]:
    """Open a file beside `target` that takes its place only when everything was written."""
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            yield file
        beside.replace(target)
    finally:
        with suppress(OSError):
            beside.unlink()
