"""Who sends a request: a program with a token, or a person whose browser is signed in."""

import hashlib

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.utils import check_csrf

from chorsu.desks.actor import Actor
from chorsu.desks.api.problems import Problem
from chorsu.desks.organisations.acting import lacks_second_factor

SAFE = ("GET", "HEAD", "OPTIONS")


def sign(request: HttpRequest, scope: str, *, newcomers: bool = False) -> None:
    """Find who acts: ``request.actor`` and ``request.person``.

    Raises Problem: not signed in, without the scope, and, unless ``newcomers`` may, without an organisation. A token counts
    before a session: a program that sends both is a program. A session's changes need the CSRF token. A token of an administrator
    who must have a second factor and has none opens nothing either.
    """
    written = request.headers.get("Authorization", "")
    if written:
        request.actor = _of_token(written)
        if lacks_second_factor(request.actor):
            raise Problem(
                "not-allowed",
                _("For administrators of your organisation a second factor is required. Set one up at a page to go on."),
            )
    elif not request.user.is_authenticated:
        raise Problem("not-signed-in")
    elif request.method not in SAFE and check_csrf(request) is not None:
        raise Problem("not-allowed", _("The request came without the page's CSRF token (header X-CSRFToken)."))
    request.person = request.actor.person if request.actor else request.user
    if request.actor is None and not newcomers:
        raise Problem("not-allowed", _("You do not belong to an organisation yet. Register one, or ask to be invited."))
    if scope and request.actor and not request.actor.has_scope(scope):
        raise Problem("not-allowed", _("The token lacks the scope %(scope)s.") % {"scope": scope})


def who(request: HttpRequest) -> str:
    """Whose requests are counted together: a token's by its digest, else a person's."""
    written = request.headers.get("Authorization", "")
    return hashlib.sha256(_key_in(written).encode()).hexdigest() if written else str(request.person.pk)


def _key_in(written: str) -> str:
    """The key of a token, however the header spells what stands around it."""
    return written.partition(" ")[2].strip()


def _of_token(written: str) -> Actor:
    # Imported here: the desk's services import what is shared.
    from chorsu.desks.organisations import services

    kind, key = written.partition(" ")[0], _key_in(written)
    actor = services.actor_of_token(key) if kind.lower() == "bearer" and key.isascii() and len(key) <= 200 else None
    if actor is None:
        raise Problem("not-signed-in", _("This token is not known, was revoked, or has ended."))
    return actor
