"""The people who ask, and the things they ask for: those of each desk are made by its module in ``things``."""

from __future__ import annotations

import pkgutil
import time
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from chorsu.desks.actor import Actor
from chorsu.desks.organisations import services
from chorsu.desks.organisations.models import Organisation, Person
from tests import people
from tests.matrix import things as folder


@dataclass(frozen=True)
class Cast:
    """Who asks (see the README), and their organisations."""

    owner: Organisation
    broker_house: Organisation
    carrier_house: Organisation
    foreign_house: Organisation
    zone: Organisation
    newcomer: Person
    reader: Actor
    staff: Actor
    administrator: Actor
    broker: Actor
    broker_administrator: Actor
    carrier: Actor
    foreign: Actor
    officer: Actor

    def who(self, role: str) -> Actor | None:
        """The actor of a role; None for a visitor and a newcomer."""
        return getattr(self, role, None) if role not in ("visitor", "newcomer") else None


@dataclass(frozen=True)
class World:
    """The cast, the things by name, the key of each role's token, and its sessions: of now, and of long ago."""

    cast: Cast
    things: dict[str, Any]
    keys: dict[str, str]
    sessions: dict[tuple[str, bool], str]

    def client(self, role: str, *, by_token: bool, later: bool = False) -> Client:
        """A client of the role: a browser that is signed in, or a program with a token.

        ``later``: the browser signed in long ago; else a moment ago, since grave pages would ask for it again before they answer.
        """
        if by_token and role not in ("visitor", "newcomer"):
            return Client(headers={"authorization": f"Bearer {self.keys[role]}"})
        client = Client()
        if role != "visitor":
            # The session stands in the database of the world, whatever becomes of it in one question.
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role, later]
        return client

    def argument(self, name: str) -> str:
        """What stands in an address for a thing."""
        thing = self.things[name]
        return str(getattr(thing, "pk", thing))


def _session(client: Client, *, later: bool) -> str:
    """The key of the client's session, in which a password was given: a moment ago, or long before."""
    session = client.session
    at = time.time() + (-1 if later else 1) * timedelta(days=1).total_seconds()
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": "password", "at": at, "reauthenticated": True}]
    session.save()
    return session.session_key


def _newcomer(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def make_cast() -> Cast:
    """The organisations and people of the matrix, the mandate between trader and broker accepted."""
    owner, foreign_house = people.organisation(name="Owner"), people.organisation(name="Foreign")
    houses = {
        "broker": people.organisation("broker"),
        "carrier": people.organisation("carrier"),
        "zone": people.organisation("zone"),
    }

    def of(organisation: Organisation, role: str = "staff") -> Actor:
        return people.actor(role=role, organisation=organisation)

    cast = Cast(
        owner=owner,
        broker_house=houses["broker"],
        carrier_house=houses["carrier"],
        foreign_house=foreign_house,
        zone=houses["zone"],
        newcomer=people.person(),
        reader=of(owner, "reader"),
        staff=of(owner),
        administrator=of(owner, "administrator"),
        broker=of(houses["broker"]),
        broker_administrator=of(houses["broker"], "administrator"),
        carrier=of(houses["carrier"]),
        foreign=of(foreign_house, "administrator"),
        officer=of(houses["zone"]),
    )
    now = timezone.now()
    mandate = services.offer_mandate(
        cast.broker_house, now.date(), now.date() + timedelta(days=90), by=cast.administrator, at=now
    )
    services.accept_mandate(mandate, by=cast.broker_administrator, at=now)
    return cast


def make_world() -> World:
    """The cast with everything that the desks' modules make for it."""
    cast = make_cast()
    things: dict[str, Any] = {}
    for module in pkgutil.iter_modules(folder.__path__):
        things |= import_module(f"{folder.__name__}.{module.name}").things(cast)
    now = timezone.now()
    ask = ("reader", "staff", "administrator", "broker", "carrier", "foreign", "officer")
    keys = {
        role: services.make_token("matrix", services.SCOPES, now + timedelta(days=1), by=cast.who(role), at=now)[1]
        for role in ask
    }
    sessions = {
        (role, later): _session(people.client_of(cast.who(role)) if role in ask else _newcomer(cast.newcomer), later=later)
        for role in (*ask, "newcomer")
        for later in (False, True)
    }
    return World(cast, things, keys, sessions)
