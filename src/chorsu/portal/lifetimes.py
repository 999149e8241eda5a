"""How long a person stays signed in: no longer than two weeks, and no longer than three days without a request."""

import time

from django.conf import settings
from django.contrib.auth import logout

TIMES = "times"
"""Where a session keeps when it began and when it was last seen, in seconds since 1970."""
PRECISION = 600
"""Seen is written down once in so many seconds, not with each request."""


def lifetimes(get_response):
    """Middleware: whose session is past its time is signed out before the request is answered."""

    def answer(request):
        if request.user.is_authenticated:
            _look(request, int(time.time()))
        return get_response(request)

    return answer


def _look(request, now: int) -> None:
    began, seen = request.session.get(TIMES, (now, 0))
    if seen and (now - began > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE):
        logout(request)
    elif now - seen > PRECISION:
        request.session[TIMES] = (began, now)
