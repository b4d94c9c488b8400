"""Detection on the database: parse what changed, store its matches, put reasons into words."""

from .matching import (
    best_matches,
    detect_due,
    detect_resource,
    due_count,
    run_detection,
)
from .passes import run_shard, start_pass, waiting_shards
from .reasons import reason_sentences, with_sentences

__all__ = [
    "best_matches",
    "detect_due",
    "detect_resource",
    "due_count",
    "reason_sentences",
    "run_detection",
    "run_shard",
    "start_pass",
    "waiting_shards",
    "with_sentences",
]
