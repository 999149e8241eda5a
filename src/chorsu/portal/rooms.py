"""The rooms of the house in the head of every page, and who finds which there."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rules import Predicate

from chorsu.desks.permissions import allows, of_zone, signed_in, verified


@dataclass(frozen=True)
class Room:
    """A link in the head of the page: to the page ``name``; it is marked as the reader's place on every page of ``within``."""

    name: str
    label: Promise
    may: Predicate
    within: str = ""


ROOMS = (
    Room("home", _("Today"), signed_in),
    Room("trade:cases", _("Cases"), signed_in, "trade:case"),
    Room("trade:offers", _("Goods"), signed_in & verified, "trade:offer"),
    Room("trade:partners", _("Partners"), signed_in, "trade:partner"),
    Room("plans:plans", _("My plans"), ~of_zone, "plans:"),
    Room("reference:facts", _("Facts"), signed_in, "reference:"),
    Room("organisations:organisations", _("Organisations"), signed_in, "organisations:"),
)


def rooms_for(actor, here: str) -> list[dict]:
    """The rooms that the actor may enter: label, address, whether the page ``here`` (its full name) lies in them."""
    found = []
    for room in ROOMS:
        if not allows(room.may, actor):
            continue
        try:
            address = reverse(room.name)
        except NoReverseMatch:
            continue
        found.append(
            {
                "label": room.label,
                "address": address,
                "current": here == room.name or bool(room.within and here.startswith(room.within)),
            }
        )
    return found
