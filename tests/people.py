"""People and organisations for the tests of the desks: each made by one word, verified, and signed in by one more."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from itertools import count

from django.contrib.auth.hashers import make_password
from django.test import Client

from chorsu.desks.actor import Actor
from chorsu.desks.organisations.acting import CHOSEN
from chorsu.desks.organisations.models import Membership, Organisation, Person

AT = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
PASSWORD = "four ways that meet"
_numbers = count(1)


def organisation(kind: str = "trader", **fields) -> Organisation:
    """A verified organisation of a kind."""
    number = next(_numbers)
    given = {
        "name": f"{kind.title()} {number}",
        "country": "CN",
        "state": Organisation.State.VERIFIED,
        "made_at": AT,
        "changed_at": AT,
    }
    return Organisation.objects.create(kind=kind, **(given | fields))


def person(name: str = "", **fields) -> Person:
    """A person who can sign in with :data:`PASSWORD`, their address verified."""
    from allauth.account.models import EmailAddress

    number = next(_numbers)
    given = {"email": f"person{number}@example.org", "password": _kept(), "name": name or f"Person {number}"}
    made = Person.objects.create(**(given | fields))
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


@cache
def _kept() -> str:
    """The password as it is kept. Made once: each time would take a tenth of a second, as it is meant to."""
    return make_password(PASSWORD)


def actor(kind: str = "trader", role: str = "staff", organisation: Organisation | None = None) -> Actor:
    """A person in a role of an organisation: of the one given, or of a new one of the kind."""
    of = organisation or globals()["organisation"](kind)
    who = person()
    Membership.objects.create(person=who, organisation=of, role=role, since=AT)
    return Actor(who, of, role)


def set_up_second_factor(who: Actor) -> None:
    """Some administrators are let in with a second factor alone."""
    from allauth.mfa.models import Authenticator
    from django.conf import settings

    if who.role == "administrator" and who.organisation.kind in settings.SECOND_FACTOR_FOR:
        Authenticator.objects.get_or_create(user=who.person, type=Authenticator.Type.TOTP, defaults={"data": {}})


def client_of(who: Actor) -> Client:
    """A browser's client, signed in, acting for the organisation."""
    set_up_second_factor(who)
    client = Client()
    client.force_login(who.person)
    session = client.session
    session[CHOSEN] = str(who.organisation.pk)
    session.save()
    return client
