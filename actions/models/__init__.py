"""WHAT WAS DECIDED: the programme, its actions, their evidence and the monthly report."""

from actions.models.action import Action, Milestone
from actions.models.followup import Decision, Funder, Funding, Note
from actions.models.indicator import Indicator, Measurement, Target
from actions.models.programme import Programme, ProgrammeArea
from actions.models.report import Audience, DistributionList, Report, Subscriber

__all__ = [
    "Action",
    "Audience",
    "Decision",
    "DistributionList",
    "Funder",
    "Funding",
    "Indicator",
    "Measurement",
    "Milestone",
    "Note",
    "Programme",
    "ProgrammeArea",
    "Report",
    "Subscriber",
    "Target",
]
