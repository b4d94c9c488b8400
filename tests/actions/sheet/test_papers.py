"""The sheet, the pack and the minutes on paper: title, language, words, nothing injected."""

import re
import zlib
from datetime import date

import pytest
from django.urls import reverse

from actions.reports.committee_document import minutes_document, pack_document, pack_pdf
from actions.reports.sheet_document import sheet_document
from actions.services.meetings import add_point, change_point
from tests.factories import (
    ActionFactory,
    AttendanceFactory,
    CoPilotFactory,
    DecisionFactory,
    FundingFactory,
    MeetingFactory,
    MilestoneFactory,
    PartyFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2019, 3, 1)
HOSTILE = '#panic("x") $ \\ [*b*] <b>&amp; "quoted" @label'


def objects_of(pdf):
    """The objects of a PDF as text, the compressed ones unpacked."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    # A stream may end in the byte of a line end, which the expression then leaves out.
    streams = [
        zlib.decompressobj().decompress(stream) for stream in packed if stream[:1] == b"\x78"
    ]
    return b"\n".join([pdf, *streams])


def words_of(document):
    return str(document["sections"])


@pytest.mark.parametrize(("language", "word"), [("fr", "fiche"), ("en", "sheet")])
def test_sheet_is_a_tagged_pdf_in_the_language_of_the_reader(staff_client, language, word):
    party = PartyFactory()
    action = ActionFactory(
        code="B1", title=HOSTILE, description=HOSTILE, synergies=[party.synergy], means="One\nTwo"
    )
    staff_client.cookies["django_language"] = language

    answer = staff_client.get(reverse("actions:sheet_pdf", args=[action.pk]))

    content = objects_of(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'inline; filename="{word}-b1.pdf"'
    assert f"/Lang ({language})".encode() in content or f"/Lang({language}".encode() in content
    assert b"pdfuaid:part" in content


def test_sheet_says_who_when_and_how_much():
    party = PartyFactory(role="provider")
    action = ActionFactory(synergies=[party.synergy], pilot_name="CCBP", governance="COPIL")
    CoPilotFactory(action=action, name="Mme Roy")
    MilestoneFactory(action=action, title="Sign the lease")
    FundingFactory(action=action, planned_eur=987)
    DecisionFactory(programme=action.area.programme, action=action, question="Buy?")

    words = words_of(sheet_document(action, TODAY))

    for said in ("CCBP", "Mme Roy", "COPIL", "Sign the lease", party.company.name, "Buy?"):
        assert said in words
    assert "987" in words


def test_pack_has_the_agenda_in_order_without_what_was_dropped_and_every_action():
    action = ActionFactory(title="Share a press")
    meeting = add_point(meeting=MeetingFactory(), text="Welcome")
    meeting = add_point(meeting=meeting, text="Dropped point")
    meeting = add_point(meeting=meeting, text=HOSTILE)
    meeting = change_point(meeting=meeting, key="added:2", act="drop")

    document = pack_document(meeting, TODAY)

    assert document["sections"][0]["blocks"] == [{"kind": "steps", "items": ["Welcome", HOSTILE]}]
    assert str(action) in words_of(document)
    assert pack_pdf(meeting, TODAY).startswith(b"%PDF-")


def test_minutes_say_who_was_there_and_what_follows(staff_client):
    action = ActionFactory()
    meeting = MeetingFactory(programme=action.area.programme, minutes="First.\nSecond.")
    AttendanceFactory(meeting=meeting, name="Mme Roy", state="present")
    AttendanceFactory(meeting=meeting, name="M. Petit", state="excused")
    AttendanceFactory(meeting=meeting, name="M. Nowhere")
    milestone = MilestoneFactory(action=action, due_on=date(2019, 9, 30))
    DecisionFactory(
        programme=meeting.programme,
        meeting=meeting,
        taken=True,
        follow_up="Order the press",
        milestone=milestone,
    )

    words = words_of(minutes_document(meeting, TODAY))

    for said in ("Mme Roy", "M. Petit", "First.", "Second.", "Order the press", "30 sept. 2019"):
        assert said in words
    assert "M. Nowhere" not in words
    answer = staff_client.get(reverse("actions:meeting_minutes_pdf", args=[meeting.pk]))
    assert answer.content.startswith(b"%PDF-")
