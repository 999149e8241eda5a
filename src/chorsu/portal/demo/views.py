"""Sign in as anybody of the demo zone, by one click."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from chorsu.desks.organisations.acting import CHOSEN
from chorsu.desks.organisations.models import Membership, Organisation


def _members():
    """Who can be signed in as: members of the demo's organisations, where there is no other organisation."""
    if not settings.DEMO or Organisation.objects.filter(is_demo=False).exists():
        raise Http404
    found = Membership.objects.filter(organisation__is_demo=True, ended_at=None, person__is_active=True)
    return found.select_related("person", "organisation").order_by("organisation__pk", "pk")


@never_cache
@require_safe
def zone(request):
    """The organisations of the demo zone and their people, a button for each."""
    organisations: dict[Organisation, list[Membership]] = {}
    for member in _members():
        organisations.setdefault(member.organisation, []).append(member)
    return render(request, "demo/zone.html", {"organisations": organisations.items()})


@require_POST
def sign_in(request, membership):
    """Sign in as the person of a membership, acting for its organisation."""
    member = get_object_or_404(_members(), pk=membership)
    login(request, member.person, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[CHOSEN] = str(member.organisation_id)
    return redirect("home")
