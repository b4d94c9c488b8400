"""Detection of synergies: declarations in, explained matches out; no database, clock or network."""

from .engine import best, detect, detect_one, judge_all
from .explain import explain, sentence
from .judge import Judgement, judged
from .parse import Parsed, parse_declaration
from .records import Declaration, Direction, Family, Kind, Match, Reason, Tier
from .relations import Relations
from .retrieve import Index, keys_by_tier, looked_up_keys, posted_keys
from .vocabulary import Concept, Vocabulary, check_vocabulary, load_vocabulary

__all__ = [
    "Concept",
    "Declaration",
    "Direction",
    "Family",
    "Index",
    "Judgement",
    "Kind",
    "Match",
    "Parsed",
    "Reason",
    "Relations",
    "Tier",
    "Vocabulary",
    "best",
    "check_vocabulary",
    "detect",
    "detect_one",
    "explain",
    "judge_all",
    "judged",
    "keys_by_tier",
    "load_vocabulary",
    "looked_up_keys",
    "parse_declaration",
    "posted_keys",
    "sentence",
]
