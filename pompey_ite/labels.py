"""The word of a choice, for models of which a list shows fifty rows with three choices each.

Django's own get_FOO_display makes a dictionary of all choices at each call: a tenth of the page.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import TextChoices


def label_of(field: str, choices: type[TextChoices]) -> Callable[[Any], str]:
    """Return the method get_FOO_display of a field whose values the database keeps to `choices`."""

    words = dict(choices.choices)

    def display(row: Any) -> str:
        value = getattr(row, field)
        return str(words.get(value, value))

    return display
