"""The pages of the team's entrance."""

from http import HTTPStatus
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies.models import Initiative, User
from companies.services import second_factor
from pompey_ite.http import StaffRequest
from pompey_ite.pages.entrance.forms import OF_ONE_NAME, AppCodeForm, CodeForm, SignInForm
from pompey_ite.pages.entrance.signing_in import (
    come_in,
    keep_waiting,
    lacks_second_factor,
    safe_page,
    who_waits,
)

KEY_OF_APP = "key_of_app"  # in the session: the secret of an app that is being set up


class SignIn(LoginView):
    """Take name and password; ask for the second factor where there is, or must be, one."""

    template_name = "admin/login.html"
    authentication_form = SignInForm

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user: Any = form.get_user()
        if second_factor.has_one(user):
            keep_waiting(self.request, user, next_page=self.get_success_url())
            return redirect("pages:entrance_code")
        if second_factor.is_missing(user):
            keep_waiting(self.request, user, next_page=self.get_success_url())
            return redirect("pages:entrance_set_up")
        return super().form_valid(form)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_invalid(form)
        if getattr(form, "is_slowed", False):
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response.headers["Retry-After"] = str(OF_ONE_NAME.window_s)
        return response


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code after the password, and let in."""
    user = who_waits(request)
    if user is None:
        return redirect("admin:login")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            device = second_factor.check(user, form.cleaned_data["code"])
        except second_factor.CodeRefused:
            form.refuse()
        else:
            return redirect(come_in(request, user, device))
    return render(request, "pages/entrance_code.html", {"form": form})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Set an app up as second factor: while signing in where it is asked, or later."""
    user = _who_sets_up(request)
    if user is None:
        # Half signed in, it would be sent here again and again. Nobody else loses a session: an
        # address that signs people out, or forgets their personal links, would be a trap.
        if request.user.is_authenticated and lacks_second_factor(request):
            logout(request)
        return redirect("admin:login")
    key = request.session.setdefault(KEY_OF_APP, second_factor.new_key())
    form = AppCodeForm(request.POST or None)
    if form.is_valid():
        try:
            device, codes = second_factor.set_up(user, key=key, code=form.cleaned_data["code"])
        except second_factor.CodeRefused:
            form.refuse()
        else:
            del request.session[KEY_OF_APP]
            next_page = come_in(request, user, device)
            return _show_codes(request, codes, next_page)
    return render(request, "pages/entrance_set_up.html", {"form": form, **_app(user, key)})


@never_cache
@require_safe
def account(request: StaffRequest) -> HttpResponse:
    """Show how this account is protected."""
    return render(request, "pages/entrance_account.html", _account(request, CodeForm()))


@never_cache
@require_POST
def renew(request: StaffRequest) -> HttpResponse:
    """Replace the recovery codes, after a code."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            codes = second_factor.renew_recovery_codes(request.user, code=form.cleaned_data["code"])
        except second_factor.CodeRefused:
            form.refuse()
        else:
            return _show_codes(request, codes, safe_page(request, ""))
    return _account_again(request, form)


@never_cache
@require_POST
def remove(request: StaffRequest) -> HttpResponse:
    """Take the second factor away, after a code; where it must be, a new one is set up next."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            second_factor.remove(request.user, code=form.cleaned_data["code"])
        except second_factor.CodeRefused:
            form.refuse()
        else:
            messages.success(request, _("Signing in asks for the password alone again."))
            return redirect("pages:entrance_account")
    return _account_again(request, form)


def _who_sets_up(request: HttpRequest) -> User | None:
    """Return who may set an app up: signed in, or with the right password, and without one yet."""
    user = request.user if request.user.is_authenticated else who_waits(request)
    return user if user and user.is_staff and not second_factor.has_one(user) else None


def _app(user: User, key: str) -> dict[str, Any]:
    initiative = Initiative.objects.current()
    issuer = initiative.name if initiative else "Pompey ITE"
    address = second_factor.app_address(user, key, issuer=issuer)
    drawing = segno.make(address, error="m").svg_data_uri(scale=4, border=4, light="#fff")
    return {"drawing": drawing, "address": address, "key": second_factor.typed_key(key)}


def _show_codes(request: HttpRequest, codes: Any, next_page: str) -> HttpResponse:
    context = {"codes": codes, "next_page": next_page}
    return render(request, "pages/entrance_codes.html", context)


def _account(request: StaffRequest, form: CodeForm) -> dict[str, Any]:
    has_one = second_factor.has_one(request.user)
    left = second_factor.codes_left(request.user)
    return {"form": form, "has_second_factor": has_one, "codes_left": left}


def _account_again(request: StaffRequest, form: CodeForm) -> HttpResponse:
    context = _account(request, form)
    return render(request, "pages/entrance_account.html", context, status=HTTPStatus.BAD_REQUEST)
