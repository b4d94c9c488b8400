"""The pages of the open data, and their files."""

import hashlib
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from companies.models import Initiative
from pompey_ite.pages.opendata import files
from pompey_ite.pages.opendata.datasets import DATASETS, Dataset
from pompey_ite.pages.showcase.answers import public_answer

ROWS_SHOWN = 10
MAKERS = {"csv": files.csv_file, "json": files.json_file}
MAX_AGE_S = 300


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Say what may be taken, under which licence, and how it is written."""
    lines = [(one.name, str(one.title), str(one.text), _day(one)) for one in DATASETS.values()]
    context = {"datasets": lines, "licence": files.LICENCE}
    return public_answer(request, "pages/opendata.html", context, Initiative.objects.current())


@login_not_required
@require_safe
def dataset(request: HttpRequest, name: str) -> HttpResponse:
    """Show the dictionary of a data set and its first rows."""
    one = _known(name)
    rows = one.rows()
    context = {
        "name": one.name,
        "title": str(one.title),
        "text": str(one.text),
        "columns": [(column.name, column.kind, str(column.text)) for column in one.columns],
        "rows": rows[:ROWS_SHOWN],
        "count": len(rows),
        "updated_on": _day(one),
        "licence": files.LICENCE,
    }
    return public_answer(
        request, "pages/opendata_dataset.html", context, Initiative.objects.current()
    )


@login_not_required
@require_safe
def download(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """Give a data set as a file."""
    one = _known(name)
    if form not in MAKERS:
        raise Http404
    return _file(request, MAKERS[form](one), files.MEDIA_TYPES[form], f"{name}.{form}")


@login_not_required
@require_safe
def schema(request: HttpRequest, name: str) -> HttpResponse:
    """Give the dictionary of a data set as Table Schema."""
    return _file(request, files.schema_file(_known(name)), "application/json")


@login_not_required
@require_safe
def catalog(request: HttpRequest) -> HttpResponse:
    """Give the catalogue for portals that harvest it."""
    text = files.catalog_file(Initiative.objects.current())
    return _file(request, text, "application/ld+json")


def _known(name: str) -> Dataset:
    if name not in DATASETS:
        raise Http404
    return DATASETS[name]


def _day(one: Dataset) -> date | None:
    at = one.updated_at()
    return timezone.localdate(at) if at else None


def _file(request: HttpRequest, text: str, media_type: str, saved_as: str = "") -> HttpResponse:
    """Return the text as a file that any site may read, or 304 to who has it already."""
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        text, content_type=f"{media_type}; charset=utf-8"
    )
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE_S}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    if saved_as:
        response.headers["Content-Disposition"] = f'attachment; filename="{saved_as}"'
    return response
