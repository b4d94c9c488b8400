"""What the pages about impact read."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.forms import DayInput
from actions.models import Action, Factor, Indicator, Measurement
from actions.models.indicator import COMPUTED
from pompey_ite.admin_parts import AmountInput


class _WithButton(forms.ModelForm):  # type: ignore[type-arg]
    words = gettext_lazy("Save")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", str(self.words)))


class MeasurementForm(_WithButton):
    """A measurement of an action; a correction says why."""

    why = forms.CharField(label=gettext_lazy("Why it is corrected"), max_length=100)

    class Meta:
        model = Measurement
        fields = ("indicator", "period_end", "value", "proof", "source", "uncertainty_percent")
        localized_fields = ("value", "uncertainty_percent")
        widgets = {
            "period_end": DayInput(),
            "value": AmountInput(),
            "uncertainty_percent": AmountInput(),
        }

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.action = action
        rows = Indicator.objects.filter(programme=action.area.programme_id)
        typed = rows.exclude(official_code__in=COMPUTED)
        self.fields["indicator"].queryset = typed  # type: ignore[attr-defined]
        if self.instance.pk is None:
            del self.fields["why"]

    def _get_validation_exclusions(self) -> set[str]:
        """Check the action too: it says whether the period is measured already."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"action", "closed_at"}


class CloseForm(forms.Form):
    """Why a measurement counts no more."""

    reason = forms.CharField(label=gettext_lazy("Why it does not count"), max_length=250)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("close", _("Close the measurement")))


class FactorForm(_WithButton):
    """A factor, or the next version of one: its code then stays."""

    words = gettext_lazy("Add this version")

    class Meta:
        model = Factor
        fields = (
            *("code", "label", "value", "unit_from", "unit_to", "scope", "source", "url"),
            *("dated_on", "valid_from", "uncertainty_percent"),
        )
        localized_fields = ("value", "uncertainty_percent")
        widgets = {
            **{"dated_on": DayInput(), "valid_from": DayInput()},
            **{"value": AmountInput(), "uncertainty_percent": AmountInput()},
        }

    def __init__(self, *args: Any, of: Factor | None = None, **kwargs: Any) -> None:
        if of is not None:
            kwargs["initial"] = forms.model_to_dict(of, fields=self._meta.fields)
        super().__init__(*args, **kwargs)
        if of is not None:
            self.fields["code"].disabled = True


class WorkOutForm(forms.Form):
    """From which measured indicator to which other one a factor is used."""

    source = forms.ModelChoiceField(Indicator.objects.none(), label=gettext_lazy("Measured as"))
    to = forms.ModelChoiceField(Indicator.objects.none(), label=gettext_lazy("Becomes"))

    def __init__(self, *args: Any, sources: Any, targets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = sources  # type: ignore[attr-defined]
        self.fields["to"].queryset = targets  # type: ignore[attr-defined]
