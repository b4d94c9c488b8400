"""The worker is woken when the broker answers; what is due is due all the same."""

from kombu.exceptions import OperationalError

from pompey_ite.wake import wake
from synergies import tasks


def test_task_is_handed_to_the_broker(monkeypatch):
    handed = []
    monkeypatch.setattr(tasks.tally, "apply_async", lambda args, **options: handed.append(args))

    assert wake(tasks.tally, 7) is True
    assert handed == [(7,)]


def test_silent_broker_is_no_error(monkeypatch):
    def fail(args, **options):
        raise OperationalError("connection refused")

    monkeypatch.setattr(tasks.tally, "apply_async", fail)

    assert wake(tasks.tally, 7) is False
