"""The smallest components as tags: a list of fifty rows shows hundreds of them.

Each is rendered once from its template and kept: they are few, and the same words give the same
bytes. `typed` keeps escaped words apart from equal ones that are not.
"""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

register = template.Library()
KEPT = 1_000  # of each: statuses, icons, pages of the rail in two languages are some hundreds

BULK_CHOICE = (  # one for each row of a list, no two alike: a template would be drawn fifty times
    '<label class="bulk-box"><input type="checkbox" class="form-check-input" name="pk" value="{}">'
    '<span class="visually-hidden">{}</span></label>'
)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return one of our icons: `{% icon "vote" %}`."""
    return _icon(name)


@register.simple_tag
def state_badge(state: str, label: str | Promise) -> SafeString:
    """Return a state in icon, word and colour: `{% state_badge "late" _("blocked") %}`."""
    return _state_badge(state, _plain(label))


@register.simple_tag
def area_badge(code: str, title: str | Promise = "") -> SafeString:
    """Return an area in mark and colour: `{% area_badge area.code area.title %}`."""
    return _area_badge(code, _plain(title))


@register.simple_tag
def rail_entries(nav: str, is_demo: bool) -> SafeString:
    """Return the list of the rail's addresses: `{% rail_entries nav is_demo %}`."""
    return _rail_entries(nav, is_demo, get_language(), get_script_prefix())


@register.simple_tag
def bulk_choice(pk: int, name: object) -> SafeString:
    """Return the box that chooses a row for an act on several: `{% bulk_choice row.pk row %}`."""
    return format_html(BULK_CHOICE, pk, gettext("Choose %(name)s") % {"name": name})


@lru_cache(KEPT, typed=True)
def _icon(name: str) -> SafeString:
    return render_to_string("components/icon.html", {"name": name})


@lru_cache(KEPT, typed=True)
def _state_badge(state: str, label: str) -> SafeString:
    context = {"state": state, "label": label}
    return render_to_string("components/badge_status.html", context)


@lru_cache(KEPT, typed=True)
def _area_badge(code: str, title: str) -> SafeString:
    return render_to_string("components/badge_area.html", {"code": code, "title": title})


@lru_cache(KEPT, typed=True)
def _rail_entries(nav: str, is_demo: bool, _language: str, _script_prefix: str) -> SafeString:
    context = {"nav": nav, "is_demo": is_demo}
    return render_to_string("components/rail_entries.html", context)


def forget() -> None:
    """Render each anew from now on, as after a change of a template."""
    for kept in (_icon, _state_badge, _area_badge, _rail_entries):
        kept.cache_clear()


def _plain(words: str | Promise) -> str:
    """Return the words in the language of this moment; lazy ones would be kept in the first."""
    return str(words) if isinstance(words, Promise) else words
