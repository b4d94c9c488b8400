"""What waits for the project manager among synergies, suggestions and the vocabulary."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from companies.models import Initiative
from pompey_ite.matters import SHOWN_PER_SOURCE, Act, Matter, Urgency, source
from pompey_ite.outbox.calendar import local_day
from synergies.models import Synergy, VocabularyChange
from synergies.services.suggested_groups import suggestions


@source
def late_next_steps(now: datetime) -> Iterator[Matter]:
    """Yield the synergies whose next step should have been made, the oldest first."""
    today = local_day(now)
    late = Synergy.objects.open().filter(next_due_on__lt=today).order_by("next_due_on", "number")
    for synergy in late[:SHOWN_PER_SOURCE]:
        yield Matter(
            Urgency.LATE,
            synergy.next_step or _("The next step is not written."),
            synergy.get_absolute_url(),
            (
                Act(_("Next step"), reverse("synergies:next_step", args=[synergy.pk])),
                Act(_("Move"), reverse("synergies:move", args=[synergy.pk])),
            ),
            about=str(synergy),
            days=(today - synergy.next_due_on).days if synergy.next_due_on else 0,
        )

    more = late.count() - SHOWN_PER_SOURCE
    if more > 0:
        url = reverse("synergies:list")
        text = ngettext(
            "%(count)d more synergy waits for its next step.",
            "%(count)d more synergies wait for their next step.",
            more,
        )
        title = text % {"count": more}
        yield Matter(Urgency.LATE, title, url, (Act(_("See the synergies"), url),))


@source
def to_review(now: datetime) -> Iterator[Matter]:
    """Yield how many suggestions and proposals to the vocabulary nobody has decided."""
    initiative = Initiative.objects.current()
    if initiative and (count := len(suggestions(initiative))):
        url = reverse("synergies:matches")
        text = ngettext(
            "%(count)d suggestion to look at", "%(count)d suggestions to look at", count
        )
        title = text % {"count": count}
        yield Matter(Urgency.TO_REVIEW, title, url, (Act(_("Decide"), url),))
    if count := VocabularyChange.objects.proposed().count():
        url = reverse("synergies:vocabulary_review")
        text = ngettext(
            "%(count)d proposal to the vocabulary to review",
            "%(count)d proposals to the vocabulary to review",
            count,
        )
        yield Matter(Urgency.TO_REVIEW, text % {"count": count}, url, (Act(_("Review"), url),))
