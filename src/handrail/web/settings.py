"""Django's settings. Everything that a place may choose comes from ``environment``."""

import os
from pathlib import Path

from handrail.web import environment

HANDRAIL_HOME = environment.home()
ADDRESS = environment.base_url()
PACKAGES = Path(__file__).resolve().parent.parent

SECRET_KEY = environment.secret_key(HANDRAIL_HOME)
SECRET_KEY_FALLBACKS = [key for key in [os.environ.get("HANDRAIL_SECRET_KEY_PREVIOUS")] if key]
HANDRAIL_DATA_KEY = environment.data_key(HANDRAIL_HOME)
DEBUG = environment.flag("HANDRAIL_DEBUG")
ALLOWED_HOSTS = [ADDRESS.host, "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [ADDRESS.url]
ROOT_URLCONF = "handrail.web.urls"
WSGI_APPLICATION = "handrail.web.wsgi.application"

FEATURES = [
    "accounts",
    "catalogue",
    "people",
    "notices",
    "safety",
    "measures",
    "intake",
    "choice",
    "plans",
    "practice",
    "housing",
    "community",
    "learning",
    "peers",
    "work",
    "complaints",
    "outcomes",
    "demo",
]
INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "handrail.ui",
    "handrail.audit",
    *[f"handrail.{name}" for name in FEATURES],
    "handrail.exchange",
    "handrail.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "handrail.web.middleware.headers",
    "handrail.web.middleware.DemoDoor",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "handrail.web.middleware.viewer",
    "handrail.web.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "handrail.web.middleware.Errors",
    "handrail.web.middleware.looks",
]

STATIC_URL = "/static/"
STATIC_ROOT = HANDRAIL_HOME / "static"
# `handrail serve` gathers the files under names that hold their content; without that they are read in place.
GATHERED = (STATIC_ROOT / "staticfiles.json").exists()
COMPILED_ROOT = HANDRAIL_HOME / "compiled"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "handrail.ui.environment.make",
            "compiled": COMPILED_ROOT if GATHERED else None,
            "context_processors": [
                "handrail.web.navigation.frame",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "handrail.ui.fields.Renderer"

DATABASES = {"default": environment.database(HANDRAIL_HOME)}
# Shown to people who ask for support; empty until the place has confirmed it.
EMERGENCY_NUMBER = os.environ.get("HANDRAIL_EMERGENCY_NUMBER", "")
# After how long the backup is told of an alert that nobody acted on, and who coordinates and manages.
ALERT_AFTER = environment.alert_after()
# Hashes of passwords known from thefts, in their order; None where a place has none.
STOLEN_PASSWORDS = environment.stolen_passwords()
# For how long a link opens the questions that it was handed out for.
LINK_LASTS = environment.link_lasts()

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["handrail.accounts.sign_in.ByPassword"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "/sign-in"
SESSION_ENGINE = "handrail.accounts.sessions"
SESSION_COOKIE_NAME = "handrail"
# An hour longer than a session lasts (accounts.rules.LONGEST): what was typed too late is kept in it.
SESSION_COOKIE_AGE = 13 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ADDRESS.is_https
CSRF_COOKIE_SECURE = ADDRESS.is_https
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "handrail.web.views.form_expired"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# With an https address there is a server with TLS in front, which says so.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ADDRESS.is_https else None
SECURE_HSTS_SECONDS = 31_536_000 if ADDRESS.is_https else 0
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# Where "Leave this page" goes: a page of no meaning.
LEAVE_URL = os.environ.get("HANDRAIL_LEAVE_URL", "https://www.wikipedia.org/")

LANGUAGE_CODE = "en"
# A language is added when somebody who speaks it and has lived it has read the texts on safety and consent.
LANGUAGES = [("en", "English")]
if environment.flag("HANDRAIL_PSEUDO_LOCALES"):
    LANGUAGES += [("en-xa", "[Pseudo]"), ("ar-xb", "[Mirrored]")]
LOCALE_PATHS = [PACKAGES / "web" / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if GATHERED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not GATHERED
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_MAX_AGE = 3600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "handrail.web.logs.Lines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.server": {"level": "WARNING"},
        "django.security": {"level": "ERROR"},
    },
}

globals().update(environment.mail())
DEFAULT_FROM_EMAIL = environment.mail_from(ADDRESS.host)
