"""What the pages about joining read."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout, Submit
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.models import Company, JoinRequest

TRAP = "website"  # people do not see it, machines fill it in


class SiretField(forms.CharField):
    """A SIRET as people copy it, with its spaces; the digits alone are kept."""

    def to_python(self, value: Any) -> str:
        return "".join((super().to_python(value) or "").split())


class JoinForm(forms.ModelForm):
    """A company writes who it is; three answers are enough."""

    website = forms.CharField(
        required=False,
        label=gettext_lazy("Leave this field empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("I agree that you use these answers to contact me about this request."),
        error_messages={"required": gettext_lazy("Without your agreement we may not call you.")},
    )

    class Meta:
        model = JoinRequest
        field_classes = {"siret": SiretField}
        fields = (
            *("company_name", "municipality", "siret"),
            *("first_name", "last_name", "role", "email", "phone", "wishes"),
        )
        widgets = {
            "company_name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "municipality": forms.TextInput(attrs={"autocomplete": "address-level2"}),
            "siret": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
            "role": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "phone": forms.TextInput(
                attrs={"autocomplete": "tel", "type": "tel", "inputmode": "tel"}
            ),
            "wishes": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Fieldset(_("Your company"), "company_name", "municipality", "siret"),
            Fieldset(
                _("You"),
                Div("first_name", "last_name", css_class="join-pair"),
                "role",
                Div("email", "phone", css_class="join-pair"),
            ),
            Fieldset(_("What brings you"), "wishes"),
            Div(Field(TRAP), css_class="join-trap", aria_hidden="true"),
            "consent",
            HTML("{% include 'pages/partials/join_privacy.html' only %}"),
            Submit("save", _("Send my request")),
        )

    @property
    def is_from_a_machine(self) -> bool:
        """Whether the field that people do not see was filled in."""
        return bool(self.data.get(TRAP))


class AcceptForm(forms.Form):
    """The company that comes of a request: a new one, or one that is there already."""

    company = forms.ModelChoiceField(
        Company.objects.none(),
        label=gettext_lazy("Company"),
        required=False,
        empty_label=gettext_lazy("a new company"),
        help_text=gettext_lazy("Choose the company if it takes part already: nothing is doubled."),
    )
    sends_link = forms.BooleanField(
        label=gettext_lazy("Send the mail below, with the personal link"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, companies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company"].queryset = companies  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_action = "accept/"
        self.helper.layout = Layout(*self.fields, Submit("accept", _("Accept the company")))


class DeclineForm(forms.Form):
    """Why not."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=250,
        help_text=gettext_lazy("Kept here. No mail leaves: tell the person yourself."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_action = "decline/"
        self.helper.layout = Layout(
            "reason", Submit("decline", _("Decline"), css_class="btn-outline-danger")
        )
