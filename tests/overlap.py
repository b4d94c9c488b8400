"""Two transactions at once, on PostgreSQL: the second meets what the first has not committed."""

import threading
import time

from django.db import connection, transaction

PATIENCE_S = 20.0


def in_thread(work) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def waits_or_is_done(thread: threading.Thread) -> None:
    """Return once the thread waits for a lock of ours, or has finished."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"  # noqa: E501
    end = time.monotonic() + PATIENCE_S
    while thread.is_alive() and time.monotonic() < end:
        with connection.cursor() as cursor:
            # What it saw first it would see until the transaction ends.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(query)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)


def overlap(first, second) -> None:
    """Run `second` in a thread while the transaction of `first` is not committed."""
    with transaction.atomic():
        first()
        thread = in_thread(second)
        waits_or_is_done(thread)
    thread.join(PATIENCE_S)
