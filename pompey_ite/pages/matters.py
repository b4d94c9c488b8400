"""What waits at the front door: the first steps of a new installation, and who wants to join."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from companies.models import Initiative, JoinRequest
from pompey_ite.matters import Act, Matter, Urgency, source


@source
def first_steps(now: datetime) -> Iterator[Matter]:
    """Yield what to begin with: the workshop first, then who writes the mails."""
    initiative = Initiative.objects.current()
    if initiative is None:
        url = reverse("actions:import")
        yield Matter(
            Urgency.FIRST_STEP,
            _("Begin with the workshop: import its workbook."),
            url,
            (Act(_("Import"), url),),
            about=_("Companies, contacts, resources and synergies come in at once."),
        )
    elif not initiative.contact_email:
        url = reverse("admin:companies_initiative_change", args=[initiative.pk])
        yield Matter(
            Urgency.FIRST_STEP,
            _("Say who you are: name, territory, and who answers the companies."),
            url,
            (Act(_("Complete"), url),),
            about=_("Every mail and every public page is signed with it."),
        )


@source
def join_requests(now: datetime) -> Iterator[Matter]:
    """Yield how many companies asked to join and have no answer yet."""
    if count := JoinRequest.objects.waiting().count():
        url = reverse("pages:join_requests")
        text = ngettext(
            "%(count)d company wants to join.", "%(count)d companies want to join.", count
        )
        yield Matter(Urgency.ANSWERED, text % {"count": count}, url, (Act(_("Answer"), url),))
