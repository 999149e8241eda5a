"""The people who ask, and the things they ask for: those of each desk are made by its module in ``things``."""

from __future__ import annotations

import pkgutil
import time
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any

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
    """The cast, the things by name, and the key of each role's token."""

    cast: Cast
    things: dict[str, Any]
    keys: dict[str, str]

    def client(self, role: str, *, by_token: bool) -> Client:
        """A client of the role: a browser that is signed in, or a program with a token."""
        if role == "visitor":
            return Client()
        if role == "newcomer":
            client = Client()
            client.force_login(self.cast.newcomer)
            return _just_signed_in(client)
        if by_token:
            return Client(headers={"authorization": f"Bearer {self.keys[role]}"})
        return _just_signed_in(people.client_of(self.cast.who(role)))

    def argument(self, name: str) -> str:
        """What stands in an address for a thing."""
        thing = self.things[name]
        return str(getattr(thing, "pk", thing))


def _just_signed_in(client: Client) -> Client:
    """Signed in by a password a moment ago: else grave pages would ask for it again before they answer."""
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session.save()
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
    return World(cast, things, keys)
