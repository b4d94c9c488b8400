"""WHO takes part: the initiative, its staff, the companies, their contacts and resources."""

from companies.models.closing import ClosingPeriod
from companies.models.company import Company, Contact
from companies.models.erasure import ErasureRequest
from companies.models.initiative import Initiative
from companies.models.link import PersonalLink
from companies.models.resource import Resource
from companies.models.showcase import JoinRequest, Partner, PublicPage, SuccessStory
from companies.models.user import User
from companies.models.waste_code import WasteCode

__all__ = [
    "ClosingPeriod",
    "Company",
    "Contact",
    "ErasureRequest",
    "Initiative",
    "JoinRequest",
    "Partner",
    "PersonalLink",
    "PublicPage",
    "Resource",
    "SuccessStory",
    "User",
    "WasteCode",
]
