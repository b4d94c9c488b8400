"""`manage.py tally`: count a PaBuLib file by any rule, without touching the database."""

import io
import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from tqdm import tqdm

from synergies.voting.election import Progress, Utility
from synergies.voting.pabulib import FileRefused, PabulibFile, Problem, read_pabulib
from synergies.voting.tally_file import COMPLETIONS, RULES, Request, tally_file

SHOWN = 20  # problems of a file; more say nothing new
PERCENT = 100
PROBLEMS = {
    "answers": gettext_noop("the answers of this round contradict each other: %s"),
    "broken": gettext_noop("the file is broken here: %s"),
    "choice_twice": gettext_noop("the ballot names a project twice: %s"),
    "key_twice": gettext_noop("META gives “%s” twice"),
    "max_length": gettext_noop("the ballot names too many projects: %s"),
    "max_points": gettext_noop("the ballot gives a project too many points: %s"),
    "max_sum_points": gettext_noop("the ballot gives too many points: %s"),
    "min_length": gettext_noop("the ballot names too few projects: %s"),
    "min_points": gettext_noop("the ballot gives a project too few points: %s"),
    "min_sum_points": gettext_noop("the ballot gives too few points: %s"),
    "missing_cell": gettext_noop("%s is empty"),
    "missing_column": gettext_noop("the header must name this column once: %s"),
    "no_budget": gettext_noop("META gives no budget: add it, or ask for --places"),
    "no_cost": gettext_noop("project “%s” has no cost: add it, or ask for --places"),
    "no_section": gettext_noop("a file begins with META, not with “%s”"),
    "num_projects": gettext_noop("num_projects is not the number of projects: %s"),
    "num_votes": gettext_noop("num_votes is not the number of votes: %s"),
    "number": gettext_noop("this is no number that can be counted: %s"),
    "open_quote": gettext_noop("a quotation mark is opened and never closed: %s"),
    "points_count": gettext_noop("the ballot does not give each project its points: %s"),
    "project_twice": gettext_noop("project “%s” stands twice"),
    "scoring_fn": gettext_noop("scoring_fn “%s” is not known: only Borda is"),
    "section_missing": gettext_noop("the file ends without: %s"),
    "section_twice": gettext_noop("section %s stands twice"),
    "too_many_cells": gettext_noop("more cells than the header has names (%s)"),
    "unknown_project": gettext_noop("the ballot names a project that is not listed: %s"),
    "vote_type": gettext_noop(
        "vote_type “%s” is not known: write approval, choose-1, cumulative, scoring or ordinal"
    ),
    "voter_twice": gettext_noop("voter “%s” stands twice"),
}


class Command(BaseCommand):
    help = "Count the votes of a PaBuLib file (.pb): winners in order, with what each voter paid."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="votes, as a PaBuLib file")
        parser.add_argument("--rule", choices=RULES, default=RULES[0])
        parser.add_argument(
            "--utility",
            choices=[utility.value for utility in Utility],
            default=Utility.COST.value,
            help="what a project is worth to a voter: its points × its cost, or its points alone",
        )
        parser.add_argument(
            "--completion",
            choices=COMPLETIONS,
            default=COMPLETIONS[0],
            help="of equal shares: enlarge the shares until the budget is used, or not",
        )
        parser.add_argument(
            "--places", type=number_of_places, help="retain so many projects, whatever they cost"
        )
        parser.add_argument("--output", type=Path, help="result, as JSON")

    def handle(self, *, file: Path, output: Path | None, **options: Any) -> None:
        """Read the votes, count them, print the winners, write the result."""
        request = Request(
            rule=options["rule"],
            utility=Utility(options["utility"]),
            completion=options["completion"],
            places=options["places"],
        )
        try:
            election = _read(file)
            with _progress() as progress:
                result = tally_file(election, request, progress)
        except FileRefused as refusal:
            raise CommandError(_refusal(file, refusal.problems)) from refusal
        if output:
            _write(output, result)
        for text in _lines(result):
            self.stdout.write(text)


def number_of_places(text: str) -> int:
    """Return the places asked for. Raises ValueError, which argparse reports."""
    places = int(text)
    if places < 1:
        raise ValueError(text)
    return places


def _read(source: Path) -> PabulibFile:
    try:
        text = source.read_bytes().decode("utf-8-sig")  # some programs write a BOM
    except OSError as error:
        raise CommandError(_("Cannot read %s: %s") % (source, error.strerror)) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CommandError(
            _("%(file)s, line %(line)d: this is not UTF-8 text.") % {"file": source, "line": line}
        ) from error
    return read_pabulib(io.StringIO(text, newline=""))


def _refusal(source: Path, problems: list[Problem]) -> str:
    lines = [_("line %d: %s") % (one.line, _sentence(one)) for one in problems[:SHOWN]]
    if (hidden := len(problems) - SHOWN) > 0:
        lines.append(_("… and %d more.") % hidden)
    return "\n  ".join([_("%s cannot be counted:") % source, *lines])


def _sentence(problem: Problem) -> str:
    text = _(PROBLEMS[problem.code])
    return text % problem.detail if "%s" in text else text


@contextmanager
def _progress() -> Iterator[Progress]:
    """Yield what shows, on a terminal, the part of the budget spent so far."""
    with tqdm(total=PERCENT, unit="%", file=sys.stderr, disable=None, leave=False) as bar:

        def show(spent: float) -> None:
            bar.update(max(0, int(spent * PERCENT) - bar.n))

        yield show


def _write(target: Path, result: dict[str, object]) -> None:
    """Write the result beside `target`, and put it there only when it is whole."""
    beside = target.with_name(f".{target.name}.part")
    try:
        beside.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        beside.replace(target)
    except OSError as error:
        raise CommandError(_("Cannot write %s: %s") % (target, error.strerror)) from error
    finally:
        with suppress(OSError):
            beside.unlink()


def _lines(result: dict[str, Any]) -> Iterator[str]:
    for one in result["winners"]:
        place = f"{one['rank']}. {one['id']} {one['name']}".strip()
        words = [place, _amount(one["cost"]), *_how(one)]
        yield " · ".join(words)
    values = {
        "winners": len(result["winners"]),
        "candidates": result["candidate_count"],
        "voters": result["voter_count"],
        "cost": _amount(result["cost"]),
        "budget": _amount(result["parameters"]["budget"]),
        "rule": f"{result['rule']} {result['version']}",
        "hash": result["input_hash"],
    }
    text = _(
        "%(winners)d of %(candidates)d retained by %(voters)d voters,"
        " for %(cost)s of %(budget)s; rule %(rule)s; input %(hash)s."
    )
    yield text % values


def _how(one: dict[str, Any]) -> Iterator[str]:
    """Yield by what a winner came in: the payments, the score, or what was left."""
    if payments := one["payments"]:
        text = ngettext(
            "%(payers)d voter pays %(price)s", "%(payers)d voters pay %(price)s", len(payments)
        )
        if len(set(payments.values())) > 1:
            text = _("%(payers)d voters pay %(price)s a point, or what they had left")
        yield text % {"payers": len(payments), "price": _amount(one["price"])}
    elif one["score"] is not None:
        yield _("score %s") % _amount(one["score"])
    elif one["is_fill_up"]:
        yield _("by its points")


def _amount(text: str) -> str:
    """Return an exact amount as people read it: at most four decimals."""
    rounded = f"{float(Fraction(text)):.4f}".rstrip("0").rstrip(".")
    return number_format(Decimal(rounded), use_l10n=True)
