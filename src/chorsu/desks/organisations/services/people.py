"""People come into an organisation by invitation, change their role there, and leave."""

import secrets
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chorsu.desks.actor import SYSTEM, Actor
from chorsu.desks.journal import services as journal
from chorsu.desks.keys import digest_of_key
from chorsu.desks.organisations.models import Invitation, Membership, Organisation, Person, Role, Token
from chorsu.desks.organisations.permissions import may
from chorsu.desks.organisations.queries import addresses_of
from chorsu.desks.permissions import require
from chorsu.desks.refusals import NotAllowed, Refused

INVITED_FOR = timedelta(days=14)
MOST_INVITATIONS = 50
# Each is a letter to somebody who did not ask for it: withdrawing one makes no room for another.
A_DAY, MOST_A_DAY = timedelta(days=1), 100


@transaction.atomic
def introduce(person: Person, name: str, language: str, *, at: datetime) -> Person:
    """A person who has just signed up says how to call them and in which language to write to them."""
    person.name, person.language = " ".join(name.split())[:150], language
    person.save(update_fields=["name", "language"])
    personal = {"name": person.name, "email": person.email}
    journal.record("person.joined", person, by=SYSTEM, at=at, after={"language": language}, personal=personal)
    return person


@transaction.atomic
def invite(email: str, role: str, *, by: Actor, at: datetime) -> tuple[Invitation, str]:
    """Invite whoever has an e-mail address to the organisation of ``by``: the invitation, and the key that opens it for 14 days.

    The key is told once, here; only its digest is kept. An earlier open invitation of the address is withdrawn. Refused for who
    belongs to the organisation, and where very many wait or were sent within a day. A program invites no administrators.
    Raises ValidationError for an address or a role that is none.
    """
    organisation = Organisation.objects.select_for_update().get(pk=by.organisation.pk)
    require(may.invite, by, organisation)
    email = email.strip()
    validate_email(email)
    if role not in Role.values:
        raise ValidationError(_("Choose a role."))
    if role == Role.ADMINISTRATOR:
        require(may.invite_administrator, by, organisation)
    if Membership.objects.filter(organisation=organisation, ended_at=None, person__email__iexact=email).exists():
        raise Refused(_("Whoever has this address belongs to %(organisation)s."), organisation=organisation)
    if Invitation.objects.filter(organisation=organisation, made_at__gt=at - A_DAY).count() >= MOST_A_DAY:
        raise Refused(_("%(count)s invitations were sent within a day. Send more tomorrow."), count=MOST_A_DAY)
    waiting = Invitation.objects.filter(organisation=organisation, accepted_at=None, withdrawn_at=None)
    waiting.filter(email__iexact=email).update(withdrawn_at=at)
    if waiting.filter(expires_at__gt=at).count() >= MOST_INVITATIONS:
        raise Refused(_("%(count)s invitations wait for an answer. Withdraw some first."), count=MOST_INVITATIONS)
    key = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        role=role,
        digest=digest_of_key(key),
        invited_by=by.person,
        made_at=at,
        expires_at=at + INVITED_FOR,
    )
    told = {"invitation": invitation.pk, "role": role, "expires_at": invitation.expires_at}
    journal.record("member.invited", organisation, by=by, at=at, after=told, personal={"email": email})
    return invitation, key


def invitation_of_key(key: str, *, at: datetime) -> Invitation | None:
    """The open invitation that a key belongs to; None for a wrong, an old, an answered or a withdrawn one."""
    found = Invitation.objects.filter(digest=digest_of_key(key), accepted_at=None, withdrawn_at=None, expires_at__gt=at)
    return found.select_related("organisation", "invited_by").first()


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: Person, at: datetime) -> Membership:
    """Join the organisation that invited. Only the person whose verified address the invitation was sent to can.

    Refused where it is no longer open, and for who belongs to the organisation.
    """
    organisation = Organisation.objects.select_for_update().get(pk=invitation.organisation_id)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.email.casefold() not in addresses_of(by):
        raise NotAllowed(_("The invitation was sent to another address. Sign in with that one, or add it to your addresses."))
    if invitation.accepted_at or invitation.withdrawn_at or invitation.expires_at <= at:
        raise Refused(_("The invitation is no longer open. Ask for another one."))
    if Membership.objects.filter(organisation=organisation, person=by, ended_at=None).exists():
        raise Refused(_("You belong to %(organisation)s."), organisation=organisation)
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    membership = Membership.objects.create(person=by, organisation=organisation, role=invitation.role, since=at)
    journal.record(
        "member.joined",
        organisation,
        by=Actor(by, organisation, membership.role),
        at=at,
        after={"member": by.pk, "role": membership.role},
        invitation=invitation.pk,
    )
    return membership


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Actor, at: datetime) -> Invitation:
    """Take an open invitation back: its key opens nothing from now on."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    require(may.invite, by, invitation)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise Refused(_("The invitation is no longer open."))
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    journal.record("member.invitation_withdrawn", invitation.organisation, by=by, at=at, invitation=invitation.pk)
    return invitation


@transaction.atomic
def change_role(membership: Membership, role: str, *, by: Actor, at: datetime) -> Membership:
    """Give a member another role. An organisation always keeps one administrator."""
    membership = _held(membership)
    require(may.manage_people, by, membership)
    if role not in Role.values:
        raise ValidationError(_("Choose a role."))
    if membership.role == role:
        raise Refused(_("This is the role already."))
    _keep_an_administrator(membership)
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    journal.record(
        "member.role_changed",
        membership.organisation,
        by=by,
        at=at,
        before={"role": before},
        after={"role": role},
        member=membership.person_id,
    )
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: Actor, at: datetime) -> Membership:
    """A member leaves: shown out by an administrator, or by their own wish. Their tokens of the organisation end with it."""
    membership = _held(membership)
    if membership.person_id != by.person.pk or by.scopes is not None:
        require(may.manage_people, by, membership)
    _keep_an_administrator(membership)
    membership.ended_at = at
    membership.save(update_fields=["ended_at"])
    tokens = Token.objects.filter(organisation=membership.organisation, person=membership.person, revoked_at=None)
    ended = [str(key) for key in tokens.values_list("pk", flat=True)]
    tokens.update(revoked_at=at)
    journal.record(
        "member.left",
        membership.organisation,
        by=by,
        at=at,
        before={"role": membership.role},
        member=membership.person_id,
        tokens=ended,
    )
    return membership


def _held(membership: Membership) -> Membership:
    """The membership, its organisation locked first: two administrators cannot leave at once."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    membership = Membership.objects.select_related("organisation", "person").get(pk=membership.pk)
    if membership.ended_at is not None:
        raise Refused(_("The membership has ended."))
    return membership


def _keep_an_administrator(membership: Membership) -> None:
    if membership.role != Role.ADMINISTRATOR:
        return
    others = Membership.objects.filter(organisation=membership.organisation, role=Role.ADMINISTRATOR, ended_at=None)
    if not others.exclude(pk=membership.pk).exists():
        raise Refused(_("This is the last administrator. Make someone else an administrator first."))
