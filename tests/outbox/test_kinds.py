"""The register of the kinds of mail."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

import pytest

from pompey_ite.outbox import kinds
from pompey_ite.outbox.kinds import MailKind

DAY = date(2019, 8, 5)


@pytest.fixture(autouse=True)
def own_register(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", {})
    monkeypatch.setattr(kinds, "_absences", [])


def test_unknown_kind_is_sent_like_any_other() -> None:
    kind = kinds.kind_of("nobody_registered_me")
    assert (kind.group, kind.is_urgent, kind.reasons_to_drop) == ("", False, None)


def test_later_registration_takes_the_place_of_the_first() -> None:
    kinds.register(MailKind("report", "Report"))
    kinds.register(MailKind("digest", "Digest"))
    kinds.register(MailKind("report", "Report", group="reports"))
    assert [(kind.code, kind.group) for kind in kinds.registered()] == [
        ("digest", ""),
        ("report", "reports"),
    ]


def test_group_nobody_can_stop_is_refused() -> None:
    with pytest.raises(ValueError, match="newsletter"):
        MailKind("news", "News", group="newsletter")


def test_longest_absence_counts() -> None:
    def short(addresses: Collection[str], day: date) -> Mapping[str, date]:
        return dict.fromkeys(addresses, day)

    def long(addresses: Collection[str], day: date) -> Mapping[str, date]:
        return {"a@forge.example": day + timedelta(days=3)}

    for find in (long, short, short):
        kinds.register_absences(find)
    assert kinds.absent_until({"a@forge.example", "b@forge.example"}, DAY) == {
        "a@forge.example": date(2019, 8, 8),
        "b@forge.example": DAY,
    }
