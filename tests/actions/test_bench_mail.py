"""The bench of mails runs the real path and says what it found."""

import pytest

from actions.bench import mail
from pompey_ite.outbox.models import Mail


@pytest.mark.django_db
def test_the_bench_sends_every_report_and_gives_the_ratios(monkeypatch):
    monkeypatch.setattr(mail, "MAILS", 6)
    monkeypatch.setattr(mail, "FEW", 2)
    monkeypatch.setattr(mail, "REPEATS", 1)

    figures = dict(mail.bench_mail(size=1_000, say=lambda _text: None))

    assert Mail.objects.filter(kind="report", status=Mail.Status.SENT).count() == 6
    assert figures["6 reports, whole path"].endswith("× smtplib")
    few, all_ = (figures[f"queries to queue {count}: inserts + others"] for count in (2, 6))
    assert few == all_
