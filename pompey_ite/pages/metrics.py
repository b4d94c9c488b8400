"""Figures for Prometheus: is mail leaving, does the clock tick, how full is the house?"""

import hmac
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from companies.models import Company
from pompey_ite.outbox.models import Mail
from pompey_ite.pages.health import tick_age_s
from synergies.models import Round, Synergy


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer Prometheus, if it knows METRICS_TOKEN; for others there is no page."""
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    given = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not hmac.compare_digest(given.encode(), wanted.encode()):
        raise Http404
    text = "\n".join(lines(now=timezone.now())) + "\n"
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")


def lines(*, now: datetime) -> list[str]:
    """Return each figure with what it is; ages are in seconds, -1 when there is nothing to date.

    Nothing in them tells one company or person from another.
    """
    age = tick_age_s()
    oldest = Mail.objects.due(now).order_by().aggregate(first=Min("due_at"))["first"]
    waiting = (now - oldest).total_seconds() if oldest else 0
    mails = Mail.objects.count_by_tab()
    return [
        *figure(
            "tick_age_seconds", "Age of the last tick of the clock", -1 if age is None else age
        ),
        *figure(
            "mail_overdue_seconds", "How long the oldest mail that may leave has waited", waiting
        ),
        "# HELP pompey_mails Mails by what became of them",
        "# TYPE pompey_mails gauge",
        *(f'pompey_mails{{status="{name}"}} {count}' for name, count in mails.items()),
        *figure("companies", "Active companies", Company.objects.active().count()),
        *figure("synergies", "Synergies", Synergy.objects.count()),
        *figure("rounds_open", "Rounds that are open", Round.objects.open_at(now).count()),
    ]


def figure(name: str, what: str, value: float) -> list[str]:
    """Return the three lines of one gauge."""
    return [
        f"# HELP pompey_{name} {what}",
        f"# TYPE pompey_{name} gauge",
        f"pompey_{name} {value:g}",
    ]
