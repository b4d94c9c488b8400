"""The door of what belongs to a result: comparison and files, for those who may read the result."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from pompey_ite.http import staff_by_the_door
from synergies.models import Round
from synergies.views.results import reader_of, refused, tally_shown

View = Callable[..., HttpResponse]


def result_page(view: View) -> View:
    """Give the view a closed, counted round and its tally; nothing before, whoever asks.

    A round that does not exist and one that is not for this person look the same.
    """

    @staff_by_the_door
    @login_not_required
    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        round_ = Round.objects.select_related("initiative").filter(pk=pk).first()
        reader = reader_of(request, round_) if round_ else None
        if round_ is None or reader is None:
            return refused(request)
        tally = tally_shown(round_)
        if tally is None:
            raise Http404
        tally.round = round_
        response = view(request, tally, **kwargs)
        add_never_cache_headers(response)
        return response

    return wrapped
