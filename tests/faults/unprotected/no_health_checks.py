"""A connection that PostgreSQL has dropped is used again without being looked at."""

from pompey_ite.settings import *  # noqa: F403
from pompey_ite.settings import DATABASES

DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
