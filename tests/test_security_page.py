"""What docs/security.md names as shown is there to show it."""

import re
from pathlib import Path

PROJECT = Path(__file__).parent.parent
PAGE = (PROJECT / "docs" / "security.md").read_text()


def test_every_test_that_the_page_names_exists():
    named = set(re.findall(r"\b((?:tests|pompey_ite)/[\w/]+\.py)\b", PAGE))

    assert len(named) > 20
    assert {name for name in named if not (PROJECT / name).exists()} == set()


def test_every_threat_of_the_list_is_answered():
    answered = set(re.findall(r"^\| (T\d+) \|", PAGE, flags=re.MULTILINE))

    assert answered >= {f"T{number}" for number in range(1, 26)}
