"""WHAT COULD BE: workshops, suggested matches, synergies and the rounds that choose among them."""

from synergies.models.ballot import Answer, Ballot, Channel, Offer, Vote, VoteChange
from synergies.models.blocking_point import BlockingPoint
from synergies.models.committee import CommitteeDecision
from synergies.models.contact_entry import ContactEntry, ContactLink
from synergies.models.detection import (
    DetectionKey,
    DetectionPass,
    DetectionShard,
    ParsedResource,
)
from synergies.models.legal_tick import LegalTick
from synergies.models.match import Match
from synergies.models.merge import Merge, MergeRefusal
from synergies.models.room import RoomAccess
from synergies.models.round import Round, RoundOption
from synergies.models.slip import Slip, TableAccess
from synergies.models.split import Split
from synergies.models.status_change import StatusChange
from synergies.models.synergy import Area, Party, Synergy
from synergies.models.tally import Counting, Tally, TallyLine
from synergies.models.vocabulary import VocabularyChange
from synergies.models.workshop import Workshop

__all__ = [
    "Answer",
    "Area",
    "Ballot",
    "BlockingPoint",
    "Channel",
    "CommitteeDecision",
    "ContactEntry",
    "ContactLink",
    "Counting",
    "DetectionKey",
    "DetectionPass",
    "DetectionShard",
    "LegalTick",
    "Match",
    "Merge",
    "MergeRefusal",
    "Offer",
    "ParsedResource",
    "Party",
    "RoomAccess",
    "Round",
    "RoundOption",
    "Slip",
    "Split",
    "StatusChange",
    "Synergy",
    "TableAccess",
    "Tally",
    "TallyLine",
    "VocabularyChange",
    "Vote",
    "VoteChange",
    "Workshop",
]
