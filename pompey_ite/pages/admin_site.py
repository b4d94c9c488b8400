"""The admin of the initiative: Django's own, whose index is the project manager's cockpit."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _


class PompeyAdminConfig(AdminConfig):
    default_site = "pompey_ite.pages.admin_site.PompeyAdminSite"


class PompeyAdminSite(admin.AdminSite):
    site_header = site_title = _("Initiative workbench")
    index_title = _("Cockpit")
    enable_nav_sidebar = False

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show the cockpit above the list of models."""
        from pompey_ite.pages.cockpit import cockpit  # noqa: PLC0415 – models load after this file

        return super().index(request, {**cockpit(), **(extra_context or {})})
