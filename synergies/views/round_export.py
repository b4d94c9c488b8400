"""The files of a counted round, to check the count or to count by another rule."""

from django.http import Http404, HttpRequest, HttpResponse

from synergies.models import Tally
from synergies.services.published_rounds import FILES, published_round
from synergies.views.result_door import result_page


@result_page
def round_export(_request: HttpRequest, tally: Tally, name: str) -> HttpResponse:
    """Return one of the files of a round, to be saved."""
    if name not in FILES or not tally.published_hash:
        raise Http404
    content_type, made_of = FILES[name]
    response = HttpResponse(
        made_of(published_round(tally)), content_type=f"{content_type}; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{tally.round_id}-{name}"'
    return response
