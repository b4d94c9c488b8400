"""The admin of the initiative: Django's own, whose index is the project manager's cockpit."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

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


# The keys of second factors are nobody's to read; they are reset on the page of a user.
NOT_SHOWN = {"otp_totp", "otp_static"}


class PompeyAdminConfig(AdminConfig):
    default_site = "pompey_ite.pages.admin_site.PompeyAdminSite"


class PompeyAdminSite(admin.AdminSite):
    site_header = site_title = _("Initiative workbench")
    index_title = _("Cockpit")
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register models; “view on site” leads to our page of a row, or of what it belongs to."""
        from pompey_ite.journal.admin_acts import NotedActs  # noqa: PLC0415 – needs models

        models: Any = model_or_iterable
        if isinstance(models, type):
            models = [models]
        shown = [model for model in models if model._meta.app_label not in NOT_SHOWN]
        noted = type(
            (admin_class or admin.ModelAdmin).__name__,
            (NotedActs, admin_class or admin.ModelAdmin),
            {"__module__": (admin_class or admin.ModelAdmin).__module__},
        )
        super().register(shown, noted, **options)
        for model_admin in self._registry.values():
            if model_admin.view_on_site is True:
                model_admin.view_on_site = page_of

    @method_decorator(never_cache)
    @login_not_required
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Take the password, then the second factor; who is in already goes to the cockpit."""
        from pompey_ite.pages.entrance.views import SignIn  # noqa: PLC0415 – needs models

        if request.method == "GET" and self.has_permission(request):
            return redirect("admin:index")
        request.current_app = self.name
        context = {**self.each_context(request), "app_path": request.get_full_path()}
        page = SignIn.as_view(extra_context={**context, **(extra_context or {})})
        return cast("HttpResponse", page(request))

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show the cockpit above the list of models."""
        from pompey_ite.pages.cockpit import cockpit  # noqa: PLC0415 – models load after this file

        return super().index(request, {**cockpit(), **(extra_context or {})})
