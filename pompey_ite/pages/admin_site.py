"""The admin of the initiative: Django's own, whose index is the project manager's cockpit."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

# What a row belongs to, the nearest first: its page shows the row where it has none of its own.
OWNERS = (
    *("round", "ballot", "synergy", "action", "milestone", "resource", "company", "contact"),
    *("meeting", "report", "programme", "option", "source", "winner", "mail"),
)


def page_of(row: Any) -> str | None:
    """Return the address of our page of a row, or of what it belongs to; None without any."""
    if hasattr(row, "get_absolute_url"):
        return str(row.get_absolute_url())
    names = {field.name for field in row._meta.fields if field.is_relation}
    owners = (getattr(row, name, None) for name in OWNERS if name in names)
    found = (page_of(owner) for owner in owners if owner is not None)
    return next((url for url in found if url), None)


class PompeyAdminConfig(AdminConfig):
    default_site = "pompey_ite.pages.admin_site.PompeyAdminSite"


class PompeyAdminSite(admin.AdminSite):
    site_header = site_title = _("Initiative workbench")
    index_title = _("Cockpit")
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register models; “view on site” leads to our page of a row, or of what it belongs to."""
        super().register(model_or_iterable, admin_class, **options)
        for model_admin in self._registry.values():
            if model_admin.view_on_site is True:
                model_admin.view_on_site = page_of

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show the cockpit above the list of models."""
        from pompey_ite.pages.cockpit import cockpit  # noqa: PLC0415 – models load after this file

        return super().index(request, {**cockpit(), **(extra_context or {})})
