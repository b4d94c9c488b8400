"""Requests to join that nothing came of are forgotten, as the page about personal data says."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from companies.models import JoinRequest

KEPT_FOR = timedelta(days=365)


def old_requests(now: datetime) -> QuerySet[JoinRequest]:
    """Return the requests that are a year old and were never accepted."""
    old = JoinRequest.objects.filter(received_at__lt=now - KEPT_FOR)
    return old.exclude(status=JoinRequest.Status.ACCEPTED)


def forget_old_requests(*, now: datetime) -> int:
    """Return how many requests were deleted: a year old, and never accepted."""
    deleted, _by_model = old_requests(now).delete()
    return deleted
