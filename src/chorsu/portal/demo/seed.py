"""Fill an empty installation with the demo zone. What ``data/demo/zone.toml`` tells is done by the services that people use."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.resources import files

from allauth.account.models import EmailAddress
from django.db import transaction

from chorsu.desks.actor import Actor
from chorsu.desks.organisations import services
from chorsu.desks.organisations.models import Mandate, Membership, Organisation, Person
from chorsu.desks.trade import services as trade
from chorsu.desks.trade.models import Offer
from chorsu.portal.demo.stories import Actors, Told, tell

DOMAIN = "demo.example"  # a name that belongs to nobody (RFC 2606)


class NotADemo(RuntimeError):
    """The installation has organisations of its own: the demo must never stand among them."""


def plot() -> dict:
    """The demo zone as it is written down."""
    return tomllib.loads((files("chorsu") / "data" / "demo" / "zone.toml").read_text("utf-8"))


def seed_zone(*, at: datetime, progress: Callable[[str], None] = lambda _said: None) -> bool:
    """Make the demo zone as of ``at``, once. Gives whether it was made now.

    It can be broken off and begun again: what is there already stays as it is. Raises NotADemo where there is an organisation
    that is no demo's.
    """
    if Organisation.objects.filter(is_demo=False).exists():
        raise NotADemo("There are real organisations in this installation. Give the demo a data folder of its own (CHORSU_DATA).")
    written = plot()
    people: dict[str, Actors] = {}
    for row in written["organisation"]:
        people[row["key"]] = _organisation(row, people, at)
    for row in written["mandate"]:
        _mandate(row, people, at)
    made = False
    for row in written["case"]:
        story = Told.of(row, people, at)
        if not story.is_told():
            progress(row["reference"])
            tell(story)
            made = True
    for row in written["offer"]:
        made |= _offer(row, people, at)
    return made


@transaction.atomic
def _organisation(row: dict, people: dict[str, Actors], at: datetime) -> Actors:
    """One organisation with its people, registered and verified as any other is: an actor for each role that it has."""
    began = at - timedelta(days=1 if row.get("is_waiting") else 90)
    members = [_person(row["key"], number, told) for number, told in enumerate(row["people"], 1)]
    organisation = Organisation.objects.filter(name=row["name"]).first()
    if organisation is None:
        organisation = _registered(row, members[0], began)
        Organisation.objects.filter(pk=organisation.pk).update(is_demo=True)
        head = Actor(members[0], organisation, "administrator")
        for person, told in list(zip(members, row["people"], strict=True))[1:]:
            invitation, _key = services.invite(person.email, told["role"], by=head, at=began)
            services.accept_invitation(invitation, by=person, at=began + timedelta(hours=2))
        if "zone" in people and not row.get("is_waiting"):
            services.verify(organisation, by=people["zone"]["staff"], at=began + timedelta(hours=5))
        organisation.refresh_from_db()
    actors: Actors = {}
    for person, told in zip(members, row["people"], strict=True):
        actors.setdefault(told["role"], Actor(person, organisation, told["role"]))
    actors.setdefault("staff", actors["administrator"])
    return actors


def _registered(row: dict, head: Person, at: datetime) -> Organisation:
    details = {name: row[name] for name in ("name", "kind", "country", "place", "names", "registration", "about") if name in row}
    if row["kind"] != "zone":
        return services.register_organisation(details, by=head, at=at)
    zone = services.found_zone(row["name"], row["country"], at=at)
    Membership.objects.create(person=head, organisation=zone, role="administrator", since=at)
    return services.change_organisation(zone, details, by=Actor(head, zone, "administrator"), at=at)


def _person(key: str, number: int, told: dict) -> Person:
    email = f"{told['role']}{number}@{key}.{DOMAIN}"
    person = Person.objects.filter(email=email).first()
    if person is None:
        # Without a password nobody signs in by one: the demo's button is the only way.
        person = Person.objects.create_user(email, None, name=told["name"], language=told.get("language", "zh-hans"))
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def _mandate(row: dict, people: dict[str, Actors], at: datetime) -> None:
    trader, broker = people[row["trader"]]["administrator"], people[row["broker"]]["administrator"]
    if Mandate.objects.filter(trader=trader.organisation, broker=broker.organisation).exists():
        return
    began = at - timedelta(days=2 if row.get("is_offered") else 89)
    last = (at + timedelta(days=275)).date()
    mandate = services.offer_mandate(broker.organisation, began.date(), last, by=trader, at=began)
    if not row.get("is_offered"):
        services.accept_mandate(mandate, by=broker, at=began + timedelta(hours=3))


@transaction.atomic
def _offer(row: dict, people: dict[str, Actors], at: datetime) -> bool:
    """One offer or request, published some days ago; gives whether it was made now."""
    by = people[row["organisation"]]["staff"]
    if Offer.objects.filter(organisation=by.organisation, title=row["title"]).exists():
        return False
    fields = {name: value for name, value in row.items() if name not in ("organisation", "valid")}
    fields["valid_to"] = (at + timedelta(days=row["valid"])).date()
    offer = trade.new_offer(fields, by=by, at=at - timedelta(days=3))
    trade.publish_offer(offer, by=by, at=at - timedelta(days=2))
    return True
