"""The rules of the house that a machine can check; each failure names the place to mend."""

import ast
import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.forms import ModelForm
from django.forms.models import ALL_FIELDS

ROOT = Path(__file__).resolve().parent.parent
APPS = ("pompey_ite", "companies", "synergies", "actions")
# Imports go one way: a layer knows itself and those before it.
LAYERS = (
    "pompey_ite.journal",
    "pompey_ite.outbox",
    "companies",
    "synergies",
    "actions",
    "pompey_ite.pages",
)
PURE = ("synergies/detection", "synergies/network", "synergies/voting")
DOCUMENTED = (
    "*/services.py",
    "*/services/*.py",
    "synergies/detection/**/*.py",
    "synergies/network/*.py",
    "synergies/voting/**/*.py",
    "pompey_ite/journal/*.py",
    "pompey_ite/outbox/*.py",
    "*/management/commands/*.py",
    "actions/reports/**/*.py",
    "actions/impact/**/*.py",
)
MAX_FILE_LINES, MAX_FUNCTION_LINES, USUAL_FUNCTION_LINES, USUAL_SHARE = 500, 60, 35, 0.95
# Markup that is ours from the first to the last character, never a person's text.
MAY_MARK_SAFE: frozenset[str] = frozenset()
# Statements with parameters, or without anything from outside.
MAY_WRITE_SQL = {
    "pompey_ite/backup/reading.py",
    "pompey_ite/bench/requests.py",
    "pompey_ite/bench/settling.py",
    "pompey_ite/instant.py",
    "pompey_ite/journal/protection.py",
    "pompey_ite/management/commands/migrate.py",
    "synergies/bench/figures.py",
    "synergies/bench/network.py",
    "synergies/services/detection/parsing.py",
}
HTML_OF_MAILS = "templates/emails"

Function = ast.FunctionDef | ast.AsyncFunctionDef
LOOKED_AT = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef)


def python_files(*folders: str) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def nodes_of(path: Path) -> list[ast.Import | ast.ImportFrom | Function]:
    """The imports and the functions of a file, which several tests look at."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, LOOKED_AT)]


def functions_of(path: Path) -> Iterator[Function]:
    return (node for node in nodes_of(path) if isinstance(node, Function))


def imports_of(path: Path) -> Iterator[str]:
    """Every module or name that a file imports, with its full dotted name."""
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer_of(dotted: str) -> int | None:
    for number, layer in enumerate(LAYERS):
        if f"{dotted}.".startswith(f"{layer}."):
            return number
    return None


def length_of(function: Function) -> int:
    """Lines of a function, its docstring and decorators not counted."""
    first = function.body[0]
    has_docstring = ast.get_docstring(function) is not None
    docstring = (first.end_lineno or 0) - first.lineno + 1 if has_docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def hits(paths: list[Path], pattern: str, ignored: str = "") -> list[str]:
    """Places where `pattern` stands, as “file:line: text”; `ignored` is blanked out before."""
    expression = re.compile(pattern, re.IGNORECASE)
    found = []
    for path in paths:
        text = path.read_text(encoding="utf-8")
        if ignored:
            text = re.sub(ignored, lambda m: "\n" * m[0].count("\n"), text, flags=re.DOTALL)
        for number, line in enumerate(text.splitlines(), start=1):
            if expression.search(line):
                found.append(f"{name_of(path)}:{number}: {line.strip()[:80]}")
    return found


# -- Python ---------------------------------------------------------------------------------------


def test_imports_go_one_way():
    wrong = [
        f"{name_of(path)} imports {imported}"
        for path in python_files(*APPS)
        for imported in imports_of(path)
        if (own := layer_of(".".join(path.relative_to(ROOT).with_suffix("").parts))) is not None
        and (other := layer_of(imported)) is not None
        and other > own
    ]

    assert wrong == []


def test_detection_network_and_counting_know_nothing_of_django_nor_of_the_rest():
    foreign = ("django", "pompey_ite", "companies", "actions", "synergies.models")
    wrong = [
        f"{name_of(path)} imports {imported}"
        for path in python_files(*PURE)
        for imported in imports_of(path)
        if f"{imported}.".startswith(tuple(f"{name}." for name in foreign))
    ]

    assert wrong == []


def test_files_are_short_enough_to_be_read():
    sized = [*python_files(*APPS, "tests"), *templates()]
    long = [
        f"{name_of(path)}: {lines} lines"
        for path in sized
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MAX_FILE_LINES
    ]

    assert long == []


def test_functions_are_short_enough_to_be_understood():
    lengths = {
        f"{name_of(path)}:{function.lineno} {function.name}": length_of(function)
        for path in python_files(*APPS)
        for function in functions_of(path)
    }
    too_long = [place for place, length in lengths.items() if length > MAX_FUNCTION_LINES]
    short = sum(length <= USUAL_FUNCTION_LINES for length in lengths.values())

    assert too_long == []
    assert short / len(lengths) >= USUAL_SHARE


def test_public_functions_of_the_rules_say_what_they_return():
    paths = {path for pattern in DOCUMENTED for path in ROOT.glob(pattern)}
    silent = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in sorted(paths)
        if ".venv" not in path.parts
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, Function)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]

    assert silent == []


def test_markup_is_declared_safe_only_where_it_is_listed():
    paths = [path for path in python_files(*APPS) if name_of(path) not in MAY_MARK_SAFE]

    assert hits(paths, r"\bmark_safe\b|\bSafeString\(|__html__") == []
    assert hits(templates(), r"\|\s*safe\b|\bautoescape\s+off\b") == []


def test_sql_is_written_by_the_orm():
    """Statements of our own stand where they are listed; none takes words of a request."""
    paths = [path for path in python_files(*APPS) if name_of(path) not in MAY_WRITE_SQL]

    assert hits(paths, r"\bRawSQL\b|\.extra\(|\.execute\(|objects\.raw\(") == []
    assert hits(python_files(*APPS), r"[(,]\s*\*\*\s*(self\.)?request\.") == []
    assert {name for name in MAY_WRITE_SQL if not hits([ROOT / name], r"\.execute\(")} == set()


def test_forms_name_the_fields_they_write():
    """A new column of a table is never written by a form that nobody thought of."""
    import_module("pompey_ite.urls")  # which imports every view, and so every form
    forms = [form for form in every_kind_of(ModelForm) if form.__module__.startswith(APPS)]
    outside = [form for form in forms if form._meta.model and "admin" not in form.__module__]

    assert [form.__name__ for form in outside if not isinstance(form._meta.fields, Sequence)] == []
    assert [form.__name__ for form in outside if form._meta.fields == ALL_FIELDS] == []
    assert len(outside) > 15


def every_kind_of(kind: Any) -> Iterator[Any]:
    for one in kind.__subclasses__():
        yield one
        yield from every_kind_of(one)


def test_migrations_are_named_for_what_they_do():
    names = [path for app in APPS for path in (ROOT / app).rglob("migrations/[0-9]*.py")]

    assert [name_of(path) for path in names if "auto" in path.stem] == []
    assert names != []


# -- Templates and style sheets -------------------------------------------------------------------


def test_pages_have_no_inline_script_nor_style():
    pages = [path for path in templates() if not name_of(path).startswith(HTML_OF_MAILS)]
    comments = r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->"

    assert (
        hits(pages, r"<style\b|\sstyle\s*=|<script\b(?![^>]*\bsrc=)|\son[a-z]+\s*=", comments) == []
    )
    assert hits(pages, r"javascript:|\bhx-on\b", comments) == []


def test_nothing_is_loaded_from_another_host():
    loaded = r"(src|srcset|poster|action)\s*=\s*[\"']?(https?:)?//|<link\b[^>]*(https?:)?//"
    styles = sorted((ROOT / "static").rglob("*.css"))
    scripts = sorted((ROOT / "static").rglob("*.js"))

    assert hits(templates(), loaded) == []
    assert hits(styles, r"@import|url\(\s*[\"']?((https?:)?//)") == []
    assert hits(scripts, r"https?://(?!www\.w3\.org/)") == []


# -- Lists, variables -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["base", "test"])
def test_lists_of_packages_are_pinned_by_hash_and_name_no_registry(name):
    text = (ROOT / "pompey_ite" / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())

    assert "://" not in text
    assert not re.search(r"^\s*(-i|--(extra-)?index-url|--find-links|-e)\b", text, re.MULTILINE)
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_the_tests_run_on_the_very_packages_of_the_product():
    def pins(name: str) -> set[str]:
        text = (ROOT / "pompey_ite" / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        return set(re.findall(r"^(\S+==\S+)", text, re.MULTILINE))

    assert pins("base") - pins("test") == set()


def test_every_dependency_of_the_project_is_in_the_lists():
    def name(requirement: str) -> str:
        return re.split(r"[\[<>=~!; ]", requirement)[0].lower().replace("_", "-")

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lists = {
        group: (ROOT / "pompey_ite" / "requirements" / f"{group}.txt").read_text(encoding="utf-8")
        for group in ("base", "test")
    }
    wanted = {
        "base": project["project"]["dependencies"],
        "test": project["dependency-groups"]["test"],
    }
    absent = [
        f"{requirement} in {group}.txt"
        for group, requirements in wanted.items()
        for requirement in requirements
        if not re.search(rf"^{re.escape(name(requirement))}==", lists[group], re.MULTILINE)
    ]

    assert absent == []


def test_the_example_of_variables_names_each_one_that_is_read():
    read = re.compile(r"""(?:env\.\w+|environ\.get|variables\.get)\(\s*["']([A-Z][A-Z_]+)["']""")
    paths = python_files("pompey_ite", "companies", "synergies", "actions", "tests")
    used = {name for path in paths for name in read.findall(path.read_text(encoding="utf-8"))}
    listed = re.findall(
        r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE
    )

    assert sorted(listed) == sorted(used)


def test_tests_decide_every_variable_of_the_settings():
    from tests.environment import VARIABLES

    text = (ROOT / "pompey_ite" / "settings.py").read_text(encoding="utf-8")

    assert set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', text)) - set(VARIABLES) == set()
