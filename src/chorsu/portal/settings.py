"""Settings of the portal. Everything that an installation may change is read from the environment by :mod:`.environment`."""

from pathlib import Path

import django_htmx
from xstatic.pkg import leaflet

from chorsu.portal import environment

HERE = Path(__file__).parent
DATA = environment.data_folder()

DEBUG = environment.flag("CHORSU_DEBUG")
SECRET_KEY = environment.secret_key(DATA)
ALLOWED_HOSTS = environment.hosts()

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django_htmx",
    "chorsu.portal",
    "chorsu.desks.trade",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "chorsu.portal.security.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
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
                "chorsu.portal.context.languages",
            ],
            "builtins": ["chorsu.portal.templatetags.figures"],
        },
    },
]
DATABASES = {"default": environment.database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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

CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
# Nothing is told to other sites: the address of a plan is the key to it.
SECURE_REFERRER_POLICY = "same-origin"
if environment.flag("CHORSU_HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    CSRF_COOKIE_SECURE = True
