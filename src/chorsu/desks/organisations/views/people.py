"""The people of one's own organisation: who belongs to it, who is invited; roles changed, memberships ended."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chorsu.desks.organisations import services
from chorsu.desks.organisations.forms import InvitationForm
from chorsu.desks.organisations.letters import address_of_invitation, send_invitation
from chorsu.desks.organisations.models import Membership, Role
from chorsu.desks.organisations.permissions import may
from chorsu.desks.organisations.queries import visible_invitations, visible_memberships
from chorsu.desks.organisations.views.tabs import tabs
from chorsu.desks.pages import for_actor
from chorsu.desks.permissions import allows, require
from chorsu.desks.refusals import Refused

UNPROCESSABLE = 422


@never_cache
@require_safe
@for_actor
def members(request):
    """Who belongs to the reader's organisation, and whose invitation waits."""
    actor = request.actor
    held = visible_memberships(actor).filter(organisation=actor.organisation).order_by("since", "pk")
    waiting = visible_invitations(actor).filter(accepted_at=None, withdrawn_at=None).order_by("made_at")
    now = timezone.now()
    context = {
        "organisation": actor.organisation,
        "tabs": tabs(request, "members"),
        "members": held,
        "invitations": [{"invitation": each, "is_over": each.expires_at <= now} for each in waiting],
        "roles": Role.choices,
        "may_manage": allows(may.manage_people, actor, actor.organisation),
    }
    return render(request, "organisations/members.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def invite(request):
    """Invite somebody by e-mail. The link is shown once, too: it opens for the invited address alone."""
    actor = request.actor
    require(may.invite, actor, actor.organisation)
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            invitation, key = services.invite(given["email"], given["role"], by=actor, at=timezone.now())
        except ValidationError as fault:
            form.add_error("email", fault)
        except Refused as refused:
            form.add_error("email", str(refused))
        else:
            site = request.build_absolute_uri("/")
            address, is_sent = address_of_invitation(key, site=site), send_invitation(invitation, key, site=site)
            context = {"invitation": invitation, "address": address, "is_sent": is_sent}
            return render(request, "organisations/invited.html", context)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "organisations/invite.html", {"form": form, "organisation": actor.organisation}, status=status)


@require_POST
@for_actor
def withdraw(request, pk):
    """Take an open invitation back."""
    services.withdraw_invitation(
        get_object_or_404(visible_invitations(request.actor), pk=pk), by=request.actor, at=timezone.now()
    )
    messages.success(request, _("The invitation is withdrawn: its link opens nothing."))
    return redirect("organisations:members")


@require_POST
@for_actor
def role(request, pk):
    """Give a member another role."""
    membership = _member(request, pk)
    require(may.manage_people, request.actor, membership)
    try:
        changed = services.change_role(membership, request.POST.get("role", ""), by=request.actor, at=timezone.now())
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    else:
        messages.success(request, _("%(who)s is %(role)s now.") % {"who": changed.person, "role": changed.get_role_display()})
    return redirect("organisations:members")


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def end(request, pk):
    """End a membership, after a page that asks: one's own, or as an administrator another's."""
    membership = _member(request, pk)
    is_self = membership.person_id == request.actor.person.pk
    if not is_self:
        require(may.manage_people, request.actor, membership)
    if request.method != "POST":
        return render(request, "organisations/end_membership.html", {"membership": membership, "is_self": is_self})
    services.end_membership(membership, by=request.actor, at=timezone.now())
    if is_self:
        messages.success(request, _("You have left %(organisation)s.") % {"organisation": membership.organisation})
        return redirect("home")
    messages.success(request, _("%(who)s no longer belongs to your organisation.") % {"who": membership.person})
    return redirect("organisations:members")


def _member(request, pk) -> Membership:
    """A membership of the reader's own organisation. Raises Http404."""
    return get_object_or_404(visible_memberships(request.actor).filter(organisation=request.actor.organisation), pk=pk)
