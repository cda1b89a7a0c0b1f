"""Settings. What differs between a laptop and production comes from the environment (docs/operations.md)."""

import importlib.resources
import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.local_servers import addresses

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

TESTING = "pytest" in sys.modules
DEBUG = env.bool("DEBUG", default=False)
# A laptop: allows what production must refuse (a fixed key, plain http, demo people). bin/run says so; without a word, a
# checkout that uses its own embedded servers is one. Production always names its database.
DEVELOPMENT = env.bool("THROUGHGATE_DEVELOPMENT", default=TESTING or "DATABASE_URL" not in env)

SECRET_KEY = env.str("SECRET_KEY", default="only-for-development" if DEVELOPMENT else "")
if not SECRET_KEY or (not DEVELOPMENT and len(SECRET_KEY) < 50):
    raise ImproperlyConfigured("Set SECRET_KEY to a random value of at least 50 characters.")
# Earlier keys, by which sessions and calendar addresses made before are still known.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEVELOPMENT else [])
if not DEVELOPMENT and (DEBUG or "*" in ALLOWED_HOSTS):
    raise ImproperlyConfigured("Production refuses to start with DEBUG on or a wildcard in ALLOWED_HOSTS.")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "crispy_forms",
    "csp",
    "config",
    "core",
    "audit",
    "notifications",
    "accounts",
    "people",
    "prisons",
    "referrals",
    "mentoring",
    "liberations",
    "desk",
    *(["demo"] if DEVELOPMENT else []),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.NothingLeftBehindMiddleware",
    "core.middleware.PlainMethodsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Before the sign-in page is asked for: a form that was sent too late is kept, not lost.
    "accounts.middleware.SessionLifeMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "audit.middleware.TrailMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["core.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.navigation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_TEMPLATE_PACK = "ui"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["ui"]
CRISPY_FAIL_SILENTLY = False

# Set DATABASE_URL or REDIS_URL to use servers of your own; else the checkout's own are used (config/local_servers).
DATABASES = {"default": env.db("DATABASE_URL") if "DATABASE_URL" in env else addresses.database()}
DATABASES["default"].setdefault("CONN_MAX_AGE", 600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Planning a statement takes longer than running it: the server keeps the plans of a connection (ADR 9).
DATABASES["default"].setdefault("OPTIONS", {}).update(server_side_binding=True, prepare_threshold=2)
# The share of three-letter runs that a searched word and a name must have in common (people.selectors.search): at the
# default of 0.6 "Kieren" does not find Kieran.
DATABASES["default"]["OPTIONS"]["options"] = (
    # Compiling a statement takes longer than running any of ours.
    "-c pg_trgm.word_similarity_threshold=0.4 -c jit=off"
    # Of ten tables PostgreSQL may begin with the people whom somebody may open, and not only of eight (ADR 9).
    " -c join_collapse_limit=10 -c from_collapse_limit=10"
)
BROKER_URL = env.str("REDIS_URL") if "REDIS_URL" in env else addresses.broker_url()

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "accounts:signed_out"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24

# Sessions: 30 minutes idle, 12 hours in all (accounts.middleware.SessionLifeMiddleware).
SESSION_IDLE_SECONDS = 30 * 60
SESSION_ABSOLUTE_SECONDS = 12 * 60 * 60
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
if not DEVELOPMENT:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
# "Saved for NAME" stays on the server: no cookie ever holds a name.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "require-trusted-types-for": ["'script'"],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
# Dates as people here write them: "29 Nov 2026", "10:30am".
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = addresses.home(addresses.instance()) / "static" if DEVELOPMENT else BASE_DIR / "staticfiles"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("fonts", str(importlib.resources.files("fontpkg_figtree") / "files")),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not TESTING
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Tests serve the files where they lie, with nothing collected.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = TESTING
WHITENOISE_MIMETYPES = {".ttf": "font/ttf"}

EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Throughgate <no-reply@throughgate.example>")
# Texts and e-mails to people are sent only where a sender is named that gives nothing away; texts go to a gateway as
# e-mails to the number at its domain, else from the mentor's own phone.
PERSON_EMAIL_FROM = env.str("PERSON_EMAIL_FROM", default="")
SMS_GATEWAY_DOMAIN = env.str("SMS_GATEWAY_DOMAIN", default="")
if PERSON_EMAIL_FROM and "EMAIL_URL" not in env:
    # Else the log would hold their numbers and addresses.
    raise ImproperlyConfigured("EMAIL_URL is needed to send texts and e-mails to people.")
if "throughgate" in PERSON_EMAIL_FROM.lower() or (SMS_GATEWAY_DOMAIN and not PERSON_EMAIL_FROM):
    raise ImproperlyConfigured("PERSON_EMAIL_FROM names the sender of messages to people, without naming the service.")
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
# Rows of prisons' lists that nobody decided about or that were left out are deleted after so many days.
LIST_ROWS_KEPT_DAYS = env.int("LIST_ROWS_KEPT_DAYS", default=28)
# Whose equality questions are asked (people.enums.EqualityCodeList).
EQUALITY_CODE_LIST = env.str("EQUALITY_CODE_LIST", default="scotland-2022")
if EQUALITY_CODE_LIST not in ("scotland-2022", "england-and-wales-2021"):
    raise ImproperlyConfigured("EQUALITY_CODE_LIST is scotland-2022 or england-and-wales-2021.")
HELP_PHONE = env.str("HELP_PHONE", default="0141 496 0000")

# An upload is a prison's list and nothing else; 5 MB is some 30,000 rows.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["core.uploads.BoundedUploadHandler"]

# A list that changes more rows than this is applied by the worker: a page should answer within a second.
LIST_ROWS_APPLIED_AT_ONCE = env.int("LIST_ROWS_APPLIED_AT_ONCE", default=500)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
