"""SQLite as the framework sets it up: a transaction asks to write when it first writes."""

from pompey_ite.settings import *  # noqa: F403
from pompey_ite.settings import DATABASES

DATABASES["default"]["OPTIONS"]["transaction_mode"] = "DEFERRED"
