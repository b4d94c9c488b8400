"""The choice of one company among all, in the filters of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from pompey_ite.filters import PlainSelect

if TYPE_CHECKING:
    from django.forms.models import ModelChoiceIterator

    from companies.models.company import CompanyQuerySet

MOST_OFFERED = 500  # in one select; with more of them, a name is typed
NAMED = 3  # companies named when several have the words


class CompanySelect(PlainSelect):
    """A choice among hundreds; a name to type where there are thousands.

    25,000 options weigh more than a megabyte.
    """

    def drawn(self, attributes: dict[str, Any], value: Any) -> SafeString:
        """Return the select with its options, or the field to type in, escaped."""
        iterator = cast("ModelChoiceIterator[Company]", self.choices)
        rows = cast("CompanyQuerySet", iterator.queryset)
        offered = list(rows.values_list("pk", "name")[: MOST_OFFERED + 1])
        if len(offered) > MOST_OFFERED:
            return self._typed(rows, value, attributes)
        first = [] if iterator.field.empty_label is None else [("", _("all companies"))]
        return self.written(attributes, value, [*first, *offered])

    def _typed(self, rows: CompanyQuerySet, value: Any, attributes: dict[str, Any]) -> SafeString:
        text = str(value or "")
        if text.isdecimal():
            text = rows.filter(pk=text).values_list("name", flat=True).first() or text
        attributes |= {"type": "search", "value": text, "placeholder": gettext("part of a name")}
        looks = set(str(attributes.get("class", "")).split()) - {"select", "form-select"}
        attributes["class"] = " ".join(sorted(looks | {"form-control"}))  # “is-invalid” stays
        return format_html("<input{}>", flatatt(attributes))


class CompanyFilterField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One company, or all of them: its key, as in links, or a name of which nobody else has a part.

    Reads the names alone.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Company.objects.only("name").order_by("name"),
            required=False,
            empty_label=_("all companies"),
            widget=CompanySelect(),
            **kwargs,
        )

    def to_python(self, value: Any) -> Company | None:
        """Return the company of a key, or of a name. Raises ValidationError for none or several."""
        text = str(value or "").strip()
        if not text or text.isdecimal():
            return super().to_python(text)
        return self._named(text)

    def _named(self, text: str) -> Company:
        rows = cast("CompanyQuerySet", self.queryset)
        exact = rows.filter(name__iexact=text)[:2]
        found = exact if len(exact) == 1 else rows.filter(name__icontains=text)[: NAMED + 1]
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(gettext("No company has “%s” in its name.") % text)
        names = ", ".join(company.name for company in found[:NAMED])
        said = gettext("Several have “%(text)s” in their name: %(names)s… Write more of it.")
        raise ValidationError(said % {"text": text, "names": names})
