"""What the project manager enters about the programme."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.models import Report

SALT = "report-mails"
VALID_S = 24 * 3600  # a preview of the day before is looked at again


class DayInput(forms.DateInput):
    """A day in the browser's own calendar, which wants it as 2026-11-25 in every language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "form-control"}, format="%Y-%m-%d")


class WorkshopFileForm(forms.Form):
    """The workbook of a workshop; what is inside is checked by the import itself."""

    file = forms.FileField(
        label=gettext_lazy("Workbook (.xlsx)"),
        help_text=gettext_lazy("Nothing is written before you have seen what it would change."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("file", Submit("check", _("Check the workbook")))

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.WORKSHOP_FILE_MAX_BYTES:
            limit = filesizeformat(settings.WORKSHOP_FILE_MAX_BYTES)
            raise forms.ValidationError(_("The file is larger than %(limit)s.") % {"limit": limit})
        return file


class SummaryForm(forms.ModelForm):
    """The lines at the head of a report, in both languages."""

    class Meta:
        model = Report
        fields = ("summary_fr", "summary_en")
        labels = {
            "summary_fr": gettext_lazy("Summary in French, a line for each thing"),
            "summary_en": gettext_lazy("Summary in English, a line for each thing"),
        }
        help_texts = {
            "summary_fr": gettext_lazy(
                "Companies read it as well: no amount, nothing that only the committee may know."
            )
        }
        widgets = {
            "summary_fr": forms.Textarea(attrs={"rows": 6, "lang": "fr"}),
            "summary_en": forms.Textarea(attrs={"rows": 6, "lang": "en"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("summary_fr", "summary_en")
        for field in self.fields.values():
            field.required = True


class ReportSendForm(forms.Form):
    """The confirmation of a preview: `plan` is signed, so that the list is the one shown."""

    plan = forms.CharField(widget=forms.HiddenInput)
    is_sure = forms.BooleanField()

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_sure"].label = label

    @staticmethod
    def sealed(*, report_pk: int, keys: list[str]) -> str:
        """Return what the hidden field carries."""
        return signing.dumps([report_pk, keys], salt=SALT, compress=True)

    def clean_plan(self) -> list[Any]:
        """Return the report and the readers of the preview."""
        try:
            plan: list[Any] = signing.loads(self.cleaned_data["plan"], salt=SALT, max_age=VALID_S)
        except signing.BadSignature as error:
            raise forms.ValidationError(_("The preview is too old. Look at it again.")) from error
        return plan


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why it is withdrawn"), max_length=250)


class PeriodForm(forms.Form):
    """The days between which a funder's table counts, both included; a filter, so never saved."""

    start = forms.DateField(label=gettext_lazy("From"), widget=DayInput)
    end = forms.DateField(label=gettext_lazy("To"), widget=DayInput)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "start" in data and "end" in data and data["end"] < data["start"]:
            raise forms.ValidationError(_("The period ends before it begins."))
        return data
