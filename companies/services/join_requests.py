"""Requests to join that nothing came of are forgotten, as the page about personal data says."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from companies.models import JoinRequest


def old_requests(now: datetime) -> QuerySet[JoinRequest]:
    """Return the requests that are older than JOIN_REQUEST_DAYS and were never accepted."""
    before = now - timedelta(days=settings.JOIN_REQUEST_DAYS)
    old = JoinRequest.objects.filter(received_at__lt=before)
    return old.exclude(status=JoinRequest.Status.ACCEPTED)


def forget_old_requests(*, now: datetime) -> int:
    """Return how many requests were deleted: over JOIN_REQUEST_DAYS, and never accepted."""
    deleted, _by_model = old_requests(now).delete()
    return deleted
