"""The kinds of mail that reminders and the digest register with the outbox."""

from django.utils.translation import gettext_lazy as _

from actions.models import Reminder
from actions.services.reminders.recheck import reasons_to_drop
from actions.services.reminders.sending import mail_kind
from pompey_ite.outbox.kinds import MailKind, register

Kind = Reminder.Kind
LABELS = {
    Kind.SYNERGY: _("reminder: synergy without news"),
    Kind.ACTION: _("reminder: action without news"),
    Kind.MILESTONE: _("reminder: milestone"),
    Kind.MEASUREMENT: _("reminder: measurement"),
    Kind.DATA: _("reminder: declarations of a year ago"),
}


def register_kinds() -> None:
    """Make the mails of reminders and the digest known; ballots have the mail of their round."""
    for kind, label in LABELS.items():
        register(
            MailKind(
                code=mail_kind(kind),
                label=label,
                group="reminders",
                reasons_to_drop=reasons_to_drop,
            )
        )
    register(MailKind(code="remind_test", label=_("reminder: test"), is_urgent=True))
    register(MailKind(code="digest", label=_("weekly digest"), group="digest"))
