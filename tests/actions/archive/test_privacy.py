"""What an archive must not say: each word that people typed is marked, and the marks are sought."""

import csv
from datetime import date

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone

from actions.archive.redaction import Redaction
from actions.models import Action, Decision, Measurement, Meeting, Note, Programme, Report
from synergies.models import CommitteeDecision, Round, StatusChange
from tests.access.world import build_world
from tests.actions.archive.opened import archive_of
from tests.factories import NoteFactory, StatusChangeFactory
from tests.pdf import ReadPdf

# All that leaves of what holds a person or words of people; everything else must not.
LEAVES = {
    "synergies.Synergy": {"title", "status_reason"},
    "synergies.StatusChange": {"reason"},
    "synergies.Round": {"title", "text", "change_reason"},
    "synergies.RoundOption": {"title", "parties_text"},
    "synergies.CommitteeDecision": {"reason", "committee", "withdrawal_reason"},
    "actions.Programme": {"title"},
    "actions.ProgrammeArea": {"title"},
    "actions.Action": {
        *("title", "description", "objectives", "expected_results", "status_reason"),
        *("pilot_name", "elected_referent", "other_partners"),
    },
    "actions.Milestone": {"title"},
    "actions.Note": {"text"},
    "actions.Decision": {"question", "body", "outcome", "follow_up"},
    "actions.Meeting": {"title", "body", "minutes", "status_reason"},
    "actions.Measurement": {"source", "closed_reason"},
    "actions.Report": {"withdrawn_reason", "summary_fr"},  # the summary in its PDF, as it left
}


def mark_everything() -> dict[str, str]:
    """Write a mark into each text that holds a person or words; return the fields by mark."""
    marks = {}
    path = settings.BASE_DIR / "docs" / "personal-data.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["holds"] in {"person", "words"}]
    for number, row in enumerate(rows):
        label, name = row["field"].rsplit(".", 1)
        model = apps.get_model(label)
        field = model._meta.get_field(name)
        if isinstance(field, models.FileField) or not isinstance(
            field, models.CharField | models.TextField
        ):
            continue
        mark = f"zq{number:03d}qz"
        for one in model._base_manager.all():
            text = f"{mark}@x{one.pk}.example" if isinstance(field, models.EmailField) else mark
            value = f"{text}{one.pk}"[: field.max_length]  # each another one: some are unique
            model._base_manager.filter(pk=one.pk).update(**{name: value})
            marks[mark] = row["field"]
    return marks


@pytest.fixture
def world(db):
    """One row of everything, moved into this year."""
    made = build_world()
    today = timezone.localdate()
    first = date(today.year, 1, 1)
    StatusChangeFactory(synergy=made.rows["synergy"])
    NoteFactory(action=made.rows["action"])
    decision = CommitteeDecision.objects.get(pk=made.rows["committee_decision"].pk)
    CommitteeDecision.objects.update(
        withdrawn_at=timezone.now(), withdrawn_by=decision.decided_by, withdrawal_reason="x"
    )
    Programme.objects.update(starts_on=first, ends_on=date(today.year + 1, 1, 1))
    Action.objects.update(pilot_company=None)  # else the company is named, and not the person
    Note.objects.update(written_on=today)
    Meeting.objects.update(starts_at=timezone.now())
    Decision.objects.update(asked_on=today)
    Measurement.objects.update(period_end=today, closed_at=timezone.now(), closed_reason="x")
    StatusChange.objects.update(changed_at=timezone.now())
    Round.objects.filter(pk=decision.tally.round_id).update(
        opens_at=f"{today.year}-01-01T00:00Z", closes_at=f"{today.year}-01-02T00:00Z"
    )
    Report.objects.update(status=Report.Status.APPROVED, approved_at=timezone.now())
    return made


def test_only_what_is_meant_to_leave_is_in_it(world):
    fields = mark_everything()
    now = timezone.now()

    files = archive_of(now.year, now=now)

    texts = [
        ReadPdf(content).text if name.endswith(".pdf") else content.decode()
        for name, content in files.items()
    ]
    found = {field for mark, field in fields.items() if any(mark in text for text in texts)}
    meant = {f"{label}.{name}" for label, names in LEAVES.items() for name in names}
    assert found - meant == set()
    assert meant - found == set()  # the marks are looked for where they are


@pytest.fixture
def redaction():
    return Redaction([("Anne-Lise", "d’Ormeval"), ("", "Alone"), ("Al", "Bo")])


@pytest.mark.parametrize(
    ("text", "is_taken_out"),
    [
        ("écrire à a.b+c@fonderie.example", "a.b+c@fonderie.example"),
        ("au 03 83 12 34 56", "03 83 12 34 56"),
        ("au 0383123456.", "0383123456"),
        ("au +33 6 12 34 56 78", "+33 6 12 34 56 78"),
        ("au 03.83.12.34.56", "03.83.12.34.56"),
        ("au +33 (0)3 83 12 34 56", "+33 (0)3 83 12 34 56"),
        ("https://x.example/vote/AbCdEfGhIjKlMnOpQrStUvWxYz012345/", "AbCdEfGhIjKl"),
        ("vu avec ANNE-LISE  d’Ormeval hier", "Ormeval"),
    ],
)
def test_how_a_person_is_reached_is_taken_out(redaction, text, is_taken_out):
    assert is_taken_out in text
    assert is_taken_out.lower() not in redaction(text).lower()
    assert "[" in redaction(text)


@pytest.mark.parametrize(
    "text",
    [
        "SIRET 12345678900012, 1 200 000 kWh, le 05/03/2026 à 10 h 30",
        "Alone et Al Bo",
        "voir https://www.ademe.example/ressources et 0,75 €",
        "compte 00012345678901234567890",
    ],
)
def test_other_words_and_numbers_stay(redaction, text):
    assert redaction(text) == text
