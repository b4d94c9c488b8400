"""The controlled vocabulary: its CSV files, how they are read and how they are checked."""

from .check import check_vocabulary
from .concepts import Concept, Vocabulary
from .loading import load_vocabulary

__all__ = ["Concept", "Vocabulary", "check_vocabulary", "load_vocabulary"]
