"""Django's settings, made from `configuration.Configuration`; nothing else reads the environment."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from antigone.server.configuration import Zone, configuration_from_environment
from antigone.server.database import django_database
from antigone.server.secrets import secret_key
from antigone.server.staff_keys import StaffKeys
from antigone.server.telegram_keys import TelegramKeys
from antigone.server.vault_keys import EnquiryKeys

CONFIGURATION = configuration_from_environment()
DATA_DIR = CONFIGURATION.data

DEBUG = False
SECRET_KEY = secret_key(DATA_DIR)
ALLOWED_HOSTS = [*CONFIGURATION.public_hosts, ".onion"]
# Behind TLS the desk hears of its own address only by `ANTIGONE_DESK_URL`: its forms come from there, its cookies go
# nowhere else.
if CONFIGURATION.zone is Zone.DESK and CONFIGURATION.desk_url:
    ALLOWED_HOSTS.append(urlsplit(CONFIGURATION.desk_url).hostname or "")
    CSRF_TRUSTED_ORIGINS = [CONFIGURATION.desk_url]
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIGURATION.desk_url.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "antigone.bureau.ledger",
    "antigone.bureau.registry",
    "antigone.bureau.photographs",
    "antigone.bureau.matching",
    "antigone.bureau.identification",
    "antigone.bureau.disclosure",
    "antigone.bureau.enquiries",
    "antigone.bureau.figures",
    "antigone.bureau.remains",
    "antigone.bureau.incidents",
    "antigone.interfaces.website",
    "antigone.interfaces.telegram",
    "antigone.interfaces.figures",
    "antigone.interfaces.desk",
]

_EVERYWHERE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
]
# The families' site sets no cookie: no sessions, no CSRF cookie (no browser holds a right that a forged form could use:
# what changes an enquiry carries its ten words), language in the address.
_WEBSITE = [
    *_EVERYWHERE,
    "antigone.interfaces.website.middleware.PrivatePages",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
]
_DESK = [
    *_EVERYWHERE,
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "antigone.interfaces.desk.middleware.StaffOnly",
]
# Programs with a key: no page, no cookie, no language.
_PARTNERS = ["django.middleware.security.SecurityMiddleware", "antigone.interfaces.api.middleware.Programs"]
MIDDLEWARE = {Zone.DESK: _DESK, Zone.PARTNERS: _PARTNERS}.get(CONFIGURATION.zone, _WEBSITE)
ROOT_URLCONF = {
    Zone.DESK: "antigone.server.urls_desk",
    Zone.PARTNERS: "antigone.server.urls_partners",
}.get(CONFIGURATION.zone, "antigone.server.urls_website")

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                *(
                    [
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                    if CONFIGURATION.zone is Zone.DESK
                    else []
                ),
            ],
        },
    }
]

#: Keys that enquiries and the desk need; each file is read when it is first used.
ENQUIRY_KEYS = EnquiryKeys(DATA_DIR)
STAFF_KEYS = StaffKeys(DATA_DIR)
TELEGRAM_KEYS = TelegramKeys(DATA_DIR)
VAULT_SOCKET = CONFIGURATION.vault_socket

DATABASES = {"default": django_database(CONFIGURATION)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "uk"
LANGUAGES = [("uk", _("Ukrainian")), ("ru", _("Russian")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        **({"script-src": [SELF], "connect-src": [SELF]} if CONFIGURATION.zone is Zone.DESK else {}),
    }
}
# Under «no-referrer» a browser sends `Origin: null` with the desk's own forms, and the check against forged
# requests refuses them (Fetch standard, "append a request Origin header").
SECURE_REFERRER_POLICY = "same-origin" if CONFIGURATION.zone is Zone.DESK else "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "antigone.interfaces.desk.views.errors.form_expired"
# Not in a cookie: a message may say what was done to whom.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGIN_URL = "desk:sign-in"
LOGIN_REDIRECT_URL = "desk:home"

# A partner brings up to a hundred records at once.
DATA_UPLOAD_MAX_MEMORY_SIZE = (1024 if CONFIGURATION.zone is Zone.PARTNERS else 64) * 1024
# A record's form, and the mapping of a wide table, have many fields; the sign-in page of the desk is guarded by size.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000 if CONFIGURATION.zone is Zone.DESK else 40
# A registrar's list and photographs are the only files that come in by the desk, a photograph of the person sought the
# only one by the website; whoever else sends one is refused with its first byte. The website's stays in memory.
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = (
    [
        "antigone.interfaces.desk.photographs.handler.PhotographUploads",
        "antigone.interfaces.desk.registrars.importing.handler.PrivateUploads",
    ]
    if CONFIGURATION.zone is Zone.DESK
    else ["antigone.interfaces.website.enquiries.photographs.InMemoryOnly"]
)

# Memory-hard, and in Python's own library; PBKDF2 only reads what another installation may have left.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 14}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# No addresses, queries or request lines in any log: Django's request logger would print paths and errors with them.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": True,
    "handlers": {"console": {"class": "logging.StreamHandler"}, "nowhere": {"class": "logging.NullHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "antigone": {"level": "INFO"},
        "django.request": {"handlers": ["nowhere"], "propagate": False},
        # They would print what people write to the bot, and its token.
        **{name: {"handlers": ["nowhere"], "propagate": False} for name in ("telegram", "httpx", "httpcore")},
        "django.security": {"handlers": ["nowhere"], "propagate": False},
        "django.db.backends": {"handlers": ["nowhere"], "propagate": False},
    },
}
