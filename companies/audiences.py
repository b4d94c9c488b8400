"""Who sees what of a company and of its resources: the one place that says so (law 8).

An audience sees what is marked for it and for all wider ones: public < participants < parties of a
synergy < project manager. Names, addresses and phones of contacts, the current outlet and its
cost, and who voted “no” are for no other company, whatever is marked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.models import Company, Resource

Visibility = Resource.Visibility


class Audience(models.TextChoices):
    """Who looks, from the widest to the closest; the project manager sees everything."""

    PUBLIC = "public", gettext_lazy("everybody")
    PARTICIPANTS = "participants", gettext_lazy("the companies that take part")
    PARTIES = "parties", gettext_lazy("your partners in a synergy")


SEES = {
    Audience.PUBLIC: (Visibility.PUBLIC,),
    Audience.PARTICIPANTS: (Visibility.PUBLIC, Visibility.PARTICIPANTS),
    Audience.PARTIES: (Visibility.PUBLIC, Visibility.PARTICIPANTS, Visibility.PARTIES),
}


def seen_by(audience: Audience, field: str = "visibility") -> Q:
    """Return the condition that rows are marked for an audience, or for a wider one."""
    return Q(**{f"{field}__in": SEES[audience]})


def sees(audience: Audience, resource: Resource) -> bool:
    """Return whether an audience sees a resource."""
    return resource.visibility in SEES[audience]


@dataclass(frozen=True)
class SeenCompany:
    """A company as an audience sees it. `is_named`: otherwise nothing at all is shown of it."""

    is_named: bool
    facts: list[tuple[str, str]]
    shown: list[Resource]
    hidden: list[Resource]


def seen_company(
    company: Company, resources: Iterable[Resource], audience: Audience
) -> SeenCompany:
    """Return what an audience sees of a company and of its open resources."""
    rows = list(resources)
    is_named = audience != Audience.PUBLIC or company.is_public
    shown = [row for row in rows if is_named and sees(audience, row)]
    hidden = [row for row in rows if row not in shown]
    return SeenCompany(is_named, _facts(company, audience) if is_named else [], shown, hidden)


def _facts(company: Company, audience: Audience) -> list[tuple[str, str]]:
    """Return name and value of each fact; to companies the name alone, beside what matches."""
    facts = [(_("Name"), company.name)]
    if audience == Audience.PUBLIC:
        facts += [
            (_("Sector"), company.sector),
            (_("Municipality"), f"{company.postcode} {company.municipality}".strip()),
            (_("SIRET"), company.siret),
            (_("NAF code"), company.naf_code),
        ]
        if company.latitude is not None:
            facts.append((_("Place"), _("a point on the public map")))
    return [(name, value) for name, value in facts if value]
