"""Tokens for programs: listed, made and shown once, revoked."""

from datetime import UTC, datetime, time, timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from chorsu.desks.organisations import services
from chorsu.desks.organisations.forms import TokenForm
from chorsu.desks.organisations.permissions import may
from chorsu.desks.organisations.queries import visible_tokens
from chorsu.desks.organisations.views.tabs import tabs
from chorsu.desks.pages import for_actor
from chorsu.desks.permissions import require
from chorsu.desks.refusals import Refused

UNPROCESSABLE = 422
USUAL_DAYS = 90


@never_cache
@require_safe
@for_actor
def tokens(request):
    """The reader's own keys in their organisation; for its administrators all of them."""
    now = timezone.now()
    rows = [
        {
            "token": token,
            "scopes": [services.SCOPES.get(scope, scope) for scope in token.scopes],
            "is_over": token.expires_at <= now,
            "is_own": token.person_id == request.actor.person.pk,
        }
        for token in visible_tokens(request.actor).order_by("revoked_at", "-made_at")
    ]
    context = {"tabs": tabs(request, "tokens"), "organisation": request.actor.organisation, "rows": rows}
    return render(request, "organisations/tokens.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def make(request):
    """Make a key; the page that answers is the only one that ever shows it."""
    require(may.make_token, request.actor)
    now = timezone.now()
    initial = {"expires_on": now.date() + timedelta(days=USUAL_DAYS)}
    form = TokenForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        # The last day counts whole, but never beyond a year.
        ends = min(datetime.combine(given["expires_on"], time.max, UTC), now + services.LONGEST)
        if given["expires_on"] > (now + services.LONGEST).date():
            form.add_error("expires_on", _("A token ends after today and within a year."))
        else:
            try:
                token, key = services.make_token(given["name"], given["scopes"], ends, by=request.actor, at=now)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                return render(request, "organisations/token_made.html", {"token": token, "key": key})
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "organisations/make_token.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def revoke(request, pk):
    """Revoke a key, after a page that asks."""
    token = get_object_or_404(visible_tokens(request.actor), pk=pk)
    require(may.revoke_token, request.actor, token)
    if request.method != "POST":
        return render(request, "organisations/revoke_token.html", {"token": token})
    services.revoke_token(token, by=request.actor, at=timezone.now())
    messages.success(request, _("The token is revoked: its key opens nothing."))
    return redirect("organisations:tokens")
