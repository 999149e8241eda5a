"""What the pages of every desk share: they are for who is signed in, a refusal is an answer, a list has pages."""

from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Page, Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from chorsu.desks.refusals import NotAllowed, Refused

PAGE = 25


def for_actor(view):
    """A page for whoever acts for an organisation. A visitor signs in first; who belongs to none yet is told how to.

    :class:`NotAllowed` becomes a page that says so (403). Another :class:`Refused` becomes a message on the page that the reader
    came from: nothing was changed.
    """

    @wraps(view)
    def page(request, *args, **kwargs):
        if request.actor is None:
            return redirect("organisations:begin")
        return view(request, *args, **kwargs)

    return for_person(page)


def for_person(view):
    """A page for whoever is signed in, also without an organisation yet; refusals are answers as above."""

    @wraps(view)
    def page(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.lacks_second_factor:
            messages.warning(
                request, _("For administrators of your organisation a second factor is required. Set one up to go on.")
            )
            return redirect("mfa_index")
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refused:
            return render(request, "403.html", {"why": str(refused)}, status=403)
        except Refused as refused:
            if request.method in ("GET", "HEAD"):
                return render(request, "409.html", {"why": str(refused)}, status=409)
            messages.error(request, str(refused))
            return redirect(here(request))

    return page


def here(request) -> str:
    """The page of ours that the reader came from; the first page where it is not told."""
    came = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return came if came and is_ours else reverse("home")


def typed(given, name: str, *, most: int = 100) -> str:
    """What was typed into a field, at most so many letters, and without NUL, which not every database can be asked for."""
    return given.get(name, "").replace("\0", " ").strip()[:most]


def paged(request, rows, *, most: int = PAGE) -> tuple[Page, str]:
    """The page of ``rows`` that the query asks for, and the rest of the query, for links to the other pages."""
    query = [(name, value) for name, value in request.GET.items() if name != "page" and value]
    return Paginator(rows, most).get_page(request.GET.get("page")), urlencode(query)
