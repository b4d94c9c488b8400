"""The catalogues, kept and compiled in pure Python: no gettext programs are needed.

`messages_in` finds every string of the code and of the templates, `write_catalog` brings the .po
file up to date, `compile_catalogs` makes the .mo files, which are not in git.
"""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, NamedTuple

from babel import Locale
from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from django.utils.translation.template import templatize

CODE = ("pompey_ite", "companies", "synergies", "actions")
TEMPLATES = "templates"
DOMAIN = "django"
FIRST = "fr"  # the language that is always complete


def catalog_of(language: str) -> Path:
    """Return where the catalogue of a language stands, below the folder of all."""
    return Path(language) / "LC_MESSAGES" / f"{DOMAIN}.po"


CATALOG = catalog_of(FIRST)

# name of the function → which arguments are texts (None: the first); (n, "c") is the context
PLURAL, CONTEXT, CONTEXT_PLURAL = (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), PLURAL),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), CONTEXT_PLURAL),
}


class Source(NamedTuple):
    """One string to translate: its file, and its id, plural and context."""

    path: str
    id: str | tuple[str, str]
    context: str | None


def messages_in(root: Path) -> Iterator[Source]:
    """Yield every translatable string under `root`, file by file, in their order there."""
    for app in CODE:
        for path in sorted((root / app).rglob("*.py")):
            if "migrations" not in path.parts:
                with path.open("rb") as file:
                    yield from _strings(file, path.relative_to(root))
    for path in sorted((root / TEMPLATES).rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            yield from _strings(_template_as_code(path), path.relative_to(root))


def _strings(file: IO[bytes], path: Path) -> Iterator[Source]:
    for _line, text, _comments, context in extract("python", file, KEYWORDS):
        text_id = text if isinstance(text, str) else (text[0], text[1])
        yield Source(path.as_posix(), text_id, context)


def _template_as_code(path: Path) -> IO[bytes]:
    """Return a template as Python calls of gettext, the way Django prepares it for xgettext.

    In brackets, because its lines are indented as HTML is, which Python would refuse.
    """
    code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return BytesIO(f"(\n{code}\n)".encode())


def read_catalog(path: Path, language: str = FIRST) -> Catalog:
    """Return the catalogue in `path`; an empty one of that language when there is none."""
    if not path.exists():
        return Catalog(locale=language, domain=DOMAIN)
    with path.open("rb") as file:
        return pofile.read_po(file, locale=language, domain=DOMAIN)


def write_catalog(root: Path, locale_dir: Path, language: str = FIRST) -> Catalog:
    """Bring the .po file of a language up to date with the code, and return it.

    New strings come untranslated (never a guess), what the code no longer has goes, strings stand
    in the order of their files, without line numbers: a diff shows words only.
    """
    path = locale_dir / catalog_of(language)
    known = read_catalog(path, language)
    catalog = Catalog(
        locale=language,
        domain=DOMAIN,
        header_comment=f"# Every string of Pompey ITE in {_name(language)};"
        " `python3 manage.py makemessages`.",
        project="Pompey ITE",
        version="1",
        msgid_bugs_address="see README.md",
        last_translator="Pompey ITE",
        language_team=_name(language),
        charset="utf-8",
        creation_date=known.creation_date,
        revision_date=known.creation_date,
        fuzzy=False,
    )
    for source in messages_in(root):
        message = known.get(source.id, source.context)
        catalog.add(
            source.id,
            _translation(source, message, catalog.num_plurals),
            locations=[(source.path, 0)],
            context=source.context,
            user_comments=message.user_comments if message else (),
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        pofile.write_po(file, catalog, width=100, include_lineno=False, ignore_obsolete=True)
    return catalog


def _name(language: str) -> str:
    return Locale.parse(language).english_name or language


def _translation(source: Source, known: Message | None, forms: int) -> str | tuple[str, ...]:
    """Return what is known for a string, unless it is a guess or has the other number of forms."""
    if isinstance(source.id, str):
        is_known = known is not None and not known.fuzzy and isinstance(known.string, str)
        return str(known.string) if known is not None and is_known else ""
    said = known.string if known is not None and not known.fuzzy else ""
    return tuple(said) if isinstance(said, list | tuple) else ("",) * forms


def untranslated(catalog: Catalog) -> list[Message]:
    """Return the messages that lack a translation, or one of its plural forms."""
    return [message for message in catalog if message.id and not _is_complete(message)]


def _is_complete(message: Message) -> bool:
    strings = [message.string] if isinstance(message.string, str) else message.string
    return not message.fuzzy and all(strings or [None])


def compile_catalogs(locale_dir: Path) -> list[Path]:
    """Make each .mo file that is missing or older than its .po; return those made.

    Several processes may do it at once: a .mo file is replaced whole.
    """
    made = []
    for source in sorted(locale_dir.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as file:
            catalog = pofile.read_po(file, locale=source.parts[-3])
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        with draft.open("wb") as file:
            mofile.write_mo(file, catalog)
        draft.replace(target)
        made.append(target)
    return made
