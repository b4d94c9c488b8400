"""Is the program alive, and is everything it needs there? For supervisors and monitors."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from kombu.exceptions import OperationalError

from pompey_ite.celery import app
from pompey_ite.outbox.models import Heartbeat

TICK_TOO_OLD_S = 15 * 60  # worker or beat is down; a long tick, after an import, is not
TICKS_MISSED = 5  # with an interval longer than three minutes
BROKER_TIMEOUT_S = 2


@login_not_required
def live(request: HttpRequest) -> JsonResponse:
    """Answer 200 as long as the web server answers at all."""
    return JsonResponse({"status": "ok"})


@login_not_required
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, broker and clock work, else 503; say the reasons."""
    facts: dict[str, Any] = {"database": "ok", "broker": "ok", "tick_age_s": None, "reasons": []}
    try:
        facts["tick_age_s"] = tick_age_s()
    except DatabaseError as error:
        facts["database"] = "down"
        facts["reasons"].append(f"database: {type(error).__name__}")
    else:
        if is_tick_late(facts["tick_age_s"]):
            facts["reasons"].append("clock: the last tick is too old or none was ever seen")
    if not broker_answers():
        facts["broker"] = "down"
        facts["reasons"].append("broker: no answer")
    facts["status"] = "degraded" if facts["reasons"] else "ok"
    return JsonResponse(facts, status=503 if facts["reasons"] else 200)


def tick_age_s() -> int | None:
    """Return the age of the last tick in seconds, or None when there never was one.

    Raises DatabaseError when the database does not answer.
    """
    connection.ensure_connection()
    last = Heartbeat.objects.filter(name="tick").values_list("beaten_at", flat=True).first()
    return None if last is None else int((timezone.now() - last) / timedelta(seconds=1))


def is_tick_late(age_s: int | None) -> bool:
    """Return whether the clock has missed several ticks, or never ticked."""
    return age_s is None or age_s > max(TICKS_MISSED * settings.TICK_INTERVAL_S, TICK_TOO_OLD_S)


def broker_answers() -> bool:
    """Return whether a connection to the broker opens within two seconds."""
    try:
        with app.connection_for_write(connect_timeout=BROKER_TIMEOUT_S) as broker:
            broker.ensure_connection(max_retries=1, timeout=BROKER_TIMEOUT_S)
    except (OSError, OperationalError):
        return False
    return True
