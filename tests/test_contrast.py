"""Every pair of colours that carries text or meaning reaches AA, in both themes."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = Path(settings.BASE_DIR) / "static" / "css" / "tokens.css"
AA_TEXT = 4.5
AA_MARK = 3.0  # borders of fields, icons, focus ring

GROUNDS = ("paper", "surface")
STATES = ("good", "waiting", "late", "closed")
AREAS = ("area-a", "area-b", "area-c")
TEXT_PAIRS = [
    *[(text, ground) for text in ("ink", "muted", "moselle") for ground in (*GROUNDS, "sunken")],
    *[(text, ground) for text in ("moselle-strong", *STATES, *AREAS) for ground in GROUNDS],
    *[(text, f"{text}-soft") for text in ("moselle", *STATES, *AREAS)],
    *[("ink", f"{ground}-soft") for ground in ("moselle", "mirabelle", *STATES, *AREAS)],
    ("muted", "mirabelle-soft"),
    ("on-moselle", "moselle"),
    ("on-moselle", "moselle-strong"),
    ("on-late", "late"),
    ("on-late", "late-strong"),
    ("on-mirabelle", "mirabelle"),
    ("on-frame", "frame"),
    ("on-frame", "frame-raised"),
    ("on-frame-muted", "frame"),
    ("on-frame-muted", "frame-raised"),
    ("mirabelle", "frame"),
    ("mirabelle", "frame-raised"),
]
MARK_PAIRS = [
    *[("line-strong", ground) for ground in (*GROUNDS, "sunken")],
    *[("moselle", ground) for ground in (*GROUNDS, "sunken")],
    *[(state, "sunken") for state in (*STATES, *AREAS)],
]


def themes() -> dict[str, dict[str, str]]:
    """Return the colours of each theme by token; dark starts from light, as in the browser."""
    blocks = re.findall(r":root[^{]*\{(.*?)\}", TOKENS.read_text(encoding="utf-8"), re.DOTALL)
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in blocks[:2])
    assert light.keys() == dark.keys(), "a colour of one theme is missing in the other"
    return {"light": light, "dark": light | dark}


def test_dark_is_the_same_whether_the_system_or_the_reader_chose_it() -> None:
    source = TOKENS.read_text(encoding="utf-8")
    blocks = re.findall(r"(?:^|\n) *:(?:root|is)[^{]*\{(.*?)\}", source, re.DOTALL)
    by_system, by_choice = (dict(re.findall(r"(--[\w-]+): (.*?);\n", one)) for one in blocks[1:3])

    assert len(by_system) > 30
    assert by_choice == by_system


def luminance(colour: str) -> float:
    """Return the relative luminance (0-1) of `#rrggbb`, as WCAG 2.2 defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_reaches_aa(theme: str, text: str, ground: str) -> None:
    colours = themes()[theme]

    assert contrast(colours[text], colours[ground]) >= AA_TEXT


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), MARK_PAIRS)
def test_marks_and_borders_of_fields_reach_aa(theme: str, mark: str, ground: str) -> None:
    colours = themes()[theme]

    assert contrast(colours[mark], colours[ground]) >= AA_MARK


def test_contrast_of_black_and_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
