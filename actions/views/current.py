"""The initiative that the staff's pages are about."""

from django.http import Http404

from companies.models import Initiative


def current_or_404() -> Initiative:
    """Return the current initiative; there is nothing to show before there is one."""
    initiative = Initiative.objects.current()
    if initiative is None:
        raise Http404
    return initiative
