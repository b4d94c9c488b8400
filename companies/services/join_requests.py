"""Requests to join that nothing came of are forgotten, as the page about personal data says."""

from datetime import datetime, timedelta

from companies.models import JoinRequest

KEPT_FOR = timedelta(days=365)


def forget_old_requests(*, now: datetime) -> int:
    """Return how many requests were deleted: a year old, and never accepted."""
    old = JoinRequest.objects.filter(received_at__lt=now - KEPT_FOR)
    deleted, _by_model = old.exclude(status=JoinRequest.Status.ACCEPTED).delete()
    return deleted
