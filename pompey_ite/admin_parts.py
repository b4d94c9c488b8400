"""What the pages of the admin share: rows that stay, rows that are only read, narrow tables."""

from __future__ import annotations  # ModelForm[…] is for the type checker only

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest


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


class LabelledFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """Rows whose inputs have a column head but no label: each says what it is when read aloud."""

    def add_fields(self, form: forms.ModelForm[Any], index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            # An autocomplete stands inside the wrapper that adds its “+”.
            widget: Any = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", str(field.label or name))


class NarrowInline(admin.TabularInline):  # type: ignore[type-arg]
    """A table of rows inside another one: its inputs are as wide as what they hold."""

    extra = 0
    formset = LabelledFormSet
    formfield_overrides = {
        models.CharField: {"widget": forms.TextInput(attrs={"size": 16})},
        models.EmailField: {"widget": forms.EmailInput(attrs={"size": 24})},
        models.DecimalField: {"widget": forms.TextInput(attrs={"size": 8, "inputmode": "decimal"})},
    }
