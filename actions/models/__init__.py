"""WHAT WAS DECIDED: the programme, its actions, their evidence and the monthly report."""

from actions.models.action import Action, Milestone
from actions.models.bulk_act import BulkAct
from actions.models.calendar_link import CalendarLink
from actions.models.committee import Attendance, Meeting
from actions.models.digest import Digest
from actions.models.document import Document
from actions.models.followup import Decision, Funder, Funding, Note
from actions.models.impact import Conversion, Factor, FactorIsFixed, Threshold, YearTarget
from actions.models.indicator import Indicator, Measurement, Target
from actions.models.pilot import CoPilot
from actions.models.programme import Programme, ProgrammeArea
from actions.models.reminder import Reminder, ReminderException, ReminderSetting
from actions.models.report import Audience, DistributionList, Report, Subscriber
from actions.models.saved_filter import SavedFilter

__all__ = [
    "Action",
    "Attendance",
    "Audience",
    "BulkAct",
    "CalendarLink",
    "CoPilot",
    "Conversion",
    "Decision",
    "Digest",
    "DistributionList",
    "Document",
    "Factor",
    "FactorIsFixed",
    "Funder",
    "Funding",
    "Indicator",
    "Measurement",
    "Meeting",
    "Milestone",
    "Note",
    "Programme",
    "ProgrammeArea",
    "Reminder",
    "ReminderException",
    "ReminderSetting",
    "Report",
    "SavedFilter",
    "Subscriber",
    "Target",
    "Threshold",
    "YearTarget",
]
