"""All settings, read once from the environment; every default works alone on one machine."""

import re
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import environ
import kombu.transport
from django.contrib.messages import constants as message_levels
from django.utils.translation import gettext_lazy as _

from pompey_ite.logs import logging_settings

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")  # optional; see .env.example for each variable

DATA_DIR = Path(env.str("POMPEY_DATA_DIR", default=str(BASE_DIR / ".var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

# -- What kind of installation this is --------------------------------------------------------
IS_DEMO = env.bool("POMPEY_DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
# Where people find the site, such as https://pompey.example or https://example.fr/eit; then the web
# server in front takes the path off before it hands a request on.
_address = urlsplit(env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/"))
SITE_URL = f"{_address.scheme}://{_address.netloc}"
FORCE_SCRIPT_NAME = _address.path or None
IS_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "[::1]"])
ALLOWED_HOSTS.append("127.0.0.1")  # a supervisor asks on the machine itself
CSRF_TRUSTED_ORIGINS = [SITE_URL] if IS_HTTPS else []


def _secret_key() -> str:
    """Return SECRET_KEY, or one made at the first start and kept in the data folder.

    Sessions and personal links depend on it: losing the file signs everybody out.
    """
    given: str = env.str("SECRET_KEY", default="")
    if given:
        return given
    from pompey_ite.secret_key import kept_secret_key  # noqa: PLC0415 – only where it is needed

    return kept_secret_key(DATA_DIR / "secret_key")


SECRET_KEY = _secret_key()
# Keys of before, separated by commas: what they signed stays good until they are taken out.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# -- Applications -------------------------------------------------------------------------------
INSTALLED_APPS = [
    "pompey_ite.pages.admin_site.PompeyAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "js_lib_bootstrap5",
    "simple_history",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "pompey_ite",
    "pompey_ite.journal",
    "pompey_ite.outbox",
    "companies",
    "synergies",
    "actions",
    "pompey_ite.pages",
]
MIDDLEWARE = [
    "pompey_ite.middleware.RequestNumberMiddleware",
    "csp.middleware.CSPMiddleware",  # first: also for redirects to HTTPS and for static files
    "pompey_ite.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "pompey_ite.middleware.MethodsMiddleware",
    "pompey_ite.middleware.CompressionMiddleware",
    "pompey_ite.assets.Assets",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "pompey_ite.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "pompey_ite.journal.middleware.JournalMiddleware",
    "pompey_ite.middleware.StaffRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]
ROOT_URLCONF = "pompey_ite.urls"
WSGI_APPLICATION = "pompey_ite.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pompey_ite.pages.context.site",
            ],
            "builtins": ["pompey_ite.components"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
MESSAGE_TAGS = {message_levels.ERROR: "danger", message_levels.DEBUG: "info"}

# -- Database and cache -------------------------------------------------------------------------
DATABASE_URL = env.str("DATABASE_URL", default="") or f"sqlite:///{DATA_DIR / 'pompey.sqlite3'}"
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
WEB_PATIENCE_S = env.int("WEB_PATIENCE_S", default=20)
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # The last connection that closes deletes the companions of the file, which the next must make
    # again: on a full disk nobody could read any more.
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        # A deferred transaction that reads, then writes, fails under load with "database is
        # locked" (280 of 1200 in our measurement); IMMEDIATE waits for its turn (0 of 1200).
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    given = DATABASES["default"].get("OPTIONS", {})  # such as sslmode, of DATABASE_URL
    DATABASES["default"]["OPTIONS"] = {"connect_timeout": 5, **given}
    # Who opens a page waits for one lock as long as on SQLite, and is told before the web server in
    # front gives up. Commands and the worker take their time: they migrate, restore and count.
    if env.bool("POMPEY_WEB", default=False) and WEB_PATIENCE_S:
        limits = f"-c lock_timeout={WEB_PATIENCE_S}s -c statement_timeout={2 * WEB_PATIENCE_S}s"
        wanted = given.get("options", "")  # the last one counts: DATABASE_URL may say otherwise
        DATABASES["default"]["OPTIONS"]["options"] = f"{limits} {wanted}".strip()
# The same database by its owner, for `migrate` and `restore`: then the user above needs no right to
# change tables. Only where those commands run, never in the environment of the site itself.
_owner_url = env.str("MIGRATION_DATABASE_URL", default="")
MIGRATION_DATABASE = env.db_url_config(_owner_url) if _owner_url else None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# -- People, sessions, browsers -----------------------------------------------------------------
AUTH_USER_MODEL = "companies.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
# Staff signs in with a second factor wherever the site is on the network for real.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=IS_HTTPS)
SESSION_COOKIE_AGE = 12 * 3600
STAFF_IDLE_MINUTES = env.int("STAFF_IDLE_MINUTES", default=120)  # then staff signs in again
# With this prefix a browser takes the cookie over HTTPS only, from this very host only. Sites below
# paths of one host keep theirs apart by name, or each sign-in would end that of the other.
_PREFIX = "__Host-" if IS_HTTPS else ""
_SUFFIX = re.sub(r"\W+", "-", _address.path)
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_PREFIX}session{_SUFFIX}", f"{_PREFIX}csrf{_SUFFIX}"
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True  # no script of ours reads them
LANGUAGE_COOKIE_SAMESITE = "Lax"
SIGNED_COOKIE_LEGACY_SALT_FALLBACK = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # a supervisor asks on the machine itself
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}

# -- Languages and time -------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["pompey_ite.formats"]
TIME_ZONE = "Europe/Paris"

# -- Files --------------------------------------------------------------------------------------
STATIC_URL = f"{_address.path}/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns at each start when it is missing
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True  # one process, no collectstatic needed
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "pompey_ite.assets.HashedNames"},  # kept for a year by browsers
}
MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20
WORKSHOP_FILE_MAX_BYTES = 10 * 2**20

# -- Mail ---------------------------------------------------------------------------------------
# Without EMAIL_URL, or with MAILS_STAY_INSIDE, no mail leaves the machine: each one is kept as a
# file in the mail-box folder.
MAILBOX_DIR = DATA_DIR / "mailbox"
EMAIL_URL = env.str("EMAIL_URL", default="")
MAILS_STAY_INSIDE = env.bool("MAILS_STAY_INSIDE", default=False) or not EMAIL_URL
if not MAILS_STAY_INSIDE:
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "pompey_ite.outbox.mailbox.MailboxBackend"
EMAIL_TIMEOUT = 10
# How long a worker may speak of one mail before another takes it up again: longer than the slowest
# conversation (EMAIL_TIMEOUT for each of its steps).
MAIL_LEASE_S = env.int("MAIL_LEASE_S", default=300)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Pompey ITE <no-reply@pompey.example>")
EMAIL_SUBJECT_TAG = env.str("EMAIL_SUBJECT_TAG", default="")  # "[TEST] " outside production
# Where undelivered mail returns, as bounce+<signed number of the mail>@…; empty: to the sender.
MAIL_RETURN_ADDRESS = env.str(
    "MAIL_RETURN_ADDRESS", default=f"bounce@{parseaddr(DEFAULT_FROM_EMAIL)[1].partition('@')[2]}"
)
# Who is told by `manage.py watch` that clock or mail have stopped.
ALERT_ADDRESSES = env.list("ALERT_ADDRESSES", default=[])
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")  # opens /metrics to Prometheus
MAIL_QUIET_HOURS = env.bool("MAIL_QUIET_HOURS", default=not IS_DEMO)  # the demo wakes nobody up
# Days after a programme began: then nobody knows any more which person gave an answer.
VOTE_NAMES_DAYS = env.int("VOTE_NAMES_DAYS", default=365)
MAIL_TEXT_DAYS = env.int("MAIL_TEXT_DAYS", default=365)  # then the texts of mails are deleted
JOURNAL_DAYS = env.int("JOURNAL_DAYS", default=365)  # then entries of the journal are deleted
# Then requests to join that nothing came of are deleted.
JOIN_REQUEST_DAYS = env.int("JOIN_REQUEST_DAYS", default=365)

# -- Celery: the alarm clock; the database is the truth -----------------------------------------
TICK_INTERVAL_S = env.int("TICK_INTERVAL_S", default=60)
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object]
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 1800,  # > the longest task, or it is started twice
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
    }
else:
    kombu.transport.TRANSPORT_ALIASES["embedded"] = "pompey_ite.embedded_broker:Transport"
    CELERY_BROKER_URL = "embedded://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(DATA_DIR / "queue" / "ready"),
        "data_folder_out": str(DATA_DIR / "queue" / "ready"),
        "control_folder": str(DATA_DIR / "queue" / "control"),
        "processed_folder": str(DATA_DIR / "queue" / "running"),
        "store_processed": True,
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = 540, 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "tick": {
        "task": "actions.tasks.tick",
        "schedule": float(TICK_INTERVAL_S),
        "options": {"expires": TICK_INTERVAL_S},  # or ticks pile up while no worker runs
    }
}

# -- Logs: warnings and errors to the console, also what Django would only mail to ADMINS ---------
LOGGING = logging_settings(is_json=env.bool("LOG_JSON", default=False))
