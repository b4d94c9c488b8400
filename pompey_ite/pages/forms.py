"""What the pages of no single app read."""

from datetime import timedelta

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

THEME_COOKIE = "theme"
THEME_KEPT_FOR = timedelta(days=365)


class Theme(TextChoices):
    """How the pages look; without a choice, as the system of the reader says."""

    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class ThemeForm(forms.Form):
    """The choice of the footer."""

    theme = forms.ChoiceField(choices=Theme.choices, required=False)
    next = forms.CharField(required=False)
