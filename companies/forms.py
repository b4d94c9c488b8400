"""What the pages of the companies read."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.models import Contact, Resource
from pompey_ite.filters import FilterField, filter_helper


class CompanyFilterForm(forms.Form):
    """The filters of the list; they live in the address."""

    words = forms.CharField(label=_("Name, sector or municipality"), required=False)
    direction = FilterField(
        label=_("Has declared"),
        choices=[
            ("", _("anything")),
            (Resource.Direction.OFFER, _("Offers")),
            (Resource.Direction.NEED, _("Needs")),
            (Resource.Direction.SHARE, _("Shares")),
        ],
    )
    municipality = FilterField(label=_("Municipality"))

    def __init__(self, *args: Any, municipalities: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("all municipalities")), *((name, name) for name in municipalities)]
        self.fields["municipality"].choices = choices  # type: ignore[attr-defined]
        self.helper = filter_helper("words", "direction", "municipality")


class OwnContactForm(forms.ModelForm):
    """What a contact corrects of itself; `new_email` is only asked for, and proved by a mail."""

    new_email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("If you change it, we write to the new one, and you confirm it there."),
    )

    class Meta:
        model = Contact
        fields = ("first_name", "last_name", "role", "phone", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_email"].initial = self.instance.email
        words = {"first_name": "given-name", "last_name": "family-name", "phone": "tel"}
        words |= {"role": "organization-title", "new_email": "email"}
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-select" if name == "language" else "form-control"
            field.widget.attrs["autocomplete"] = words.get(name, "off")
        self.fields["phone"].widget.input_type = "tel"

    @property
    def wished_email(self) -> str:
        """Return the new address, "" when it stays; emptying the field changes nothing."""
        email: str = self.cleaned_data["new_email"]
        return "" if email.lower() == self.instance.email.lower() else email


class EraseForm(forms.Form):
    """The confirmation of what cannot be undone."""

    is_sure = forms.BooleanField(
        error_messages={"required": _("Tick the box: it cannot be undone.")}
    )

    def __init__(self, *args: Any, person: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = gettext("Yes, erase %(person)s for good") % {"person": person}
        self.fields["is_sure"].label = words


class RefuseForm(forms.Form):
    """Why somebody is not erased."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=250,
        help_text=_("Told to the person by mail, with the right to complain to the CNIL."),
        error_messages={"required": _("Say why the request is refused.")},
    )
