"""The public pages: what the initiative is, what it does, with whom; and the desk of the team."""

from datetime import UTC, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from actions.models import Programme
from companies.models import Initiative, JoinRequest, Partner, PublicPage, SuccessStory
from companies.pictures import CONTENT_TYPES, kind_of
from pompey_ite.http import StaffRequest
from pompey_ite.pages import public_pages
from pompey_ite.pages.entrance.signing_in import works_here
from pompey_ite.pages.showcase.answers import public_answer
from pompey_ite.pages.showcase.figures import (
    areas_of,
    figures_of,
    next_dates,
    public_areas,
    stages_of,
)
from pompey_ite.pages.showcase.stories import partners, stories, story_of
from synergies.models import Round, Workshop

STORIES_AT_HOME = 2
# Where personal links live, and what is the team's: no robot has anything to find there.
CLOSED_TO_ROBOTS = (
    *("/admin/", "/vote/", "/ballot/", "/space/", "/room/", "/answers/", "/reports/"),
    *("/mails/", "/mailbox/", "/calendar/", "/language/", "/health/"),
)
MAPPED = (
    *("home", "showcase_programme", "showcase_stories", "showcase_partners", "join", "opendata"),
    *PublicPage.Code.values,
)


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Tell the initiative, with its key figures and stages, and what comes next."""
    programme = Programme.objects.current()
    initiative = Initiative.objects.current()
    workshop = Workshop.objects.order_by("held_on").first()
    now = timezone.now()
    context = {
        "figures": figures_of(programme, initiative),
        "sources": {
            "workshop_on": workshop.held_on if workshop else None,
            "programme": str(programme or ""),
            "from_year": programme.starts_on.year if programme else None,
            "to_year": programme.ends_on.year if programme else None,
        },
        "stages": stages_of(programme, workshop),
        "areas": areas_of(programme),
        "next_dates": next_dates(programme, now),
        "stories": stories()[:STORIES_AT_HOME],
        "today": timezone.localdate(now),
    }
    return public_answer(request, "pages/home.html", context, initiative)


@login_not_required
@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """Show the programme by area: only actions that are marked public."""
    current = Programme.objects.current()
    areas = public_areas(current)
    context = {
        "programme": str(current or ""),
        "years": (current.starts_on.year, current.ends_on.year) if current else None,
        "areas": areas,
        "has_actions": any(area.actions for area in areas),
        "today": timezone.localdate(),
    }
    return public_answer(
        request, "pages/showcase_programme.html", context, Initiative.objects.current()
    )


@login_not_required
@require_safe
def story_list(request: HttpRequest) -> HttpResponse:
    """Show the stories that companies agreed to."""
    context = {"stories": stories()}
    return public_answer(
        request, "pages/showcase_stories.html", context, Initiative.objects.current()
    )


@login_not_required
@require_safe
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one story, while its company agrees."""
    row = get_object_or_404(SuccessStory.objects.for_page(), pk=pk)
    context = {"story": story_of(row)}
    return public_answer(
        request, "pages/showcase_story.html", context, Initiative.objects.current()
    )


@login_not_required
@require_safe
def story_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the photo of a story, while its company agrees; to the team always."""
    rows = SuccessStory.objects.all() if works_here(request) else SuccessStory.objects.public()
    return _picture(get_object_or_404(rows, pk=pk).photo)


@login_not_required
@require_safe
def partner_list(request: HttpRequest) -> HttpResponse:
    """Show who carries and funds the initiative."""
    context = {"partners": partners()}
    return public_answer(
        request, "pages/showcase_partners.html", context, Initiative.objects.current()
    )


@login_not_required
@require_safe
def partner_logo(_request: HttpRequest, pk: int) -> HttpResponse:
    """Give the logo of a partner."""
    return _picture(get_object_or_404(Partner, pk=pk).logo)


def _picture(kept: FieldFile) -> HttpResponse:
    """Return a picture under what its bytes are; opened alone, an SVG runs nothing either."""
    if not kept:
        raise Http404
    try:
        with kept.open("rb") as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    kind = kind_of(content)
    if not kind:
        raise Http404
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    )
    return response


@login_not_required
@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Say where robots have nothing to find: personal links and the pages of the team."""
    lines = ["User-agent: *", *(f"Disallow: {place}" for place in CLOSED_TO_ROBOTS)]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('pages:sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def security(_request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a weakness (RFC 9116); there is no page before there is an initiative."""
    initiative = Initiative.objects.current()
    if initiative is None:
        raise Http404
    # The file must say how long it holds; it is made anew at each request.
    until = timezone.now().replace(microsecond=0) + timedelta(days=180)
    lines = [
        f"Contact: mailto:{initiative.contact_email}",
        f"Expires: {until.astimezone(UTC).isoformat()}",
        "Preferred-Languages: fr, en",
        f"Canonical: {settings.SITE_URL}{reverse('pages:security')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the public pages for search engines."""
    rounds = Round.objects.filter(results_are_public=True).closed_at(timezone.now())
    places = [reverse(f"pages:{name}") for name in MAPPED]
    places += [reverse("pages:showcase_story", args=[one.pk]) for one in stories()]
    places += [reverse("synergies:round_results", args=[one.pk]) for one in rounds]
    context = {"addresses": [f"{settings.SITE_URL}{place}" for place in places]}
    return render(request, "pages/sitemap.xml", context, content_type="application/xml")


@require_GET
def desk(request: StaffRequest) -> HttpResponse:
    """Show the team what the public sees, what is still to be filled in, and who wants to join."""
    initiative = Initiative.objects.current()
    kept = {page.code: page for page in PublicPage.objects.all()}
    pages = [kept.get(slug) or PublicPage(code=slug) for slug in PublicPage.Code.values]
    context = {
        "pages": [(page, public_pages.shown(page, "fr", initiative).blanks) for page in pages],
        "waiting": JoinRequest.objects.waiting().count(),
        "stories": SuccessStory.objects.select_related("company").order_by("-pk"),
        "partners": Partner.objects.order_by("position", "name"),
        "areas": public_areas(Programme.objects.current()),
    }
    return render(request, "pages/showcase_desk.html", context)
