"""The public pages: what the initiative is, and how far it is."""

from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions.models import Action, Milestone, Programme
from companies.models import Company, Initiative
from synergies.models import Synergy, Workshop

DAYS_PER_MONTH = 365 / 12


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Tell the initiative, with its key figures and stages."""
    programme = Programme.objects.current()
    context = {
        "figures": _figures(programme),
        "stages": _stages(programme),
        "areas": _areas(programme),
    }
    return render(request, "pages/home.html", context)


def _figures(programme: Programme | None) -> dict[str, int]:
    initiative = Initiative.objects.current()
    actions = Action.objects.filter(area__programme=programme)
    milestones = Milestone.objects.filter(action__area__programme=programme)
    return {
        "companies": Company.objects.active().count(),
        "synergies": Synergy.objects.filter(merged_into=None).count(),
        "municipalities": initiative.municipality_count if initiative else 0,
        "actions": actions.count(),
        "actions_done": actions.filter(status=Action.Status.DONE).count(),
        "actions_running": actions.filter(status=Action.Status.IN_PROGRESS).count(),
        "milestones_done": milestones.exclude(done_on=None).count(),
    }


def _areas(programme: Programme | None) -> list[dict[str, str | int]]:
    if programme is None:
        return []
    areas = programme.areas.annotate(count=Count("actions")).order_by("code")
    return [
        {"code": area.code, "title": area.title, "kind": area.kind, "count": area.count}
        for area in areas
    ]


def _stages(programme: Programme | None) -> list[dict[str, str | date | bool | None]]:
    workshop = Workshop.objects.order_by("held_on").first()
    held_on = workshop.held_on if workshop else None
    return [
        {
            "title": _("Detection workshop"),
            "text": _("Companies say what they have and what they need, around one table."),
            "date": held_on,
            "is_done": workshop is not None,
        },
        {
            "title": _("Vote and programme"),
            "text": _("One ballot per company; every company finds itself in the programme."),
            "date": programme.starts_on if programme else None,
            "is_done": programme is not None,
        },
        {
            "title": _("First synergies"),
            "text": _("Each action has a pilot, milestones and measured results."),
            "date": None,
            "is_done": False,
        },
    ]


@login_not_required
@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    """Say who publishes the site."""
    return render(request, "pages/legal.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how accessible the site is, and where to complain."""
    return render(request, "pages/accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say which personal data are kept, why, and for how long."""
    months = round(settings.MAIL_TEXT_DAYS / DAYS_PER_MONTH)
    return render(request, "pages/privacy.html", {"mail_text_months": max(months, 1)})
