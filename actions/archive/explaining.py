"""What stands in an archive to explain it: README.txt in two languages, and the dictionary."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.archive.past import Year
from actions.archive.table import Table, cell_of, written
from companies.models import Initiative

LANGUAGES = ("fr", "en")
WIDTH = 100  # characters of a line


def columns_csv(tables: Sequence[Table]) -> str:
    """Return the dictionary: what each column of each file means, in French and in English."""
    header = ("file", "column", "type", "meaning", "type_en", "meaning_en")
    words: list[list[tuple[str, str]]] = []
    for language in LANGUAGES:
        with translation.override(language):
            columns = [column for table in tables for column in table.columns]
            words.append([(str(one.kind), str(one.meaning)) for one in columns])
    names = [(table.file_name, column.name) for table in tables for column in table.columns]
    lines = zip(names, *words, strict=True)
    return written(header, ([cell_of(cell) for part in line for cell in part] for line in lines))


def read_me(tables: Sequence[Table], year: Year, *, hidden: int, is_over: bool) -> str:
    """Return what the archive is, file by file, and what is not in it.

    hidden: how many actions are left out; is_over: whether the year is.
    """
    initiative = Initiative.objects.current()
    name = initiative.name if initiative else ""
    parts = []
    for language in LANGUAGES:
        with translation.override(language):
            parts.append("\n".join(_lines(tables, name, year, hidden, is_over)))
    return f"\n\n{'-' * WIDTH}\n\n".join(parts) + "\n"


def _lines(
    tables: Sequence[Table], initiative: str, year: Year, hidden: int, is_over: bool
) -> Iterator[str]:
    about = {"initiative": initiative, "year": year.number}
    yield _("%(initiative)s – archive of the year %(year)s") % about
    yield ""
    if not is_over:
        yield from _wrapped(
            _("The year was not over: files say how things stood when it was made.")
        )
        yield ""
    files = {
        "columns.csv": _("Dictionary: file, column, type, meaning"),
        **{table.file_name: str(table.title) for table in tables},
        "rapports/": _("PDF of the monthly reports that were sent, as the committee got them"),
        "SHA256SUMS": _("Hash of each file, to be checked with sha256sum -c"),
    }
    width = max(map(len, files)) + 2
    yield from (f"{name:<{width}}{title}" for name, title in files.items())
    yield ""
    for remark in _remarks(hidden):
        yield from _wrapped(remark, first="* ", next_="  ")


def _remarks(hidden: int) -> Iterator[str]:
    yield _("CSV files are UTF-8 with commas, decimal points and days as 2026-12-31.")
    yield _("An apostrophe before = + - @ keeps a text from being taken for a formula.")
    yield _(
        "Rows are as they stood on 31 December, without what was entered later; links between them"
        " are those of the day of the file."
    )
    yield _(
        "Of people, two are named, for the public record: who leads an action, and the elected"
        " official who follows it. Contacts of companies, the team and members of committees are"
        " not; where a typed text names a contact or the team, or holds an address, a phone number"
        " or a personal link, that is taken out and said in its place. Reports are as they left,"
        " but for the contact of the initiative."
    )
    yield _("Of the votes there are sums alone, and none where fewer than 3 companies answered.")
    yield _(
        "Not in it: notes on companies, their contacts, resources and outlets, the log of calls,"
        " comments of ballots, mails, uploaded files, accounts and the journal of acts."
    )
    if hidden:
        text = ngettext(
            "%d action is for the project manager alone, and is not in it.",
            "%d actions are for the project manager alone, and are not in it.",
            hidden,
        )
        yield text % hidden


def _wrapped(text: str, *, first: str = "", next_: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=next_)
