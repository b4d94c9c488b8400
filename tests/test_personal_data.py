"""The register of personal data is whole: who adds a field decides what it holds."""

import csv
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
REGISTER = ROOT / "docs" / "personal-data.csv"
PAGE = ROOT / "docs" / "privacy.md"
TEXTS = (
    models.CharField,
    models.TextField,
    models.FileField,
    models.BinaryField,
    models.JSONField,
)
PEOPLE = {"Contact", "User"}
KEPT = {"card", "account", "mail", "vote", "request", "session", "address", "history"}


def fields_to_decide():
    """Every field that could hold something of a person, and whether it surely does.

    Versions kept by the history hold what their model holds.
    """
    for model in apps.get_models():
        if model.__name__.startswith("Historical"):
            continue
        for field in model._meta.concrete_fields:
            name = f"{model._meta.label}.{field.name}"
            if isinstance(field, models.ForeignKey):
                if field.related_model.__name__ in PEOPLE:
                    yield name, "person"
            elif isinstance(field, TEXTS) and not field.choices:
                yield name, "words"


def register():
    with REGISTER.open(encoding="utf-8", newline="") as stream:
        return {row["field"]: row for row in csv.DictReader(stream)}


def test_each_field_is_decided_once_and_no_line_is_left_over():
    decided = register()
    wanted = {name for name, _kind in fields_to_decide()}

    assert wanted - set(decided) == set(), f"say in {REGISTER.name} what these fields hold"
    assert set(decided) - wanted == set()


def test_what_holds_a_person_says_how_long_it_is_kept():
    sure = {name for name, kind in fields_to_decide() if kind == "person"}
    for name, row in register().items():
        assert row["holds"] in {"person", "words", "none"}, name
        assert (row["kept"] in KEPT) == (row["holds"] != "none"), name
        if name in sure:
            assert row["holds"] == "person", name


def test_each_way_of_keeping_is_explained():
    page = PAGE.read_text(encoding="utf-8")

    for name in KEPT:
        assert f"`{name}`" in page


def test_each_time_that_is_set_is_in_the_register_with_its_default():
    """The tests run with the defaults of settings.py."""
    times = [name for name in dir(settings) if name.endswith("_DAYS")]
    page = PAGE.read_text(encoding="utf-8")

    assert [name for name in times if f"`{name}` ({getattr(settings, name)})" not in page] == []
    assert len(times) == 4
