"""Detection of synergies: declarations in, explained matches out; no database, clock or network."""

from .engine import detect, detect_one
from .explain import explain, sentence
from .groups import PoolingGroup, group_pooling
from .records import Declaration, Direction, Family, Kind, Match, Reason, Tier
from .vocabulary import Concept, Vocabulary, check_vocabulary, load_vocabulary

__all__ = [
    "Concept",
    "Declaration",
    "Direction",
    "Family",
    "Kind",
    "Match",
    "PoolingGroup",
    "Reason",
    "Tier",
    "Vocabulary",
    "check_vocabulary",
    "detect",
    "detect_one",
    "explain",
    "group_pooling",
    "load_vocabulary",
    "sentence",
]
