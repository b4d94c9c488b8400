"""Stories and partners as the public pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from companies.models import Partner, SuccessStory


@dataclass(frozen=True)
class Story:
    """A story in the language of the page; who agreed to it is nobody's reading."""

    pk: int
    title: str
    text: str
    company: str
    published_on: date
    has_photo: bool
    photo_alt: str


@dataclass(frozen=True)
class PartnerLine:
    """A partner in the language of the page."""

    pk: int
    name: str
    role: str
    url: str
    has_logo: bool


def stories() -> list[Story]:
    """Return the public stories, the newest first, in one query."""
    return [story_of(row) for row in SuccessStory.objects.for_page()]


def story_of(row: SuccessStory) -> Story:
    """Return one story as shown; ask only for rows of `SuccessStory.objects.public()`."""
    return Story(
        pk=row.pk,
        title=row.shown_title,
        text=row.shown_text,
        company=row.company.name,
        published_on=row.published_on or date.min,
        has_photo=bool(row.photo),
        photo_alt=row.photo_alt,
    )


def partners() -> list[PartnerLine]:
    """Return the partners in their order, in one query."""
    return [
        PartnerLine(row.pk, row.name, row.shown_role, row.url, bool(row.logo))
        for row in Partner.objects.order_by("position", "name")
    ]
