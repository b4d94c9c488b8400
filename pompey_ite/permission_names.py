"""The permissions of accounts and groups, named in the language of the reader.

Django writes “Can add company” into the database, in English, when a model is made; what the lists
show is said anew from the model and the act.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.contrib.auth.models import Permission
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ACTS = {
    "add": pgettext_lazy("permission", "add"),
    "change": pgettext_lazy("permission", "change"),
    "delete": pgettext_lazy("permission", "delete"),
    "view": pgettext_lazy("permission", "see"),
}


def permission_name(permission: Permission) -> str:
    """Return “Company: add”; the name of the database for what no model of ours says."""
    model = permission.content_type.model_class()
    act = ACTS.get(permission.codename.partition("_")[0])
    if model is None or act is None:
        return str(permission.name)
    return f"{capfirst(model._meta.verbose_name)}{_(': ')}{act}"


class PermissionsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Permissions to choose, with their model, in one query."""

    def label_from_instance(self, obj: Any) -> str:
        return permission_name(obj)


def permissions_field(db_field: Any) -> PermissionsField:
    """Return the field of the admin that chooses permissions."""
    return PermissionsField(
        Permission.objects.select_related("content_type").order_by(
            "content_type__app_label", "content_type__model", "codename"
        ),
        label=capfirst(db_field.verbose_name),
        help_text=db_field.help_text,
        required=False,
        widget=FilteredSelectMultiple(str(db_field.verbose_name), is_stacked=False),
    )
