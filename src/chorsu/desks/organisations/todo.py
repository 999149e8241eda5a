"""What waits at the desk of organisations: verifications, mandates, invitations, keys that end; the first steps of a new one."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chorsu.desks.actor import Actor
from chorsu.desks.organisations.models import Invitation, Kind, Mandate, Membership, Organisation, Token
from chorsu.desks.organisations.permissions import may
from chorsu.desks.organisations.queries import invitations_for, visible_mandates
from chorsu.desks.permissions import allows, officer_of_zone
from chorsu.desks.todo import MOST, Thing, Tone

ENDS_IN_DAYS = 14


def things(actor: Actor, on: date) -> list[Thing]:
    """What waits for the organisation and for the person."""
    if not actor.has_scope("organisations:read"):
        return []
    return [*_verifications(actor), *_invitations(actor), *_mandates(actor, on), *_keys(actor), *_first_steps(actor)]


def _verifications(actor: Actor) -> list[Thing]:
    if not allows(officer_of_zone, actor):
        return []
    rows = Organisation.objects.filter(state=Organisation.State.APPLIED).exclude(kind=Kind.ZONE).order_by("made_at")
    why = _("%(kind)s: registered and waits for verification.")
    return [
        Thing(str(each), why % {"kind": each.get_kind_display()}, each.get_absolute_url(), _("Look at it"))
        for each in rows[:MOST]
    ]


def _invitations(actor: Actor) -> list[Thing]:
    if actor.scopes is not None:
        return []
    return [
        Thing(
            str(each.organisation), _("It invites you to work with it."), reverse("organisations:begin"), _("Read the invitation")
        )
        for each in invitations_for(actor.person, at=timezone.now())[:MOST]
        if each.organisation_id != actor.organisation.pk
    ]


def _mandates(actor: Actor, on: date) -> list[Thing]:
    address, found = reverse("organisations:mandates"), []
    rows = visible_mandates(actor).filter(valid_to__gte=on).order_by("valid_to")
    for each in rows.filter(state=Mandate.State.OFFERED, broker=actor.organisation.pk)[:MOST]:
        if allows(may.answer_mandate, actor, each):
            why = _("It offers you a mandate to act for it at customs.")
            found.append(Thing(str(each.trader), why, address, _("Accept or decline"), each.valid_to))
    ends = rows.filter(
        state=Mandate.State.ACCEPTED, valid_to__lte=on + timedelta(days=ENDS_IN_DAYS), trader=actor.organisation.pk
    )
    for each in ends[:MOST]:
        if allows(may.offer_mandate, actor, each):
            why = _("The mandate ends: after that day the broker no longer acts for you.")
            found.append(Thing(str(each.broker), why, address, _("Offer a new one"), each.valid_to, Tone.SOON))
    return found


def _keys(actor: Actor) -> list[Thing]:
    now = timezone.now()
    rows = Token.objects.filter(organisation=actor.organisation.pk, person=actor.person, revoked_at=None)
    ending = rows.filter(expires_at__gt=now, expires_at__lte=now + timedelta(days=ENDS_IN_DAYS)).order_by("expires_at")
    why = _("The token ends: programs that use it no longer get in after that day.")
    return [
        Thing(each.name, why, reverse("organisations:tokens"), _("Make a new one"), each.expires_at.date(), Tone.SOON)
        for each in ending[:MOST]
    ]


def _first_steps(actor: Actor) -> list[Thing]:
    own, found = actor.organisation, []
    if not own.is_verified:
        found.append(_unverified(own))
    if not allows(may.invite, actor, own):
        return found
    alone = Membership.objects.filter(organisation=own, ended_at=None).count() == 1
    if alone and not Invitation.objects.filter(organisation=own, accepted_at=None, withdrawn_at=None).exists():
        why = _("Staff work on cases and offers, readers look on; each signs in with their own password.")
        found.append(Thing(_("Your colleagues"), why, reverse("organisations:members"), _("Invite them"), tone=Tone.BEGIN))
    if allows(may.offer_mandate, actor) and not Mandate.objects.filter(trader=own).exists():
        why = _("With your mandate a customs broker prepares and submits your cases; without one you submit them yourself.")
        found.append(Thing(_("A broker"), why, reverse("organisations:mandates"), _("Offer a mandate"), tone=Tone.BEGIN))
    return found


def _unverified(own: Organisation) -> Thing:
    if own.state == Organisation.State.APPLIED:
        why = _(
            "The zone looks at your registration. Until then you see only what is yours; drafts and plans can be made already."
        )
        return Thing(_("Verification"), why, own.get_absolute_url(), _("See what the zone sees"), tone=Tone.BEGIN)
    why = _("%(state)s by the zone: %(reason)s") % {"state": own.get_state_display(), "reason": own.reason[:200]}
    if own.state == Organisation.State.REFUSED:
        return Thing(
            _("Verification"), why, reverse("organisations:change", args=[own.pk]), _("Mend and apply again"), tone=Tone.LATE
        )
    return Thing(_("Verification"), why, own.get_absolute_url(), _("Read why"), tone=Tone.LATE)
