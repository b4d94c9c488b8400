"""Correcting a slip: the words, the companies, and with them its synergy and declarations."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from synergies.models import Area, RoundOption, Slip, Synergy
from synergies.services.matches import AREAS
from synergies.services.slip_resources import declare_from_slip, retract_from_slip
from synergies.services.slips import (
    SlipRefused,
    Words,
    companies_of,
    concept_of,
    lock,
    roles_of,
    title_of,
)

TWO = 2  # companies of a slip


class SlipChanged(SlipRefused):
    """Somebody has changed the slip since it was shown; `slip` is as it stands."""

    def __init__(self, slip: Slip) -> None:
        self.slip = slip
        values = {"offers": slip.offers, "wants": slip.wants, "what": slip.what}
        text = _(
            "This slip was changed meanwhile: “%(what)s”, %(offers)s → %(wants)s. "
            "Save again to replace it."
        )
        super().__init__(text % values)


@transaction.atomic
def correct_slip(*, slip: Slip, words: Words, version: int, now: datetime) -> Slip:
    """Return the slip with its new words; its synergy and its declarations follow.

    version: of the slip that was shown. Raises SlipChanged when another one stands, and
    SlipRefused when it was withdrawn, or somebody has gone on with its synergy.
    """
    initiative = lock(slip.workshop)
    rows = Slip.objects.select_related("synergy", "workshop", "offers", "wants")
    slip = rows.get(pk=slip.pk)
    if slip.version != version:
        raise SlipChanged(slip)
    _refuse_what_went_on(slip)
    before = _meaning(slip)
    slip.offers, slip.wants = companies_of(initiative, words, now)
    slip.what, slip.kind, slip.note = words.what, words.kind, words.note
    slip.concept, slip.concept_confirmed, family = concept_of(words)
    slip.version, slip.corrected_at = slip.version + 1, now
    slip.save()
    slip.synergy.title, slip.synergy.comment = title_of(slip.what), slip.note
    slip.synergy.kind, slip.synergy.area = slip.kind, AREAS.get(family, Area.RESOURCES)
    slip.synergy.save()
    if _meaning(slip) != before:
        retract_from_slip(slip, reason=_("The slip of the workshop was corrected."), now=now)
        _replace_parties(slip)
        declare_from_slip(slip, family=family, now=now)
    return slip


def _meaning(slip: Slip) -> tuple[object, ...]:
    """Return all that its parties and declarations follow from: of a slip, all but its note."""
    companies = (slip.offers_id, slip.wants_id)
    return (*companies, slip.what, slip.kind, slip.concept, slip.concept_confirmed)


def may_be_corrected(slip: Slip) -> bool:
    """Return whether nobody has withdrawn the slip or gone on with its synergy."""
    try:
        _refuse_what_went_on(slip)
    except SlipRefused:
        return False
    return True


def _refuse_what_went_on(slip: Slip) -> None:
    if slip.withdrawn_at:
        raise SlipRefused(_("This slip was withdrawn: write it again."))
    synergy = slip.synergy
    has_gone_on = synergy.is_ended or synergy.status != Synergy.Status.IDEA
    if has_gone_on or synergy.parties.count() != TWO:
        raise SlipRefused(
            _("Synergy %d has gone on since: change it on its own page.") % synergy.number
        )
    if RoundOption.objects.filter(synergy=synergy).exists():
        raise SlipRefused(
            _("Synergy %d is put to the vote: it stays as the companies read it.") % synergy.number
        )


def _replace_parties(slip: Slip) -> None:
    slip.synergy.parties.all().delete()  # the history of a party keeps who it was
    pairs = zip((slip.offers, slip.wants), roles_of(slip.kind), strict=True)
    for position, (company, role) in enumerate(pairs):
        slip.synergy.parties.create(company=company, role=role, position=position)
