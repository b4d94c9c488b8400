"""What waits for the project manager in the outbox."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pompey_ite.matters import Act, Matter, Urgency, source
from pompey_ite.outbox.models import Mail


@source
def mails_in_error(now: datetime) -> Iterator[Matter]:
    """Yield one line when mails reached nobody."""
    count = Mail.objects.in_error().count()
    if count:
        url = f"{reverse('outbox:list')}?tab=failed"
        text = ngettext(
            "%(count)d mail could not be delivered.",
            "%(count)d mails could not be delivered.",
            count,
        )
        title = text % {"count": count}
        yield Matter(Urgency.BROKEN, title, url, (Act(_("See the mails"), url),))
