"""How many requests a token or a person may send, and how large one may be."""

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from chorsu.desks.api.problems import Problem

WINDOW = 60  # seconds
JSON = "application/json"


def limit_rate(whose: str) -> None:
    """Count a request of ``whose``; raises Problem where it is one too many in this minute."""
    window, second = divmod(int(time.time()), WINDOW)
    name = f"api-rate:{whose}:{window}"
    cache.add(name, 0, timeout=2 * WINDOW)
    try:
        count = cache.incr(name)
    except ValueError:  # thrown out of the cache between the two lines
        return
    if count > settings.API_REQUESTS_A_MINUTE:
        raise Problem("too-many", headers={"Retry-After": str(WINDOW - second)})


def check_size(request: HttpRequest, most: int) -> None:
    """Raise Problem where the body is larger than ``most`` bytes, before any of it is read."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > most:
        raise Problem("too-large", _("A request to this address has at most %(most)s bytes.") % {"most": most})


def check_media_type(request: HttpRequest, wanted: str | None) -> None:
    """Raise Problem where there is a body that is not of the media type wanted."""
    has_body = request.META.get("CONTENT_LENGTH") not in (None, "", "0")
    if wanted and has_body and request.content_type != wanted:
        raise Problem("wrong-media-type", _("The body must be %(wanted)s.") % {"wanted": wanted})
