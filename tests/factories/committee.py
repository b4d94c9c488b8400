"""Rows of the committee and of what proves an action."""

from datetime import UTC, date, datetime

from actions.models import Attendance, CoPilot, Document, Meeting
from tests.factories.actions import ActionFactory, ProgrammeFactory
from tests.factories.base import RowFactory, Sequence, SubFactory, Trait


class DocumentFactory(RowFactory):
    """A link that proves nothing in particular."""

    class Meta:
        model = Document

    class Params:
        closed = Trait(closed_on=date(2018, 5, 3), closed_reason="A newer one exists.")

    action = SubFactory(ActionFactory)
    title = Sequence("Document {:03d}".format)
    dated_on = date(2018, 3, 12)
    url = "https://example.org/agreement"


class CoPilotFactory(RowFactory):
    class Meta:
        model = CoPilot

    action = SubFactory(ActionFactory)
    name = Sequence("Person {:03d}".format)


class MeetingFactory(RowFactory):
    """A meeting to come, with an empty agenda."""

    class Meta:
        model = Meeting

    class Params:
        held = Trait(status=Meeting.Status.HELD)
        cancelled = Trait(status=Meeting.Status.CANCELLED, status_reason="No quorum.")

    programme = SubFactory(ProgrammeFactory)
    title = Sequence("Meeting {:03d}".format)
    body = "COPIL"
    starts_at = datetime(2018, 11, 6, 9, 30, tzinfo=UTC)


class AttendanceFactory(RowFactory):
    class Meta:
        model = Attendance

    meeting = SubFactory(MeetingFactory)
    name = Sequence("Member {:03d}".format)
