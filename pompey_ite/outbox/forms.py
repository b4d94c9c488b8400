"""What the pages of the mails read."""

from typing import Any

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from pompey_ite.outbox.kinds import registered


class MailFilterForm(forms.Form):
    """The filters of the list; they live in the address."""

    words = forms.CharField(
        label=_("Recipient, company or subject"), required=False, max_length=100
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.code, kind.label) for kind in registered()]
        self.fields["kind"].choices = [("", _("all kinds")), *kinds]  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.form_class = "filters"
        self.helper.form_action = "."
        self.helper.attrs = {"role": "search"}
        button = StrictButton(_("Apply filters"), type="submit", css_class="btn-outline-primary")
        self.helper.layout = Layout("words", "kind", button)


class ReasonForm(forms.Form):
    """Why somebody decides what they decide; kept with the mail or the address."""

    reason = forms.CharField(label=_("Why?"), max_length=200)


class ResendForm(ReasonForm):
    """Why a mail is sent again, and which time it is: pressed twice, it leaves once."""

    number = forms.IntegerField(min_value=1, max_value=999, widget=forms.HiddenInput)
