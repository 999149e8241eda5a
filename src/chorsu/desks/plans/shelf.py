"""The shelf of a browser: the plans that its reader began or saved, known by a cookie that names nobody."""

from django.conf import settings

from chorsu.desks.plans.models import new_token

SALT = "chorsu.shelf"
YEARS_2 = 2 * 365 * 24 * 3600


def key_of(request) -> str:
    """The key of the reader's shelf; empty where there is none yet, or where the cookie was tampered with."""
    return request.get_signed_cookie(settings.SHELF_COOKIE_NAME, default="", salt=SALT)


def key_for(request) -> str:
    """The key of the reader's shelf, a new one where there is none."""
    return key_of(request) or new_token()


def remember(response, request, key: str):
    """Set the cookie on an answer, so that the browser finds its shelf again; no script can read it."""
    name, secure = settings.SHELF_COOKIE_NAME, request.is_secure()
    response.set_signed_cookie(name, key, salt=SALT, max_age=YEARS_2, httponly=True, samesite="Lax", secure=secure)
    return response
