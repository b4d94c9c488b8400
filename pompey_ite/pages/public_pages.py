"""The pages that the law asks for: shown to everybody, edited by the team with a preview."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout, Submit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from companies.models import Initiative, PublicPage
from companies.public_text import Block, Fact, blanks_in, blocks_of
from pompey_ite.http import StaffRequest

TEXTS = Path(settings.BASE_DIR) / "companies" / "data" / "public_pages"
LANGUAGES = ("fr", "en")
DAYS_PER_MONTH = 365 / 12


@dataclass(frozen=True)
class Shown:
    """A page in one language: its blocks, and what is still to be filled in."""

    language: str
    blocks: list[Block]

    @property
    def blanks(self) -> list[str]:
        return blanks_in(self.blocks)


class PublicPageForm(forms.ModelForm):  # type: ignore[type-arg]
    """Both languages of a page, beginning with the words that stand now."""

    class Meta:
        model = PublicPage
        fields = ("text_fr", "text_en", "reviewed_on")
        widgets = {
            "text_fr": forms.Textarea(attrs={"rows": 18, "lang": "fr"}),
            "text_en": forms.Textarea(attrs={"rows": 18, "lang": "en"}),
            "reviewed_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }
        help_texts = {
            "text_fr": gettext_lazy("Empty it to come back to the words of the program."),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for language in LANGUAGES:
            self.initial[f"text_{language}"] = words_of(self.instance, language)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            *self.fields,
            Submit("save", _("Save")),
            HTML("{% include 'pages/partials/preview_button.html' only %}"),
        )

    def clean(self) -> dict[str, object]:
        """Keep nothing of a text that nobody changed: it then follows the program's."""
        data: dict[str, object] = super().clean() or {}
        for language in LANGUAGES:
            text = str(data.get(f"text_{language}", "")).replace("\r\n", "\n").strip()
            untouched = text == text_of_the_program(self.instance.code, language).strip()
            data[f"text_{language}"] = "" if untouched else text
        return data


@cache
def text_of_the_program(slug: str, language: str) -> str:
    """Return the words that a page has before anybody edits it."""
    return (TEXTS / f"{slug}.{language}.txt").read_text(encoding="utf-8")


def words_of(page: PublicPage, language: str) -> str:
    """Return the words of a page in a language: those of the team, or of the program."""
    own = page.text_en if language == "en" else page.text_fr
    return own or text_of_the_program(page.code, language)


def shown(page: PublicPage, language: str, initiative: Initiative | None) -> Shown:
    """Return a page in a language, its facts filled in."""
    with translation.override(language):
        return Shown(language, blocks_of(words_of(page, language), facts_of(initiative)))


def facts_of(initiative: Initiative | None) -> dict[str, Fact]:
    """Return what the texts may name of the initiative and of the installation."""
    labels = {
        "initiative": (_("name of the initiative"), "name"),
        "territory": (_("territory"), "territory"),
        "association": (_("association of companies"), "association"),
        "contact_name": (_("name of the person who answers"), "contact_name"),
        "contact_email": (_("e-mail address of the initiative"), "contact_email"),
        "contact_phone": (_("phone of the initiative"), "contact_phone"),
        "hosting": (_("name, address and phone of the host"), "hosting"),
    }
    facts = {
        key: Fact(str(getattr(initiative, field, "") or ""), label)
        for key, (label, field) in labels.items()
    }
    times = {
        "mail_time": Fact(_months(settings.MAIL_TEXT_DAYS), ""),
        "request_time": Fact(_months(settings.JOIN_REQUEST_DAYS), ""),
    }
    return {**facts, **times}


def _months(days: int) -> str:
    months = max(round(days / DAYS_PER_MONTH), 1)
    return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}


def page_of_slug(slug: str) -> PublicPage:
    """Return the page, unsaved while nobody has edited it."""
    if slug not in PublicPage.Code.values:
        raise Http404
    return PublicPage.objects.filter(code=slug).first() or PublicPage(code=slug)


@login_not_required
@require_safe
def public_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a page; to the team also what is still to be filled in."""
    page = page_of_slug(slug)
    language = "en" if get_language() == "en" else "fr"
    context = {"page": page, "shown": shown(page, language, Initiative.objects.current())}
    return render(request, "pages/public_page.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, slug: str) -> HttpResponse:
    """Edit both languages of a page; “preview” shows them and keeps nothing."""
    if not request.user.has_perm("companies.change_publicpage"):
        raise PermissionDenied
    form = PublicPageForm(request.POST or None, instance=page_of_slug(slug))
    is_preview = "preview" in request.POST
    if form.is_valid() and not is_preview:
        form.save()
        messages.success(request, _("The page is kept, and public from now on."))
        return redirect(form.instance)
    page = form.instance
    initiative = Initiative.objects.current()
    previews = [shown(page, language, initiative) for language in LANGUAGES]
    context = {"form": form, "page": page, "previews": previews, "is_preview": is_preview}
    return render(request, "pages/public_page_edit.html", context)
