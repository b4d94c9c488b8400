"""Every error is answered by the framework's own page."""

from pompey_ite.settings import *  # noqa: F403

ROOT_URLCONF = "tests.faults.unprotected.plain_error_urls"
