"""Just before a reminder leaves: is there still a reason for it?"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from actions.models import Reminder
from actions.services.reminders.candidates import key_of
from actions.services.reminders.planning import candidates_of
from companies.models import Initiative
from pompey_ite.outbox.models import Mail


def reasons_to_drop(mails: Sequence[Mail], now: datetime) -> Mapping[int, str]:
    """Return by mail why it must no longer leave, in a number of queries that does not grow.

    A mail leaves when one of its questions is still open: answered, closed, paused and reached
    ones have no reason any more.
    """
    rows = list(Reminder.objects.filter(mail__in=[mail.pk for mail in mails]))
    kinds = {row.kind for row in rows}
    initiatives = Initiative.objects.filter(pk__in={row.initiative_id for row in rows})
    holds = {
        one.key
        for initiative in initiatives
        for one in candidates_of(initiative, now=now, kinds=kinds)
    }
    open_mails = {
        row.mail_id
        for row in rows
        if row.status == Reminder.Status.APPROVED and key_of(row) in holds
    }
    reason = _("no longer due: there is news, it is over, or it is paused")
    return {mail.pk: reason for mail in mails if mail.pk not in open_mails}
