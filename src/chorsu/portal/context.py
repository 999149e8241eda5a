"""What every page knows: the languages, the rooms, and who reads it for which organisation."""

from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language

from chorsu.desks.organisations.acting import memberships_of
from chorsu.portal.rooms import own_links, rooms_for


def languages(request):
    """``languages``: code, name and this page's address in each; a form that was answered is asked for again from its start."""
    here = request.get_full_path()
    current = get_language()
    return {
        "debug": settings.DEBUG,
        "languages": [
            {"code": code, "name": name, "address": translate_url(here, code), "current": code == current}
            for code, name in settings.LANGUAGES
        ],
    }


def reader(request):
    """``actor`` (None for a visitor), ``rooms`` of the head, ``own`` links, ``memberships`` that the reader can change to.

    A view says by ``request.room``, the name of a page, in which room its page lies where its own name does not tell.
    """
    actor = getattr(request, "actor", None)
    match = getattr(request, "resolver_match", None)
    return {
        "actor": actor,
        "rooms": rooms_for(actor, getattr(request, "room", "") or (match.view_name if match else "")),
        "own": own_links(actor),
        "memberships": memberships_of(actor.person) if actor else [],
    }
