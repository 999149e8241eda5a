"""Fill an empty installation with the demo zone. What ``data/demo/zone.toml`` tells is done by the services that people use."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.resources import files

from allauth.account.models import EmailAddress

from chorsu.desks.actor import Actor
from chorsu.desks.organisations.models import Mandate, Membership, Organisation, Person
from chorsu.portal.demo.stories import Told, tell

DOMAIN = "demo.example"  # a name that belongs to nobody (RFC 2606)


class NotADemo(Exception):
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
    people = {row["key"]: _organisation(row, at) for row in written["organisation"]}
    for row in written["mandate"]:
        _mandate(row, people, at)
    made = False
    for row in written["case"]:
        story = Told.of(row, people, at)
        if story.is_told():
            continue
        progress(row["reference"])
        tell(story)
        made = True
    for row in written["offer"]:
        made |= _offer(row, people, at)
    return made


def _organisation(row: dict, at: datetime) -> dict[str, Actor]:
    """One organisation with its people: an actor for each role that it has."""
    state = Organisation.State.APPLIED if row.get("is_waiting") else Organisation.State.VERIFIED
    began = at - timedelta(days=1 if row.get("is_waiting") else 90)
    fields = {name: row[name] for name in ("kind", "country", "place", "names", "registration", "about") if name in row}
    organisation, _new = Organisation.objects.get_or_create(
        name=row["name"], is_demo=True, defaults=fields | {"state": state, "made_at": began, "changed_at": began}
    )
    actors: dict[str, Actor] = {}
    for number, told in enumerate(row["people"], 1):
        email = f"{told['role']}{number}@{row['key']}.{DOMAIN}"
        person = Person.objects.filter(email=email).first()
        if person is None:
            person = Person.objects.create_user(email, None, name=told["name"], language=told.get("language", "en"))
            EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
        Membership.objects.get_or_create(
            person=person, organisation=organisation, ended_at=None, defaults={"role": told["role"], "since": began}
        )
        actors.setdefault(told["role"], Actor(person, organisation, told["role"]))
    actors.setdefault("staff", actors["administrator"])
    return actors


def _mandate(row: dict, people: dict[str, dict[str, Actor]], at: datetime) -> None:
    state = Mandate.State.OFFERED if row.get("is_offered") else Mandate.State.ACCEPTED
    Mandate.objects.get_or_create(
        trader=people[row["trader"]]["staff"].organisation,
        broker=people[row["broker"]]["staff"].organisation,
        defaults={
            "valid_from": (at - timedelta(days=90)).date(),
            "valid_to": (at + timedelta(days=275)).date(),
            "state": state,
            "made_at": at - timedelta(days=90),
            "changed_at": at - timedelta(days=89),
        },
    )


def _offer(row: dict, people: dict[str, dict[str, Actor]], at: datetime) -> bool:
    from chorsu.desks.trade import services
    from chorsu.desks.trade.models import Offer

    by = people[row["organisation"]]["staff"]
    if Offer.objects.filter(organisation=by.organisation, title=row["title"]).exists():
        return False
    fields = {name: value for name, value in row.items() if name not in ("organisation", "valid")}
    offer = services.make_offer(
        fields | {"valid_to": (at + timedelta(days=row["valid"])).date()}, by=by, at=at - timedelta(days=3)
    )
    services.publish_offer(offer, by=by, at=at - timedelta(days=2))
    return True
