"""The photo of a resource: kept, replaced, taken away, and who may look at it."""

from django.core.files.base import ContentFile
from django.db import transaction

from companies.audiences import Audience, sees
from companies.models import Company, Resource
from companies.photos import kept_under, small_photo


def keep_photo(*, resource: Resource, content: bytes) -> None:
    """Keep a small copy of a photo in place of the one before.

    Raises PhotoRefused when the file is no photo we take; nothing is changed then.
    """
    copy = small_photo(content)
    before = resource.photo.name
    resource.photo.save(kept_under(resource, ""), ContentFile(copy), save=False)
    resource.save()
    _forget(resource, before)


def remove_photo(*, resource: Resource) -> None:
    """Take the photo away; its file goes."""
    before = resource.photo.name
    resource.photo = ""
    resource.save()
    _forget(resource, before)


def photo_of(resource: Resource) -> bytes:
    """Return the small copy that is kept, some hundred kB at most; nothing when there is none."""
    try:
        with resource.photo.open("rb") as file:
            content: bytes = file.read()
            return content
    except (FileNotFoundError, ValueError):  # the history may name a file that is gone
        return b""


def _forget(resource: Resource, name: str | None) -> None:
    """Delete a file once it is certain that no row names it."""
    if name:
        storage = resource.photo.storage
        transaction.on_commit(lambda: storage.delete(name))


def may_see(*, company: Company, resource: Resource, are_partners: bool) -> bool:
    """Return whether a company may look at a resource; `are_partners`: in a synergy with it."""
    if resource.company_id == company.pk:
        return True
    audience = Audience.PARTIES if are_partners else Audience.PARTICIPANTS
    return sees(audience, resource)
