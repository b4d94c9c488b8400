"""The environment of the tests, whatever the shell says; settings are read here and not before.

A test never touches the data, the mail server or the database of the person who runs it. With
TEST_ON_SERVICES=1 the same tests use PostgreSQL and Redis.
"""

import os
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django

from pompey_ite.services_check import database_url_of_tests, redis_url_of_tests
from pompey_ite.translations import compile_catalogs

DATA_DIR = Path(tempfile.mkdtemp(prefix="pompey-tests-"))
WORKER = "PYTEST_XDIST_WORKER"  # gw0, gw1, … when tests run in several processes
ON_SERVICES = os.environ.get("TEST_ON_SERVICES") == "1"


def redis_url_of_this_process() -> str:
    """Return a Redis database of its own for each process of the tests: each empties its own."""
    url = urlsplit(redis_url_of_tests())
    number = int(url.path.strip("/") or 15) - int(os.environ.get(WORKER, "gw0").removeprefix("gw"))
    return urlunsplit(url._replace(path=f"/{number}"))


VARIABLES = {
    "DJANGO_SETTINGS_MODULE": "pompey_ite.settings",
    "POMPEY_DATA_DIR": str(DATA_DIR),
    "POMPEY_DEMO": "0",
    "DEBUG": "0",
    "SECRET_KEY": "only-for-tests-" * 4,
    "SECRET_KEY_FALLBACKS": "",
    "SITE_URL": "http://127.0.0.1:8000",
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
    "DATABASE_URL": database_url_of_tests()
    if ON_SERVICES
    else f"sqlite:///{DATA_DIR}/pompey.sqlite3",
    "MIGRATION_DATABASE_URL": "",
    "POMPEY_WEB": "0",
    "WEB_PATIENCE_S": "20",
    "REDIS_URL": redis_url_of_this_process() if ON_SERVICES else "",
    "EMAIL_URL": "",
    "EMAIL_SUBJECT_TAG": "",
    "ALERT_ADDRESSES": "",
    "LOG_JSON": "0",
    "METRICS_TOKEN": "",
    "REQUIRE_SECOND_FACTOR": "0",
    "STAFF_IDLE_MINUTES": "120",
    "MAIL_LEASE_S": "300",
    "MAILS_STAY_INSIDE": "0",
    "MAIL_RETURN_ADDRESS": "bounce@pompey.example",
    "MAIL_QUIET_HOURS": "1",
    "MAIL_TEXT_DAYS": "365",
    "JOURNAL_DAYS": "365",
    "JOIN_REQUEST_DAYS": "365",
    "VOTE_NAMES_DAYS": "365",
    "DEFAULT_FROM_EMAIL": "Pompey ITE <no-reply@pompey.example>",
    "TICK_INTERVAL_S": "60",
}
os.environ.update(VARIABLES)
compile_catalogs(Path(__file__).resolve().parent.parent / "locale")
django.setup()
