"""What is done in the admin, whichever page of it: added before each page by the site itself."""

from typing import Any

from pompey_ite.journal.models import Act
from pompey_ite.journal.noting import note


class NotedActs:
    """Every page of the admin: what is added, changed and deleted there stands in the journal."""

    def construct_change_message(
        self, request: Any, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """Remember which fields were changed: their names, nothing of what they hold."""
        request.changed_fields = sorted(form.changed_data)
        return super().construct_change_message(request, form, formsets, add)  # type: ignore[misc]

    def log_addition(self, request: Any, obj: Any, message: Any) -> Any:
        note(Act.ROW_ADDED, about=obj)
        return super().log_addition(request, obj, message)  # type: ignore[misc]

    def log_change(self, request: Any, obj: Any, message: Any) -> Any:
        note(Act.ROW_CHANGED, about=obj, fields=getattr(request, "changed_fields", []))
        return super().log_change(request, obj, message)  # type: ignore[misc]

    def log_deletions(self, request: Any, queryset: Any) -> Any:
        for row in queryset:
            note(Act.ROW_DELETED, about=row)
        return super().log_deletions(request, queryset)  # type: ignore[misc]
