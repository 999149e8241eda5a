"""Coming in: the page of who belongs to no organisation, registering one, accepting an invitation, changing for whom one acts."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chorsu.desks.organisations import services
from chorsu.desks.organisations.acting import CHOSEN
from chorsu.desks.organisations.forms import OrganisationForm
from chorsu.desks.organisations.models import Invitation, Membership
from chorsu.desks.organisations.queries import invitations_for
from chorsu.desks.pages import for_person
from chorsu.desks.refusals import Refused

UNPROCESSABLE = 422


@never_cache
@require_safe
@for_person
def begin(request):
    """For a person without an organisation: register one, or accept an invitation that waits."""
    invitations = invitations_for(request.user, at=timezone.now())
    return render(request, "organisations/begin.html", {"invitations": invitations})


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def register(request):
    """Register an organisation; whoever does is its first administrator."""
    form = OrganisationForm(request.POST or None)
    if request.method != "POST":
        return render(request, "organisations/register.html", {"form": form})
    if form.is_valid():
        try:
            organisation = services.register_organisation(form.details(), by=request.user, at=timezone.now())
        except ValidationError as fault:
            form.add_error(None, fault)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            request.session[CHOSEN] = str(organisation.pk)
            messages.success(
                request, _("%(name)s is registered. The zone verifies it and answers by e-mail.") % {"name": organisation}
            )
            return redirect(organisation)
    return render(request, "organisations/register.html", {"form": form}, status=UNPROCESSABLE)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def invitation(request, key):
    """The page behind the link of an invitation: who invites, as what; joining is one button."""
    found = services.invitation_of_key(key, at=timezone.now())
    if found is None:
        return render(request, "organisations/invitation.html", {"invitation": None}, status=404)
    if request.method != "POST":
        return render(request, "organisations/invitation.html", {"invitation": found})
    return _joined(request, found)


@require_POST
@for_person
def join(request, pk):
    """Accept an invitation that the page for beginning lists."""
    found = get_object_or_404(Invitation, pk=pk)
    if found.pk not in {each.pk for each in invitations_for(request.user, at=timezone.now())}:
        raise Http404
    return _joined(request, found)


def _joined(request, found: Invitation):
    membership = services.accept_invitation(found, by=request.user, at=timezone.now())
    request.session[CHOSEN] = str(membership.organisation_id)
    messages.success(request, _("You belong to %(organisation)s now.") % {"organisation": membership.organisation})
    return redirect("home")


@require_POST
@for_person
def switch(request):
    """Act for another organisation that one belongs to, from now on and in this session."""
    chosen = request.POST.get("organisation", "")
    held = Membership.objects.filter(person=request.user, ended_at=None).select_related("organisation")
    membership = next((row for row in held if str(row.organisation_id) == chosen), None)
    if membership is None:
        raise Http404
    request.session[CHOSEN] = str(membership.organisation_id)
    messages.success(request, _("You act for %(organisation)s now.") % {"organisation": membership.organisation})
    return redirect("home")
