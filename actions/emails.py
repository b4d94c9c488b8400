"""The mails of the programme: builders that return a draft and never send."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from actions.models import Report
from actions.services.figures import ReportFigures
from companies.models import User
from pompey_ite.outbox.rendering import Draft, render_mail


def report_draft(report: Report, figures: ReportFigures, *, reader: User) -> Draft:
    """Return the monthly report as a mail for one reader, in the reader's language."""
    context = {
        "report": report,
        "figures": figures,
        "programme": report.programme,
        "initiative": report.programme.initiative,
        "reader": reader,
        "url": f"{settings.SITE_URL}{report.get_absolute_url()}",
        "button": _("Read the report on the web"),
    }
    return render_mail("report", context, language=reader.language)
