"""Pictures of the public pages: what a file really is, and that it is a picture and no more."""

from __future__ import annotations

import secrets
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from companies.picture_metadata import without_metadata

MAX_BYTES = 2**20
STARTS = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
CONTENT_TYPES = {"png": "image/png", "jpg": "image/jpeg", "svg": "image/svg+xml"}
SVG = "{http://www.w3.org/2000/svg}"
# What draws, and nothing that runs, loads or links.
DRAWS = frozenset(
    "svg g path rect circle ellipse line polyline polygon text tspan title desc defs clipPath mask"
    " linearGradient radialGradient stop symbol use style pattern metadata".split()
)
LOADS = ("javascript:", "http:", "https:", "//", "data:", "@import", "expression(")


class PictureField(models.FileField):
    """A picture, kept without what it tells of its author, place and device."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        file = getattr(model_instance, self.attname)
        if file and not file._committed:
            file.file.seek(0)
            file.file = ContentFile(without_metadata(file.file.read()), name=file.name)
        return super().pre_save(model_instance, add)

    def deconstruct(self) -> Any:
        """Return what a plain FileField would: the database sees no difference."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.FileField", args, kwargs


def kept_under(_row: object, _name: str) -> str:
    """Return where a picture is kept: a name of ours, so that none of theirs reaches the disk."""
    return f"showcase/{secrets.token_hex(16)}"


def kind_of(content: bytes) -> str:
    """Return "png", "jpg" or "svg" by what the bytes are, "" when they are no picture of these."""
    for kind, start in STARTS.items():
        if content.startswith(start):
            return kind
    return "svg" if _is_harmless_svg(content) else ""


def validate_picture(file: Any) -> None:
    """Refuse what is no PNG, JPEG or plain SVG, whatever its name says, and what is too heavy."""
    if isinstance(file, FieldFile) and getattr(file, "_committed", False):
        return  # looked at when it came
    if file.size > MAX_BYTES:
        raise ValidationError(_("The picture is heavier than 1 MB: make it smaller."))
    file.seek(0)
    content = file.read()
    file.seek(0)
    if not kind_of(content):
        raise ValidationError(
            _("This is no PNG, JPEG or plain SVG picture; an SVG has no script and no link.")
        )


def _is_harmless_svg(content: bytes) -> bool:
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        return False
    return root.tag == f"{SVG}svg" and all(_only_draws(element) for element in root.iter())


def _only_draws(element: Element) -> bool:
    """Return whether an element draws; those of other namespaces (of editors) are refused."""
    if not str(element.tag).startswith(SVG) or element.tag.removeprefix(SVG) not in DRAWS:
        return False
    words = [element.text or "", *element.attrib.values()]
    handles = any(name.lower().startswith("on") for name in element.attrib)
    return not handles and not any(bad in word.lower() for bad in LOADS for word in words)
