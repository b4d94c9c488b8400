"""When a mail leaves, in the same words on every preview."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def leaves_at(instant: datetime) -> str:
    """Return when a mail leaves at the earliest; of working hours only where they are kept."""
    date = formats.date_format(timezone.localtime(instant), "DATETIME_FORMAT")
    if not settings.MAIL_QUIET_HOURS:
        return _("It leaves on %(date)s at the earliest.") % {"date": date}
    return _("It leaves on %(date)s at the earliest: on working days, from 8 to 18 h.") % {
        "date": date
    }
