"""What the pages of the admin share: rows that stay or are only read, history, narrow tables."""

from __future__ import annotations  # ModelForm[…] is for the type checker only

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

from pompey_ite.pages.history.words import value_text

MOST_CHOSEN = 500


class ChangesTogether:
    """Lists whose chosen rows lead to our page of acts on several: seen first, undone in one go."""

    bulk_slug: str
    bulk_acts: tuple[tuple[str, Any], ...]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Add one act of Django's list for each of ours."""
        found: dict[str, Any] = super().get_actions(request)  # type: ignore[misc]
        if not self.has_change_permission(request):  # type: ignore[attr-defined]
            return found
        for key, label in self.bulk_acts:
            found[f"bulk_{key}"] = (_leading_to(self.bulk_slug, key), f"bulk_{key}", label)
        return found


def _leading_to(slug: str, key: str) -> Any:
    def lead(_admin: Any, _request: HttpRequest, queryset: models.QuerySet[Any]) -> HttpResponse:
        pks = ",".join(str(pk) for pk in queryset.values_list("pk", flat=True)[:MOST_CHOSEN])
        return redirect(f"{reverse('actions:bulk', args=[slug])}?act={key}&pks={pks}")

    return lead


class NamedValuesFilter(admin.AllValuesFieldListFilter):
    """A choice of the values there are; the empty one has a name, or its link would have none."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Yield the choices as Django does, the empty value as “not said”."""
        for choice in super().choices(changelist):
            yield choice if choice["display"] else {**choice, "display": _("not said")}


class NotDeletable:
    """Rows that are part of the history: they are changed or closed, never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnly(NotDeletable):
    """Rows that the program writes; people read them."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ChangesInWords(HistoricalRecordContextHelper):  # type: ignore[misc]
    """The changes of a row with the words of their choices, not the codes that are kept."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        """Return a value as people write it; rows it points at are rows already."""
        field = self.model._meta.get_field(change.field)
        if field.is_relation or field.many_to_many:
            return super().prepare_delta_change_value(change, value)
        # What is kept for machines, such as the points of an agenda, is shown on the page itself.
        return "…" if isinstance(field, models.JSONField) else value_text(field, value, {})


class HistoryAdmin(SimpleHistoryAdmin):  # type: ignore[misc]  # the library has no types
    """Rows with a history; going back to an earlier state is a change like any other.

    The library checks only that the history may be seen, of the row as it was then: a reader could
    write, and a round that runs could be set back to the day when it was still planned.
    """

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the changes of a row; an address that names none is not found."""
        try:
            self.model._meta.pk.to_python(unquote(object_id))
        except ValidationError as error:
            raise Http404 from error
        page: HttpResponse = super().history_view(request, object_id, extra_context)
        return page

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show an earlier state of a row; take it back from those who may change the row now."""
        if request.method == "POST" and not self._may_change_now(request, object_id):
            raise PermissionDenied
        page: HttpResponse = super().history_form_view(
            request, object_id, version_id, extra_context
        )
        return page

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the page has no button to go back to the state it shows."""
        return obj is not None and not self._may_change_now(request, str(obj.pk))

    def history_view_title(self, request: HttpRequest, obj: Any) -> str:
        """Return the title of the list of changes."""
        return _("History: %(name)s") % {"name": obj}

    def history_form_view_title(self, request: HttpRequest, obj: Any) -> str:
        """Return the title of an earlier state."""
        return _("An earlier state: %(name)s") % {"name": obj}

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: Any
    ) -> ChangesInWords:
        """Return what puts a change into words."""
        return ChangesInWords(self.model, historical_record)

    def _may_change_now(self, request: HttpRequest, object_id: str) -> bool:
        row = self.get_object(request, unquote(object_id))
        return bool(self.has_change_permission(request, row))


class LabelledFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """Rows whose inputs have a column head but no label: each says what it is when read aloud."""

    def add_fields(self, form: forms.ModelForm[Any], index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            # An autocomplete stands inside the wrapper that adds its “+”.
            widget: Any = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", str(field.label or name))


class AmountInput(forms.TextInput):
    """A number as one writes it: in the reader’s language, without zeros that say nothing."""

    def __init__(self) -> None:
        super().__init__({"size": 8, "inputmode": "decimal"})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Decimal):
            value = Decimal(format(value.normalize(), "f"))
        shown: str | None = super().format_value(value)
        return shown


class NarrowInline(admin.TabularInline):  # type: ignore[type-arg]
    """A table of rows inside another one: its inputs are as wide as what they hold."""

    extra = 0
    formset = LabelledFormSet
    formfield_overrides = {
        models.CharField: {"widget": forms.TextInput(attrs={"size": 16})},
        models.EmailField: {"widget": forms.EmailInput(attrs={"size": 24})},
        models.DecimalField: {"widget": AmountInput, "localize": True},
    }
