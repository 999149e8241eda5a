"""Nothing under ``/api/`` answers with a page: what fails before or after an operation is a problem, too."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from chorsu.desks.api.problems import MEDIA_TYPE, Problem, answer, kind_of_status

ROOT = "/api/"


def door(get_response):
    """Middleware: failures under ``/api/`` that are not told as a problem yet are told as one.

    Where HTTPS is spoken, what comes without it is refused and not redirected: its token has travelled in the open already.
    """

    def through(request: HttpRequest):
        if request.path_info.startswith(ROOT) and settings.SECURE_SSL_REDIRECT and not request.is_secure():
            said = _("Send requests by HTTPS. This one came in the open, and so did its token: make another.")
            return answer(Problem("not-allowed", said), request)
        response = get_response(request)
        if not request.path_info.startswith(ROOT) or response.status_code < 400 or response["Content-Type"] == MEDIA_TYPE:
            return response
        kept = [(name, response[name]) for name in ("Allow", "Retry-After") if name in response]
        return answer(Problem(kind_of_status(response.status_code)), request, kept)

    return through
