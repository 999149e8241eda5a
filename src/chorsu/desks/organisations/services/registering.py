"""Organisations come to the zone: they register, are verified, refused or suspended, change what is said of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chorsu.desks.actor import SYSTEM, Actor
from chorsu.desks.journal import services as journal
from chorsu.desks.organisations.models import Kind, Membership, Organisation, Person, Role
from chorsu.desks.organisations.permissions import may
from chorsu.desks.organisations.queries import zones
from chorsu.desks.permissions import allows, require
from chorsu.desks.refusals import Refused
from chorsu.desks.states import is_state

# What the zone has verified, and only the zone changes from then on.
IDENTITY = ("name", "kind", "country", "registration")
DETAILS = (*IDENTITY, "names", "place", "website", "about")
MOST_APPLICATIONS = 5


@transaction.atomic
def register_organisation(details: Mapping[str, Any], *, by: Person, at: datetime) -> Organisation:
    """Register an organisation whose first administrator is ``by``. It waits for the zone's verification.

    ``details`` are fields by name: name, kind, country, and if known names, place, registration, website, about. Refused for the
    zone itself, and for a person with many applications that wait. Raises ValidationError for a field that does not hold.
    """
    Person.objects.select_for_update().get(pk=by.pk)
    if details.get("kind") == Kind.ZONE:
        raise Refused(_("The zone's management is founded by whoever runs the system, not by registration."))
    waiting = Membership.objects.filter(person=by, ended_at=None, organisation__state=Organisation.State.APPLIED).count()
    if waiting >= MOST_APPLICATIONS:
        raise Refused(
            _("%(count)s organisations of yours wait for verification. Wait until the zone has answered."), count=waiting
        )
    organisation = _checked(
        Organisation(**{name: details[name] for name in DETAILS if name in details}, made_at=at, changed_at=at)
    )
    organisation.save(force_insert=True)
    membership = Membership.objects.create(person=by, organisation=organisation, role=Role.ADMINISTRATOR, since=at)
    actor = Actor(by, organisation, membership.role)
    journal.record("organisation.registered", organisation, by=actor, at=at, concerns=zones(), after=_said(organisation))
    return organisation


@transaction.atomic
def found_zone(name: str, country: str, *, administrator: Person | None = None, at: datetime) -> Organisation:
    """The zone's management itself, verified from the start: made once, by whoever runs the system."""
    if zones().select_for_update().exists():
        raise Refused(_("The zone's management has been founded."))
    given = {"name": name, "country": country, "kind": Kind.ZONE, "state": Organisation.State.VERIFIED}
    organisation = _checked(Organisation(**given, made_at=at, changed_at=at))
    organisation.save(force_insert=True)
    after = _said(organisation)
    if administrator is not None:
        Membership.objects.create(person=administrator, organisation=organisation, role=Role.ADMINISTRATOR, since=at)
        after |= {"administrator": administrator.pk}
    journal.record("organisation.founded", organisation, by=SYSTEM, at=at, concerns=[organisation], after=after)
    return organisation


@transaction.atomic
def change_organisation(organisation: Organisation, details: Mapping[str, Any], *, by: Actor, at: datetime) -> Organisation:
    """Change what is said of an organisation. What the zone has verified (name, kind, state, registration) only the zone changes.

    A refused organisation that changes applies again. Raises ValidationError for a field that does not hold.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(may.change, by, organisation)
    before = _said(organisation)
    given = {name: details[name] for name in DETAILS if name in details and details[name] != getattr(organisation, name)}
    if any(name in IDENTITY for name in given) and not allows(may.change_identity, by, organisation):
        raise Refused(
            _("The zone has verified the name, the kind, the state and the registration number: ask the zone to change them.")
        )
    if "kind" in given and Kind.ZONE in (given["kind"], organisation.kind):
        raise Refused(_("The zone's management is founded by whoever runs the system, not by registration."))
    for name, value in given.items():
        setattr(organisation, name, value)
    if organisation.state == Organisation.State.REFUSED and by.organisation.pk == organisation.pk:
        organisation.state, organisation.reason = Organisation.State.APPLIED, ""
    organisation.changed_at = at
    _checked(organisation).save()
    after = _said(organisation)
    changed = [name for name in after if after[name] != before[name]]
    journal.record(
        "organisation.changed",
        organisation,
        by=by,
        at=at,
        concerns=[organisation, *zones()],
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return organisation


def verify(organisation: Organisation, *, by: Actor, at: datetime) -> Organisation:
    """The zone has verified who the organisation is: after its application, a refusal or a suspension."""
    allowed = (Organisation.State.APPLIED, Organisation.State.REFUSED, Organisation.State.SUSPENDED)
    return _judge(organisation, Organisation.State.VERIFIED, "organisation.verified", allowed, "", by=by, at=at)


def refuse_organisation(organisation: Organisation, reason: str, *, by: Actor, at: datetime) -> Organisation:
    """The zone does not verify the organisation, and says why. It may change what it said, and applies again by that."""
    return _judge(
        organisation, Organisation.State.REFUSED, "organisation.refused", (Organisation.State.APPLIED,), reason, by=by, at=at
    )


def suspend(organisation: Organisation, reason: str, *, by: Actor, at: datetime) -> Organisation:
    """The zone takes back its verification for a time, and says why: the organisation sees what is its own and begins nothing."""
    return _judge(
        organisation, Organisation.State.SUSPENDED, "organisation.suspended", (Organisation.State.VERIFIED,), reason, by=by, at=at
    )


@transaction.atomic
def _judge(organisation, state, verb, allowed, reason, *, by, at) -> Organisation:
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(may.judge, by, organisation)
    if organisation.state not in allowed:
        raise Refused(
            _("%(name)s is not in a state for this: %(state)s."), name=organisation, state=organisation.get_state_display()
        )
    if state != Organisation.State.VERIFIED and not reason.strip():
        raise Refused(_("Say why: the organisation reads the reason, and knows what would be right."))
    before = {"state": organisation.state}
    organisation.state, organisation.reason, organisation.changed_at = state, reason.strip(), at
    organisation.save(update_fields=["state", "reason", "changed_at"])
    after = {"state": organisation.state}
    words = {"reason": organisation.reason} if organisation.reason else None
    journal.record(verb, organisation, by=by, at=at, concerns=[organisation], before=before, after=after, personal=words)
    return organisation


def _checked(organisation: Organisation) -> Organisation:
    """The organisation, every field of it holding; the fault names its field."""
    # Names stand in letters to people who do not know the organisation yet: a name is one line, and no letter of its own.
    organisation.name = " ".join(str(organisation.name).split())
    organisation.names = {language: " ".join(str(name).split()) for language, name in organisation.names.items()}
    organisation.full_clean(validate_unique=False, validate_constraints=False)
    if not is_state(organisation.country):
        raise ValidationError({"country": _("Choose a state.")})
    return organisation


def _said(organisation: Organisation) -> dict[str, Any]:
    return {name: getattr(organisation, name) for name in (*DETAILS, "state")}
