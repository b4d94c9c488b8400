"""What others see of a company: the preview that its contacts look at."""

from dataclasses import dataclass

from companies.audiences import Audience, SeenCompany, seen_company
from companies.models import Company, Resource
from synergies.models import Synergy


@dataclass(frozen=True)
class SeenAs:
    """A company as an audience sees it: `company` and resources, the synergies that name it."""

    audience: Audience
    company: SeenCompany
    synergies: list[Synergy]


def seen_as(company: Company, audience: Audience) -> SeenAs:
    """Return what an audience sees of a company, in two queries.

    Everybody sees the synergies that are marked public, between companies that agreed to be named;
    the participants read synergies in a ballot; the partners those they share.
    """
    resources = Resource.objects.open().filter(company=company).select_related("waste_code")
    seen = seen_company(company, resources.order_by("direction", "title", "pk"), audience)
    rows = Synergy.objects.open().taken_part_in_by(company)
    if audience == Audience.PUBLIC:
        rows = rows.filter(is_public=True) if seen.is_named else rows.none()
    return SeenAs(audience, seen, list(rows.order_by("number")))
