"""PaBuLib files (`.pb`): elections of cities as pabulib.org publishes them, read and written."""

from .election import election_of, hash_of
from .read import read_pabulib
from .records import FileRefused, PabulibFile, Problem, Project, Vote, VoteType
from .write import write_pabulib

__all__ = [
    "FileRefused",
    "PabulibFile",
    "Problem",
    "Project",
    "Vote",
    "VoteType",
    "election_of",
    "hash_of",
    "read_pabulib",
    "write_pabulib",
]
