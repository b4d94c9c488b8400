"""What a successor must know: complete, in words, the same on the page, in the PDF and in Excel."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from pompey_ite.pages.handover.reading import handover
from synergies.models import Synergy
from tests.factories import (
    ActionFactory,
    BlockingPointFactory,
    CompanyFactory,
    ContactEntryFactory,
    ContactFactory,
    DecisionFactory,
    MilestoneFactory,
    RoundFactory,
    SynergyFactory,
    UserFactory,
)
from tests.pdf import ReadPdf

pytestmark = pytest.mark.django_db
NOW = datetime(2019, 3, 11, 9, tzinfo=UTC)


@pytest.fixture
def ada():
    return UserFactory(first_name="Ada", last_name="Keller")


def part(slug, now=NOW):
    with translation.override("en"):
        found = {one.slug: one for one in handover(now)}[slug]
        return [[cell.text for cell in row] for row in found.rows]


def test_open_synergies_say_who_does_what_next_and_what_blocks(ada):
    under_way = SynergyFactory(
        title="Pallets",
        status=Synergy.Status.STUDY,
        owner=ada,
        next_step="Call the carrier",
        next_due_on=date(2019, 3, 20),
        last_contact_on=date(2019, 2, 1),
    )
    BlockingPointFactory(synergy=under_way, topic="legal", state="open", sentence="No permit.")
    SynergyFactory(title="Nobody is at this idea")
    SynergyFactory(title="Works, nothing to do", operational=True)
    SynergyFactory(status=Synergy.Status.CLOSED, status_reason="No.", next_step="None")

    rows = part("synergies")

    assert rows == [
        [
            *(str(under_way), "under study", "Ada Keller", "Call the carrier"),
            *("20 Mar 2019", "1 Feb 2019", "legal: No permit."),
        ]
    ]


def test_promises_are_next_steps_and_what_recent_decisions_ask_for(ada):
    SynergyFactory(owner=ada, next_step="Call", next_due_on=date(2019, 3, 20))
    action = ActionFactory()
    programme = action.area.programme
    decided = {"programme": programme, "outcome": "Yes.", "body": "Board"}
    DecisionFactory(action=action, taken_on=date(2019, 2, 1), follow_up="Sign it", **decided)
    DecisionFactory(
        taken_on=date(2019, 2, 1),
        follow_up="Done since",
        milestone=MilestoneFactory(action=action, done_on=date(2019, 3, 1)),
        **decided,
    )
    DecisionFactory(taken_on=date(2017, 2, 1), follow_up="Long ago", **decided)
    DecisionFactory(programme=programme, question="May we?", taken_on=None)

    assert [row[:3] for row in part("promises")] == [
        ["1 Feb 2019", "After the decision: Sign it", "Board"],
        ["20 Mar 2019", "Call", "Ada Keller"],
    ]
    assert [row[1] for row in part("questions")] == ["May we?"]


def test_companies_say_whom_to_call_and_who_spoke_last_with_them(ada):
    company = CompanyFactory(name="Bois")
    ContactFactory(
        company=company, first_name="Luc", last_name="Roy", role="", phone="03", email=""
    )
    ContactFactory(company=company, inactive=True)
    for day in (1, 9, 4):
        ContactEntryFactory(company=company, user=ada, kind="call", held_on=date(2019, 3, day))
    ContactEntryFactory(
        company=company, user=ada, held_on=date(2019, 3, 10), undone_at=timezone.now()
    )

    assert part("companies") == [["Bois", "Luc Roy, 03", "9 Mar 2019", "Ada Keller (call)"]]


def test_the_next_dates_are_milestones_rounds_and_the_report():
    action = ActionFactory(code="B1")
    for title, due_on, done_on in (
        ("Late", date(2019, 3, 1), None),
        ("Soon", date(2019, 4, 2), None),
        ("Far", date(2020, 4, 2), None),
        ("Done", date(2019, 4, 2), date(2019, 3, 2)),
    ):
        MilestoneFactory(action=action, title=title, due_on=due_on, done_on=done_on)
    RoundFactory(
        title="Second", opens_at=NOW - timedelta(days=2), closes_at=NOW + timedelta(days=8)
    )
    RoundFactory(title="First", opens_at=NOW - timedelta(days=9), closes_at=NOW - timedelta(days=8))

    assert [row[:2] for row in part("dates")] == [
        ["1 Mar 2019", "B1 · Late"],
        ["19 Mar 2019", "Second"],
        ["1 Apr 2019", "The report of the month is drawn up"],
        ["2 Apr 2019", "B1 · Soon"],
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_constant_queries(staff_client, count, django_assert_num_queries):
    for _each in range(count):
        synergy = SynergyFactory(status=Synergy.Status.STUDY, owner=UserFactory())
        BlockingPointFactory(synergy=synergy, state="open")
        milestone = MilestoneFactory(due_on=timezone.localdate() + timedelta(days=3))
        DecisionFactory(action=milestone.action, programme=milestone.action.area.programme)
        ContactEntryFactory(company=ContactFactory().company)

    with django_assert_num_queries(17):
        response = staff_client.get(reverse("pages:handover"))

    assert len({one.slug: one for one in response.context["parts"]}["synergies"].rows) == count


def test_pdf_and_workbook_say_the_same_as_the_page(staff_client, ada):
    SynergyFactory(title="Palettes", owner=ada, next_step="Appeler", next_due_on=date(2019, 3, 20))

    pdf = staff_client.get(reverse("pages:handover_pdf"))
    book = staff_client.get(reverse("pages:handover_workbook"))

    assert "Appeler" in ReadPdf(pdf.content).text
    sheets = load_workbook(io.BytesIO(b"".join(book.streaming_content)))
    promises = sheets["Ce que nous avons promis"]
    day, step = (cell.value for cell in promises[2][:2])
    assert (str(day), step) == ("2019-03-20 00:00:00", "Appeler")


@pytest.mark.parametrize("name", ["handover", "handover_pdf", "handover_workbook"])
def test_visitors_are_sent_to_the_login(client, name):
    assert client.get(reverse(f"pages:{name}")).status_code == 302
