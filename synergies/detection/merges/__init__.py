"""Suggested merges: which synergies would be voted on as one, and why."""

from .explain import SENTENCES, explain_merge, merge_sentence, suggested_title
from .records import Bond, LinkedResource, MergeGroup, MergeRecord
from .suggest import suggest_merges

__all__ = [
    "SENTENCES",
    "Bond",
    "LinkedResource",
    "MergeGroup",
    "MergeRecord",
    "explain_merge",
    "merge_sentence",
    "suggest_merges",
    "suggested_title",
]
