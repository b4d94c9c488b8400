"""The blocks of templates/components/ keep their contract; no template breaks the strict CSP."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from pompey_ite.components import bulk_choice, rail_entries, state_badge

TEMPLATES = Path(settings.BASE_DIR) / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if path.parent.name != "emails")
TAGS = {
    "icon": "{% icon ",
    "badge_status": "{% state_badge ",
    "badge_area": "{% area_badge ",
    "rail_entries": "{% rail_entries ",
    "filter_field": "helper.field_template = ",
}
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|(?:src|href)=\"(?:https?:)?//"
)


def address(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


@pytest.mark.parametrize("path", COMPONENTS, ids=address)
def test_component_says_at_its_top_what_it_takes_and_how_it_is_used(path: Path) -> None:
    contract = path.read_text(encoding="utf-8").partition("{% endcomment %}")[0]

    assert contract.startswith("{% comment %}\n")
    use = contract.partition("Use: ")[2].replace('<dl class="figures">', "")
    assert use.startswith(TAGS.get(path.stem, f'{{% include "components/{path.name}"'))


@pytest.mark.parametrize("path", PAGES, ids=address)
def test_template_has_no_inline_script_or_style_and_loads_nothing_from_elsewhere(
    path: Path,
) -> None:
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", PAGES, ids=address)
def test_template_asks_only_for_icons_that_exist(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    asked = set(re.findall(r'(?:% icon |\sicon=)"(\w+)"', source))
    drawn = (TEMPLATES / "components" / "icon.html").read_text(encoding="utf-8")

    assert asked - set(re.findall(r'name == "(\w+)"', drawn)) == set()


def test_progress_is_drawn_to_scale_without_thousands_separators() -> None:
    context = {"value": 1200, "max": 2500, "text": "1 200 of 2 500"}

    bar = render_to_string("components/progress.html", context)

    assert 'viewBox="0 0 2500 1"' in bar
    assert 'width="1200"' in bar


def test_progress_of_nothing_is_an_empty_bar() -> None:
    bar = render_to_string("components/progress.html", {"value": 0, "max": 0, "text": "0 of 0"})

    assert "<rect" not in bar


@pytest.mark.parametrize(("rows", "shown"), [(3, False), (30, True)])
def test_pagination_shows_only_when_there_is_more_than_one_page(rows: int, shown: bool) -> None:
    page = Paginator(range(rows), 10).page(1)

    html = render_to_string("components/pagination.html", {"page": page, "query": "&area=A"})

    assert ("?page=2&amp;area=A" in html) is shown


@pytest.mark.parametrize(
    ("code", "area"),
    [("A", "area-a"), ("resources", "area-b"), ("C", "area-c"), ("equipment", "area-a")],
)
def test_area_is_known_by_its_letter_or_by_its_kind(code: str, area: str) -> None:
    html = render_to_string("components/badge_area.html", {"code": code, "title": "Titre"})

    assert f'class="area {area}"' in html


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_error_pages_rendered_without_a_request_need_no_context(name: str) -> None:
    html = render_to_string(name)

    assert '<html lang="fr">' in html
    assert 'href="/"' in html


def test_a_badge_that_is_kept_says_the_words_of_each_language_and_escapes_them() -> None:
    label = gettext_lazy("blocked")
    with override("en"):
        english = state_badge("late", label)
    with override("fr"):
        french = state_badge("late", label)

    assert ("blocked" in english, "blocked" in french, "bloquée" in french) == (True, False, True)


@pytest.mark.parametrize("turn", [(str, mark_safe), (mark_safe, str)], ids=["str", "safe"])
def test_words_that_are_escaped_are_kept_apart_from_the_same_words_that_are_not(turn) -> None:
    words = f"<b>{turn[0].__name__}</b>"

    badges = {make: state_badge("late", make(words)) for make in turn}

    assert words in badges[mark_safe]
    assert words not in badges[str]


def test_box_of_a_row_says_its_name_escaped_in_the_language_of_the_moment() -> None:
    with override("fr"):
        box = bulk_choice(1200, "Bois & <b>")

    assert 'value="1200"' in box
    assert "Choisir Bois &amp; &lt;b&gt;" in box


def test_rail_marks_the_current_page_in_each_language() -> None:
    with override("en"):
        assert "Companies" in rail_entries("companies:list", is_demo=False)
    with override("fr"):
        entries = rail_entries("companies:list", is_demo=False)
        mailbox = rail_entries("companies:list", is_demo=True)

    assert entries.count('aria-current="true"') == 1
    assert "Entreprises" in entries
    assert len(mailbox) > len(entries)
