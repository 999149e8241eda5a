"""The address book of an organisation: a partner added, changed, taken out, put back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from babel import Locale
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chorsu.desks.actor import Actor
from chorsu.desks.journal import services as journal
from chorsu.desks.organisations.models import Organisation
from chorsu.desks.permissions import require
from chorsu.desks.refusals import Refused
from chorsu.desks.states import is_state
from chorsu.desks.trade.models import Partner
from chorsu.desks.trade.permissions import may
from chorsu.text import LANGUAGES

FIELDS = ("name", "country", "address", "email", "note")
MOST = {"name": 200, "address": 300, "email": 254, "note": 2_000}
MOST_PARTNERS = 20_000
MOST_WORDS = 4_000


@transaction.atomic
def add_partner(fields: Mapping[str, Any], *, by: Actor, at: datetime, member: Organisation | None = None) -> Partner:
    """Write a partner into the address book; ``member`` is the same one in the zone, where it is registered here.

    Raises ValidationError with a fault for each field, also where the book has one of that name and state already.
    """
    require(may.add_partner, by)
    # Two who add at once follow each other, so that the second is told of the first.
    Organisation.objects.select_for_update().get(pk=by.organisation.pk)
    if Partner.objects.filter(organisation=by.organisation, removed_at=None).count() >= MOST_PARTNERS:
        raise Refused(_("An address book holds at most %(most)s partners."), most=MOST_PARTNERS)
    partner = Partner(organisation=by.organisation, member=member, made_at=at, changed_at=at)
    _write(partner, fields)
    partner.save(force_insert=True)
    _tell("partner.added", partner, by=by, at=at, personal=_said(partner))
    return partner


@transaction.atomic
def change_partner(
    partner: Partner, fields: Mapping[str, Any], *, by: Actor, at: datetime, member: Organisation | None = None
) -> Partner:
    """Write it anew. What is as it was changes nothing. Raises ValidationError."""
    partner = _locked(partner)
    require(may.change_partner, by, partner)
    if partner.removed_at is not None:
        raise Refused(_("It was taken out of the address book. Put it back first."))
    before = _said(partner) | {"member": partner.member_id}
    partner.member = member
    _write(partner, fields)
    after = _said(partner) | {"member": partner.member_id}
    if before == after:
        return partner
    partner.changed_at = at
    partner.save()
    changed = {name: after.get(name) or "" for name in after if before.get(name) != after.get(name) and name != "member"}
    _tell("partner.changed", partner, by=by, at=at, personal=changed)
    return partner


@transaction.atomic
def remove_partner(partner: Partner, *, by: Actor, at: datetime) -> Partner:
    """Take it out of the address book; :func:`restore_partner` puts it back."""
    partner = _locked(partner)
    require(may.change_partner, by, partner)
    if partner.removed_at is not None:
        raise Refused(_("It was taken out of the address book already."))
    return _moved(partner, at, "partner.removed", by=by, at=at)


@transaction.atomic
def restore_partner(partner: Partner, *, by: Actor, at: datetime) -> Partner:
    """Put it back into the address book. Refused where another of its name, or the same member, took its place."""
    partner = _locked(partner)
    require(may.change_partner, by, partner)
    if partner.removed_at is None:
        raise Refused(_("It is in the address book."))
    if faults := _doubles(partner):
        raise Refused(next(iter(faults.values())))
    return _moved(partner, None, "partner.restored", by=by, at=at)


def _locked(partner: Partner) -> Partner:
    return Partner.objects.select_for_update().get(pk=partner.pk)


def _moved(partner: Partner, removed_at: datetime | None, verb: str, *, by: Actor, at: datetime) -> Partner:
    partner.removed_at, partner.changed_at = removed_at, at
    partner.save(update_fields=["removed_at", "changed_at"])
    _tell(verb, partner, by=by, at=at)
    return partner


def _write(partner: Partner, fields: Mapping[str, Any]) -> None:
    given = {name: str(fields.get(name) or "").replace("\0", " ").strip() for name in FIELDS}
    faults: dict[str, Any] = {
        name: _("At most %(most)s letters.") % {"most": most} for name, most in MOST.items() if len(given[name]) > most
    }
    if not given["name"]:
        faults["name"] = _("Say the partner's name.")
    if not is_state(given["country"]):
        faults["country"] = _("Choose a state from the list.")
    if given["email"] and "email" not in faults:
        try:
            validate_email(given["email"])
        except ValidationError as fault:
            faults["email"] = fault
    for name, value in given.items():
        setattr(partner, name, value)
    if faults or (faults := _doubles(partner)):
        raise ValidationError(faults)
    states = [Locale(language).territories.get(partner.country, "") for language in LANGUAGES]
    members = [partner.member.name, *partner.member.names.values()] if partner.member else []
    said = [partner.name, *members, *states, partner.address, partner.email, partner.note]
    partner.words = " ".join(dict.fromkeys(said)).casefold()[:MOST_WORDS]


def _doubles(partner: Partner) -> dict[str, Any]:
    """What the address book has already: a partner of that name in that state, the same member of the zone."""
    others = Partner.objects.filter(organisation=partner.organisation_id, removed_at=None).exclude(pk=partner.pk)
    if others.filter(name=partner.name, country=partner.country).exists():
        return {"name": _("The address book has a partner of this name in this state already.")}
    if partner.member_id and others.filter(member=partner.member_id).exists():
        return {"member": _("This organisation of the zone is in the address book already.")}
    return {}


def _tell(verb: str, partner: Partner, *, by: Actor, at: datetime, personal: Mapping | None = None) -> None:
    # A partner may be a person: what names them can be erased, the state and the member stay.
    journal.record(verb, partner, by=by, at=at, personal=personal, country=partner.country, partner=partner.member_id)


def _said(partner: Partner) -> dict[str, Any]:
    return {name: getattr(partner, name) for name in FIELDS if getattr(partner, name)}
