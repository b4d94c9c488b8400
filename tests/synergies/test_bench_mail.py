"""The bench of mails runs the real path and says what it found."""

import pytest

from pompey_ite.outbox.models import Mail
from synergies.bench import mail


@pytest.mark.django_db
def test_the_bench_sends_every_mail_and_gives_the_ratios(monkeypatch):
    monkeypatch.setattr(mail, "MAILS", 3)
    monkeypatch.setattr(mail, "REPEATS", 1)

    figures = dict(mail.bench_mail(size=1_000, say=lambda _text: None))

    assert Mail.objects.filter(status=Mail.Status.SENT).count() == 3
    assert [what.partition(", ")[2] for what in figures] == [
        "smtplib alone",
        "rendered and queued",
        "checked, claimed, sent and marked",
        "whole path",
    ]
    assert figures["3 mails, whole path"].endswith("× smtplib")
