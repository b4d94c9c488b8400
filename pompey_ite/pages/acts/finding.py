"""A thing named in a few letters: the number of a synergy, the code of an action, a company."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pompey_ite.plain import plain

SEPARATOR = "·"


class CompletedInput(forms.TextInput):
    """A text input that proposes; what it proposes is in the page, so that it needs no script."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.proposals: list[str] = []

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        place = f"{name}-proposals"
        field = super().render(name, value, {**(attrs or {}), "list": place}, renderer)
        options = format_html_join(
            "", '<option value="{}"></option>', ((p,) for p in self.proposals)
        )
        return format_html('{}<datalist id="{}">{}</datalist>', field, place, options)


class NamedField(forms.CharField):
    """A row of the database named by its words; `rows` is set by the form."""

    widget = CompletedInput

    def __init__(self, *, unknown: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.unknown = unknown
        self._rows: list[models.Model] = []

    def propose(self, rows: Iterable[models.Model]) -> None:
        """Give the field the rows among which it chooses."""
        self._rows = list(rows)
        self.widget.proposals = [str(row) for row in self._rows]

    def clean(self, value: Any) -> Any:
        words = str(super().clean(value))
        return found_in(self._rows, words, self.unknown) if words else None


def found_in(rows: Iterable[models.Model], words: str, unknown: Any) -> models.Model:
    """Return the row that bears these words: whole, its code or number, or the only one with them.

    Raises ValidationError when there is none, or more than one.
    """
    wanted = plain(words)
    by_name = [(plain(str(row)), row) for row in rows]
    tests = (
        lambda name: name == wanted,
        lambda name: name.partition(SEPARATOR)[0].strip() == wanted.partition(SEPARATOR)[0].strip(),
        lambda name: name.startswith(wanted),
        lambda name: all(word in name for word in wanted.split()),
    )
    for fits in tests:
        found = [row for name, row in by_name if fits(name)]
        if len(found) == 1:
            return found[0]
        if found:
            several = _("Several fit: %(names)s. Write a little more.")
            names = ", ".join(str(row) for row in found[:3])
            raise forms.ValidationError(several % {"names": names})
    raise forms.ValidationError(unknown)
