"""What the team's entrance reads: name and password, and codes."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pompey_ite.throttle import Throttle

# Only wrong tries are counted, and for the address they came from: nobody is shut out by others.
OF_ONE_NAME = Throttle("sign-in-name", most=10, window_s=900)
OF_ALL_NAMES = Throttle("sign-in", most=30, window_s=900)


class SignInForm(AdminAuthenticationForm):
    """Name and password; after many wrong ones even the right one waits."""

    request: HttpRequest
    is_slowed = False

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("username", "").casefold()
        if OF_ONE_NAME.is_reached(self.request, name) or OF_ALL_NAMES.is_reached(self.request):
            self.is_slowed = True
            raise ValidationError(
                _("Too many wrong passwords from here. Try again in a quarter of an hour.")
            )
        try:
            return super().clean()
        except ValidationError:
            OF_ONE_NAME.note(self.request, name)
            OF_ALL_NAMES.note(self.request)
            raise


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )

    def refuse(self) -> None:
        """Say that the code did not fit."""
        self.add_error(
            "code",
            _(
                "This code does not fit. Wait for the next one in your app; after several wrong"
                " codes a moment must pass. Each recovery code works once."
            ),
        )


class AppCodeForm(CodeForm):
    """The first code of an app that is being set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The six digits that the app shows")
        self.fields["code"].widget.attrs |= {"inputmode": "numeric"}

    def refuse(self) -> None:
        self.add_error(
            "code",
            _("The app shows another code. Check that the clock of the phone is right."),
        )
