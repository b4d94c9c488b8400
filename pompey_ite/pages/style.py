"""The living page of our components: rendered from the real ones, so that it cannot lie."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from companies.models import Company
from pompey_ite.filters import FilterField, filter_helper

COMPONENTS = Path(settings.BASE_DIR) / "templates" / "components"
TOKENS = Path(settings.BASE_DIR) / "static" / "css" / "tokens.css"
THEMES = ("light", "dark")
LINEAR_BELOW = 0.04045  # of sRGB, as WCAG 2.2 defines relative luminance
AA_TEXT = 4.5
TEXT_TOKENS = (
    "ink", "muted", "moselle", "moselle-strong", "good", "waiting", "late", "closed",
    "area-a", "area-b", "area-c",
)  # fmt: skip
PAIRS = (
    *((text, "paper") for text in TEXT_TOKENS),
    ("on-moselle", "moselle"),
    ("on-mirabelle", "mirabelle"),
    ("on-late", "late"),
    ("on-frame", "frame"),
    ("on-frame-muted", "frame"),
)


@dataclass(frozen=True, slots=True)
class Component:
    """A file of templates/components/, and the contract at its top."""

    name: str
    contract: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A text on a ground, with its contrast in each theme, from 1 to 21."""

    text: str
    ground: str
    light: float
    dark: float


class SampleForm(forms.Form):
    """Fields as every form of the site shows them."""

    name = forms.CharField(
        label=gettext_lazy("Name"), help_text=gettext_lazy("As on your letters.")
    )
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("a", gettext_lazy("offer")), ("b", gettext_lazy("need"))],
    )
    words = forms.CharField(
        label=gettext_lazy("Comment"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    agreed = forms.BooleanField(label=gettext_lazy("Named on the public page"), required=False)

    def __init__(self, *args: Any, theme: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"id_{theme}_%s"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class SampleFilters(forms.Form):
    """A bar of filters as every list shows it."""

    words = forms.CharField(label=gettext_lazy("Name"), required=False)
    kind = FilterField(
        label=gettext_lazy("Kind"),
        choices=[("", gettext_lazy("all")), ("a", gettext_lazy("offer"))],
    )

    def __init__(self, *args: Any, theme: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"id_{theme}_filter_%s"
        self.helper = filter_helper("words", "kind")
        self.helper.form_tag = False


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Show every component, colour and form of the site, light and dark side by side."""
    context = {
        "components": components(),
        "pairs": pairs(),
        "company": Company.objects.order_by("pk").values_list("pk", flat=True).first(),
        "themes": [(theme, _samples(theme)) for theme in THEMES],
        "aa": AA_TEXT,
    }
    return render(request, "pages/style.html", context)


@cache
def components() -> list[Component]:
    """Return the components with the contracts they carry at their top."""
    rows = []
    for path in sorted(COMPONENTS.glob("*.html")):
        contract = path.read_text(encoding="utf-8").partition("{% endcomment %}")[0]
        rows.append(Component(path.stem, contract.removeprefix("{% comment %}").strip()))
    return rows


@cache
def pairs() -> list[Pair]:
    """Return the pairs of text and ground with their contrast in both themes."""
    light, dark = _colours()
    return [
        Pair(
            text, ground, _contrast(light[text], light[ground]), _contrast(dark[text], dark[ground])
        )
        for text, ground in PAIRS
    ]


def _samples(theme: str) -> dict[str, Any]:
    """Return what the components are given: a good form, a refused one, filters, a page."""
    refused = SampleForm({"name": "", "email": "alix@"}, theme=f"{theme}_refused")
    refused.is_valid()
    return {
        "form": SampleForm(theme=theme),
        "refused": refused,
        "filters": SampleFilters(theme=theme),
        "page": Paginator(range(30), 10).page(2),
        "states": [
            ("good", _("operational")),
            ("waiting", _("under study")),
            ("late", _("late")),
            ("closed", _("parked")),
            ("neutral", _("idea")),
        ],
        "areas": [("A", _("Equipment")), ("B", _("Resources")), ("C", _("Skills"))],
        "icons": _icons(),
    }


def _icons() -> list[str]:
    source = (COMPONENTS / "icon.html").read_text(encoding="utf-8")
    return re.findall(r'name == "(\w+)"', source)


def _colours() -> tuple[dict[str, str], dict[str, str]]:
    """Return the colours by token, light and dark, as the browser reads them."""
    blocks = re.findall(r":root[^{]*\{(.*?)\}", TOKENS.read_text(encoding="utf-8"), re.DOTALL)
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in blocks[:2])
    return light, light | dark


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
