"""Light, dark, or as the device says."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from pompey_ite.pages.forms import THEME_COOKIE, THEME_KEPT_FOR, ThemeForm


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep how the pages shall look in a cookie, and come back; “as the system” forgets it."""
    form = ThemeForm(request.POST)
    form.is_valid()
    back, chosen = form.cleaned_data.get("next", ""), form.cleaned_data.get("theme", "")
    is_ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = redirect(back if is_ours else "pages:home")
    if chosen:
        response.set_cookie(
            *(THEME_COOKIE, chosen, THEME_KEPT_FOR),
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response
