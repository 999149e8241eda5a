"""The operations of the desk of organisations."""

from functools import partial

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Status

from chorsu.desks.api.operations import DOWNLOAD, Desk, now_by
from chorsu.desks.api.paging import Page, Paging, page_of
from chorsu.desks.api.types import Key
from chorsu.desks.finding import words_in
from chorsu.desks.organisations import schemas, services, sheets
from chorsu.desks.organisations.letters import address_of_invitation, send_invitation
from chorsu.desks.organisations.models import Invitation
from chorsu.desks.organisations.permissions import may
from chorsu.desks.organisations.queries import (
    having_words,
    invitations_for,
    visible_invitations,
    visible_mandates,
    visible_memberships,
    visible_organisations,
    visible_tokens,
)
from chorsu.desks.permissions import require

desk = Desk(tags=["Organisations"])
READ, WRITE = "organisations:read", "organisations:write"


@desk.reads("/me", scope="", answer=schemas.Me)
def show_me(request: HttpRequest):
    """Tell who asks, for which organisation, and what they may do."""
    by = request.actor
    return {
        "person": by.person,
        "email": by.person.email,
        "language": by.person.language,
        "organisation": by.organisation,
        "role": by.role,
        "scopes": None if by.scopes is None else sorted(by.scopes),
    }


@desk.reads("/organisations", scope=READ, answer=Page[schemas.OrganisationLine])
def list_organisations(request: HttpRequest, asked: Query[schemas.OrganisationsAsked]):
    """List the organisations of the zone: one's own, and for whoever is verified all that are."""
    return page_of(request, _asked(request, asked), asked)


@desk.reads("/exports/organisations", scope=READ, answer=None, openapi_extra=DOWNLOAD)
def export_organisations(request: HttpRequest, asked: Query[schemas.OrganisationsTaken]):
    """Download the list of organisations."""
    return sheets.organisations(asked.form, _asked(request, asked).order_by("name", "pk"))


@desk.reads("/organisations/{uuid:organisation}", scope=READ, answer=schemas.OrganisationShown)
def show_organisation(request: HttpRequest, organisation: Key):
    """Show an organisation."""
    return _shown(request, organisation)


@desk.changes("POST", "/organisations", scope=WRITE, answer=schemas.OrganisationShown, status=201, newcomers=True)
def register_organisation(request: HttpRequest, given: schemas.OrganisationGiven):
    """Register an organisation.

    Whoever does is its first administrator. The zone verifies it; until then it sees only itself.
    """
    return services.register_organisation(given.model_dump(mode="json"), by=request.person, at=timezone.now())


@desk.changes("PATCH", "/organisations/{uuid:organisation}", scope=WRITE, answer=schemas.OrganisationShown)
def change_organisation(request: HttpRequest, organisation: Key, given: schemas.OrganisationChange):
    """Change what is said of an organisation.

    What the zone has verified (name, kind, state, registration) only the zone changes from then on.
    """
    details = {name: value for name, value in given.model_dump(mode="json", exclude_unset=True).items() if value is not None}
    return services.change_organisation(_of(request, organisation), details, **now_by(request))


@desk.changes("POST", "/organisations/{uuid:organisation}/verify", scope=WRITE, answer=schemas.OrganisationShown)
def verify_organisation(request: HttpRequest, organisation: Key):
    """Verify who an organisation is (the zone's officer)."""
    return services.verify(_of(request, organisation), **now_by(request))


@desk.changes("POST", "/organisations/{uuid:organisation}/refuse", scope=WRITE, answer=schemas.OrganisationShown)
def refuse_organisation(request: HttpRequest, organisation: Key, given: schemas.ReasonGiven):
    """Refuse to verify an organisation, and say why (the zone's officer).

    It may change what it said, and applies again by that.
    """
    return services.refuse_organisation(_of(request, organisation), given.reason, **now_by(request))


@desk.changes("POST", "/organisations/{uuid:organisation}/suspend", scope=WRITE, answer=schemas.OrganisationShown)
def suspend_organisation(request: HttpRequest, organisation: Key, given: schemas.ReasonGiven):
    """Take back the verification of an organisation for a time, and say why (the zone's officer)."""
    return services.suspend(_of(request, organisation), given.reason, **now_by(request))


@desk.reads("/organisations/{uuid:organisation}/members", scope=READ, answer=Page[schemas.MembershipShown])
def list_members(request: HttpRequest, organisation: Key, asked: Query[Paging]):
    """List who belongs to an organisation, in which role: one's own; for the zone every one."""
    found = _of(request, organisation)
    require(may.see_people, request.actor, found)
    return page_of(request, visible_memberships(request.actor).filter(organisation=found), asked)


@desk.changes("PATCH", "/members/{uuid:member}", scope=WRITE, answer=schemas.MembershipShown)
def change_role(request: HttpRequest, member: Key, given: schemas.RoleGiven):
    """Give a member another role (an administrator at a page). An organisation always keeps one administrator."""
    found = get_object_or_404(visible_memberships(request.actor), pk=member)
    return services.change_role(found, given.role, **now_by(request))


@desk.changes("DELETE", "/members/{uuid:member}", scope=WRITE, answer=None, status=204)
def end_membership(request: HttpRequest, member: Key):
    """Show a member out, or leave oneself. The tokens that they made for the organisation end with it."""
    services.end_membership(get_object_or_404(visible_memberships(request.actor), pk=member), **now_by(request))
    return Status(204, None)


@desk.reads("/invitations", scope=READ, answer=Page[schemas.InvitationShown])
def list_invitations(request: HttpRequest, asked: Query[Paging]):
    """List the invitations of one's organisation (an administrator)."""
    require(may.invite, request.actor, request.actor.organisation)
    return page_of(request, visible_invitations(request.actor), asked)


@desk.changes("POST", "/invitations", scope=WRITE, answer=schemas.InvitationMade, status=201, secret="address")  # noqa: S106 - the name of a field
def invite(request: HttpRequest, given: schemas.InvitationGiven):
    """Invite somebody by e-mail (an administrator).

    The letter has the link that opens the invitation, for the invited address alone; the answer tells it once, too. An earlier
    open invitation of the address is withdrawn. Administrators are invited by a person at a page.
    """
    invitation, key = services.invite(given.email, given.role, **now_by(request))
    site = request.build_absolute_uri("/")
    # The letter goes out once the invitation is kept: a link in it never leads to nothing.
    transaction.on_commit(partial(send_invitation, invitation, key, site=site), robust=True)
    return {"invitation": invitation, "address": address_of_invitation(key, site=site)}


@desk.changes("DELETE", "/invitations/{uuid:invitation}", scope=WRITE, answer=schemas.InvitationShown)
def withdraw_invitation(request: HttpRequest, invitation: Key):
    """Take an open invitation back (an administrator)."""
    return services.withdraw_invitation(get_object_or_404(visible_invitations(request.actor), pk=invitation), **now_by(request))


@desk.reads("/me/invitations", scope=READ, answer=list[schemas.InvitationShown], newcomers=True)
def list_my_invitations(request: HttpRequest):
    """List the open invitations that were sent to an address of the person who asks."""
    return invitations_for(request.person, at=timezone.now())


@desk.changes("POST", "/me/invitations/{uuid:invitation}/accept", scope=WRITE, answer=schemas.MembershipShown, newcomers=True)
def accept_invitation(request: HttpRequest, invitation: Key):
    """Join the organisation that invited. Only whoever has the address that the invitation was sent to can."""
    mine = [each.pk for each in invitations_for(request.person, at=timezone.now())]
    found = get_object_or_404(Invitation.objects.filter(pk__in=mine), pk=invitation)
    return services.accept_invitation(found, by=request.person, at=timezone.now())


@desk.reads("/mandates", scope=READ, answer=Page[schemas.MandateShown])
def list_mandates(request: HttpRequest, asked: Query[schemas.MandatesAsked]):
    """List the mandates that one's organisation gave or holds; for the zone all."""
    rows = visible_mandates(request.actor)
    return page_of(request, rows.filter(state=asked.state) if asked.state else rows, asked)


@desk.reads("/mandates/{uuid:mandate}", scope=READ, answer=schemas.MandateShown)
def show_mandate(request: HttpRequest, mandate: Key):
    """Show a mandate."""
    return _mandate(request, mandate)


@desk.changes("POST", "/mandates", scope=WRITE, answer=schemas.MandateShown, status=201)
def offer_mandate(request: HttpRequest, given: schemas.MandateGiven):
    """Offer a broker to act for one's organisation (an administrator of a trader). It counts once the broker has accepted it."""
    broker = get_object_or_404(visible_organisations(request.actor), pk=given.broker)
    return services.offer_mandate(broker, given.valid_from, given.valid_to, **now_by(request))


@desk.changes("POST", "/mandates/{uuid:mandate}/accept", scope=WRITE, answer=schemas.MandateShown)
def accept_mandate(request: HttpRequest, mandate: Key):
    """Accept a mandate (an administrator of the broker)."""
    return services.accept_mandate(_mandate(request, mandate), **now_by(request))


@desk.changes("POST", "/mandates/{uuid:mandate}/decline", scope=WRITE, answer=schemas.MandateShown)
def decline_mandate(request: HttpRequest, mandate: Key):
    """Decline a mandate (an administrator of the broker)."""
    return services.decline_mandate(_mandate(request, mandate), **now_by(request))


@desk.changes("POST", "/mandates/{uuid:mandate}/end", scope=WRITE, answer=schemas.MandateShown)
def end_mandate(request: HttpRequest, mandate: Key):
    """End a mandate at once (an administrator of either side). What the broker did by it until now stands."""
    return services.end_mandate(_mandate(request, mandate), **now_by(request))


@desk.reads("/tokens", scope=READ, answer=Page[schemas.TokenShown])
def list_tokens(request: HttpRequest, asked: Query[Paging]):
    """List one's tokens; for an administrator all of the organisation's."""
    return page_of(request, visible_tokens(request.actor), asked)


@desk.changes("POST", "/tokens", scope=WRITE, answer=schemas.TokenMade, status=201, secret="key")  # noqa: S106 - the name of a field
def make_token(request: HttpRequest, given: schemas.TokenGiven):
    """Make a token (a person at a page: a token makes no others). Its key is told this once."""
    token, key = services.make_token(given.name, given.scopes, given.expires_at, **now_by(request))
    return {"token": token, "key": key}


@desk.changes("DELETE", "/tokens/{uuid:token}", scope=WRITE, answer=schemas.TokenShown)
def revoke_token(request: HttpRequest, token: Key):
    """Revoke a token: its key opens nothing from now on (its owner or an administrator, at a page)."""
    return services.revoke_token(get_object_or_404(visible_tokens(request.actor), pk=token), **now_by(request))


def _asked(request: HttpRequest, asked: schemas.OrganisationsSought):
    rows = having_words(visible_organisations(request.actor), words_in(asked.text))
    return rows.filter(**{name: value for name in ("kind", "state") if (value := getattr(asked, name))})


def _of(request: HttpRequest, key: Key):
    return get_object_or_404(visible_organisations(request.actor), pk=key)


def _shown(request: HttpRequest, key: Key):
    return schemas.without_reason(_of(request, key), request.actor)


def _mandate(request: HttpRequest, key: Key):
    return get_object_or_404(visible_mandates(request.actor), pk=key)
