"""What the previews of mails send back: the frozen list, and the number that was read."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _

SALT = "round-mails"
VALID_S = 24 * 3600  # a preview of the day before is looked at again


class SendForm(forms.Form):
    """The confirmation of a preview: `plan` is signed, so that the list is the one shown."""

    plan = forms.CharField(widget=forms.HiddenInput)
    is_sure = forms.BooleanField()

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_sure"].label = label

    @staticmethod
    def sealed(*, round_pk: int, kind: str, step: int, contact_pks: list[int]) -> str:
        """Return what the hidden field carries."""
        return signing.dumps([round_pk, kind, step, contact_pks], salt=SALT, compress=True)

    def clean_plan(self) -> list[Any]:
        """Return round, kind, step and contacts of the preview."""
        try:
            plan: list[Any] = signing.loads(self.cleaned_data["plan"], salt=SALT, max_age=VALID_S)
        except signing.BadSignature as error:
            raise forms.ValidationError(_("The preview is too old. Look at it again.")) from error
        return plan
