"""Our settings with this app added."""

from pompey_ite.settings import *  # noqa: F403
from pompey_ite.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.interrupted"]
