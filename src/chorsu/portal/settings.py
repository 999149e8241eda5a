"""Settings of the portal. Everything that an installation may change is read from the environment by :mod:`.environment`."""

from pathlib import Path

import django_htmx
from xstatic.pkg import leaflet

from chorsu.portal import environment, logs, outgoing

HERE = Path(__file__).parent
DATA = environment.data_folder()

DEBUG = environment.flag("CHORSU_DEBUG")
SECRET_KEY = environment.secret_key(DATA)
# What was signed or encrypted by the key before is still read.
SECRET_KEY_FALLBACKS = environment.secret_keys_before()
ALLOWED_HOSTS = environment.hosts()
# Sign-in by one click as anybody of the demo zone. There is no such address where this is off.
DEMO = environment.demo()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "rules",
    # Before the pages for signing in, so that our templates are found first.
    "chorsu.portal",
    "chorsu.desks.organisations",
    "chorsu.desks.journal",
    "chorsu.desks.plans",
    "chorsu.desks.trade",
    "chorsu.desks.reference",
    "chorsu.desks.api",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "chorsu.portal.logs.requests",
    "chorsu.portal.watch.addresses",
    "django.middleware.security.SecurityMiddleware",
    "chorsu.portal.security.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "chorsu.portal.overload.gate",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "chorsu.desks.api.door.door",
    "chorsu.portal.limits.sizes",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "chorsu.portal.lifetimes.lifetimes",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "chorsu.desks.organisations.acting.acting",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "chorsu.portal.overload.TryAgain",
]
ROOT_URLCONF = "chorsu.portal.urls"
WSGI_APPLICATION = "chorsu.portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chorsu.portal.context.languages",
                "chorsu.portal.context.reader",
            ],
            "builtins": ["chorsu.portal.templatetags.figures"],
        },
    },
]
DATABASES = {"default": environment.database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organisations.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "chorsu.portal.accounts.WordsOfTheZone", "OPTIONS": {"words": environment.password_words()}},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "chorsu.portal.accounts.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# A code typed into the page that asks for it: the way back to what the person came for is not lost between two browsers.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
# A code by mail counts for ten minutes; a link to a new password, which signs nobody in, for an hour.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if environment.flag("CHORSU_HTTPS") else "http"
# Rate limits count by the address of the browser: behind so many proxies it stands in X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = environment.proxies()
MFA_ADAPTER = "chorsu.portal.accounts.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Passkeys ask for HTTPS; browsers and we make an exception for this machine alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not environment.flag("CHORSU_HTTPS")
# Whose administrators need a second factor, by kind of organisation; nobody's in the demo, where nobody has a password.
SECOND_FACTOR_FOR = () if DEMO else environment.second_factor_for()
USERSESSIONS_TRACK_ACTIVITY = True
# An agency's own server signs nobody in as a person who is here already: they connect it themselves, signed in.
SOCIALACCOUNT_ADAPTER = "chorsu.portal.accounts.SignInElsewhere"
SOCIALACCOUNT_PROVIDERS = environment.sign_in_elsewhere()

# One cache for all workers: the limits of sign-in and of the API hold for the portal, not for each of its processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# A session ends with the browser, or after two weeks where the person asked to stay signed in, and after a weekend without a
# request (lifetimes.py); its key changes at each sign-in.
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_IDLE = 3 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# Jobs of the queue "default" are done in one transaction with their completion; those of "outside" may be done again (work.py).
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default", "outside"],
        "OPTIONS": {"id_function": "chorsu.desks.keys.new_key"},
    }
}

# Requests that one process answers at the same time.
HANDS = environment.number("CHORSU_HANDS", 8)
LOGGING = logs.settings()

# What is sent out, and for how long what is kept: see chorsu.portal.outgoing.
PORTAL_ADDRESS = outgoing.address()
globals().update(outgoing.mail(DATA))
# The hour (UTC) at which the daily notices go out: nine in the morning in Beijing.
NOTICE_HOUR = outgoing.between("CHORSU_NOTICE_HOUR", 1, least=0, most=23)
# For so many days a delivery is tried again before it is given up.
DELIVERY_DAYS = outgoing.between("CHORSU_DELIVERY_DAYS", 5, least=1, most=30)
# For developers: webhooks may lead to this machine, also by plain HTTP.
WEBHOOKS_LOOPBACK = environment.flag("CHORSU_WEBHOOKS_LOOPBACK")
RETENTION_DAYS = outgoing.retention()

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "中文"), ("ru", "Русский")]
LOCALE_PATHS = [HERE / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [
    ("leaflet", leaflet.BASE_DIR),
    ("htmx", Path(django_htmx.__file__).parent / "static" / "django_htmx"),
]
# `chorsu serve` collects the static files into the data folder, named by their content; else they are found where installed.
COLLECTED = environment.flag("CHORSU_COLLECTED")
STATIC_ROOT = DATA / "static" if COLLECTED else None
WHITENOISE_USE_FINDERS = not COLLECTED
STORAGES = {
    # What people send in (see chorsu.desks.files). Another backend, S3 among them, can stand here.
    "files": {"BACKEND": "chorsu.desks.files.WholeFiles", "OPTIONS": {"location": DATA / "files"}},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}

# A consignment written by hand is some kilobytes; what is larger is not a form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1

# How many requests one token, or one person at a page, may send to the API in a minute.
API_REQUESTS_A_MINUTE = environment.number("CHORSU_API_RATE", 600)

# Messages wait in the session, not in a cookie of their own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SHELF_COOKIE_NAME = "chorsu_shelf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
# Nothing is told to other sites: the address of a plan is the key to it.
SECURE_REFERRER_POLICY = "same-origin"
if environment.flag("CHORSU_HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    # Programs are refused there, so that a slip in their address is not hidden by a redirect (chorsu.desks.api.door).
    SECURE_REDIRECT_EXEMPT = [r"^api/"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    # Names that a browser takes only from this very host, by HTTPS.
    CSRF_COOKIE_SECURE, CSRF_COOKIE_NAME = True, "__Host-csrftoken"
    SESSION_COOKIE_SECURE, SESSION_COOKIE_NAME = True, "__Host-sessionid"
    LANGUAGE_COOKIE_SECURE, LANGUAGE_COOKIE_NAME = True, "__Host-language"
    SHELF_COOKIE_NAME = "__Host-chorsu_shelf"
