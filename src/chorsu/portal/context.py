"""What every page knows: the languages, and where this page stands in each of them."""

from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language


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
