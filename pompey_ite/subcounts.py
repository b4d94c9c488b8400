"""Counts beside the rows of a list."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce


def count_of(rows: QuerySet[Any], by: str) -> Coalesce:
    """Return how many of `rows` belong to each row of a query: `by` names it in theirs.

    A page of fifty counts for fifty, and the number of pages needs no count at all; a join would
    count for every row before it cuts the page.
    """
    counts = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(count=Count("pk"))
    return Coalesce(Subquery(counts.values("count")), 0)
