"""The French catalogue is complete and honest: nothing missing, nothing guessed, nothing broken."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from pompey_ite.translations import (
    CATALOG,
    compile_catalogs,
    messages_in,
    read_catalog,
    untranslated,
    write_catalog,
)

ROOT = Path(__file__).resolve().parent.parent
PO_FILE = ROOT / "locale" / CATALOG
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]?[\d.]*[a-z]|%(?![\s%(])[\d.]*[sdrfgx]\b|\{\w*[^{}]*\}")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return read_catalog(PO_FILE)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with one string of each kind."""
    (tmp_path / "companies").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "companies" / "models.py").write_text(
        'name = _("company")\nboth = ngettext("%d round", "%d rounds", n)\n'
        'may = pgettext_lazy("month", "May")\nlong = gettext("one "\n    "line")\n'
    )
    (tmp_path / "templates" / "list.html").write_text(
        '<ul>\n    <li>{% trans "company" %}\n  </li>{# a :( comment #}\n'
        "{% blocktrans trimmed count n=n with who=name %}\n  {{ n }} vote of {{ who }}\n"
        '{% plural %}{{ n }} votes of {{ who }}{% endblocktrans %} {{ _("yes")|lower }}\n'
    )
    return tmp_path


def words(message: Message) -> tuple[list[str], list[str]]:
    """The English and the French forms of a message, as lists."""
    english = [message.id] if isinstance(message.id, str) else list(message.id)
    french = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return english, french


def test_every_string_of_the_code_is_in_the_catalogue(catalog):
    absent = {source for source in messages_in(ROOT) if not catalog.get(source.id, source.context)}

    assert sorted(source.id for source in absent) == []


def test_every_string_is_translated(catalog):
    assert [message.id for message in untranslated(catalog)] == []


def test_no_translation_is_a_guess():
    with PO_FILE.open("rb") as file:
        raw = read_po(file, locale="fr")

    assert [message.id for message in raw if message.id and message.fuzzy] == []
    assert list(raw.obsolete) == []


def test_placeholders_are_the_same_in_both_languages(catalog):
    def placeholders(text: str) -> list[str]:
        return sorted(PLACEHOLDER.findall(text))

    broken = []
    for message in catalog:
        english, french = words(message)
        if message.id and all(french):
            wanted = placeholders(english[-1])
            same = all(placeholders(text) == wanted for text in french[1:] or french)
            if not same or not set(placeholders(french[0])) <= set(wanted):
                broken.append(english[0])  # a singular may leave its number out, no more

    assert broken == []


def test_french_typography(catalog):
    """No straight apostrophe, and an unbreakable space where French has one."""
    bad = re.compile(r"\w'\w|[^\s\u202f\u00a0?!][?!;](\s|$)| [?!;:»]|« ")
    hits = [
        text for message in catalog if message.id for text in words(message)[1] if bad.search(text)
    ]

    assert hits == []


def test_french_words(catalog):
    """One word for the project manager, a number after “n°” on its line, no straight quotes."""
    anglicisms = r"(?<!\()\b(e-?mail|planning|reporting)\b"
    bad = re.compile(rf"[Cc]hargée? de mission|n° [\d%{{]|\"|\.\.\.|{anglicisms}")
    hits = [
        text for message in catalog if message.id for text in words(message)[1] if bad.search(text)
    ]

    assert hits == []


def test_extraction_finds_every_kind_of_string(project):
    assert [tuple(source) for source in messages_in(project)] == [
        ("companies/models.py", "company", None),
        ("companies/models.py", ("%d round", "%d rounds"), None),
        ("companies/models.py", "May", "month"),
        ("companies/models.py", "one line", None),
        ("templates/list.html", "company", None),
        (
            "templates/list.html",
            ("%(n)s vote of %(who)s", "%(n)s votes of %(who)s"),
            None,
        ),
        ("templates/list.html", "yes", None),
    ]


def test_writing_keeps_translations_drops_what_is_gone_and_guesses_nothing(project):
    path = project / "locale" / CATALOG
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "company"\nmsgstr "entreprise"\n\nmsgid "companies"\nmsgstr "entreprises"\n\n'
        '#, fuzzy\nmsgid "yes"\nmsgstr "non"\n'
    )

    written = write_catalog(project, project / "locale")

    assert written["company"].string == read_catalog(path)["company"].string == "entreprise"
    assert "companies" not in written
    assert written["yes"].string == ""
    assert len(untranslated(written)) == 5


def test_writing_twice_changes_nothing(project):
    write_catalog(project, project / "locale")
    first = (project / "locale" / CATALOG).read_bytes()
    write_catalog(project, project / "locale")

    assert (project / "locale" / CATALOG).read_bytes() == first


def test_only_changed_catalogues_are_compiled(project):
    write_catalog(project, project / "locale")
    compiled = (project / "locale" / CATALOG).with_suffix(".mo")

    assert compile_catalogs(project / "locale") == [compiled]
    assert compile_catalogs(project / "locale") == []
