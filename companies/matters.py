"""What waits for the project manager about people: who wants to be erased."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from companies.models import ErasureRequest
from pompey_ite.matters import SHOWN_PER_SOURCE, Act, Matter, Urgency, source

DAYS_TO_ANSWER = 30  # a month, by article 12 (3) of the GDPR


@source
def erasures(now: datetime) -> Iterator[Matter]:
    """Yield the requests to be erased, the oldest first: the law gives a month to answer."""
    waiting = ErasureRequest.objects.waiting().with_person().order_by("asked_at", "pk")
    found = list(waiting[: SHOWN_PER_SOURCE + 1])
    for asked in found[:SHOWN_PER_SOURCE]:
        url = asked.get_absolute_url()
        left = DAYS_TO_ANSWER - (now - asked.asked_at).days
        about = ngettext("%(count)d day left to answer.", "%(count)d days left to answer.", left)
        yield Matter(
            Urgency.ANSWERED if left > 0 else Urgency.LATE,
            _("%(person)s wants to be erased.") % {"person": asked.contact},
            url,
            (Act(_("Look and decide"), url),),
            about=" – ".join(
                [str(asked.contact.company), *([about % {"count": left}] if left > 0 else [])]
            ),
            days=max(0, -left),
        )
    if len(found) > SHOWN_PER_SOURCE:
        url = reverse("admin:companies_erasurerequest_changelist")
        yield Matter(
            Urgency.ANSWERED,
            _("More people want to be erased."),
            url,
            (Act(_("See the requests"), url),),
        )
