"""The rooms of the house in the head of every page, and the links of the account: who finds which there."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from rules import Predicate

from chorsu.desks.permissions import administers, allows, of_zone, signed_in, verified


@dataclass(frozen=True)
class Room:
    """A link in the head of the page: to the page ``name``; it is marked as the reader's place on every page of ``within``."""

    name: str
    label: Promise
    may: Predicate
    within: tuple[str, ...] = ()


# Pages of the trade desk that lie in these rooms; the others lie among the cases.
GOODS = (
    "trade:offer",
    "trade:new_offer",
    "trade:change_offer",
    "trade:publish_offer",
    "trade:ask_about",
    "trade:enquir",
    "trade:write_enq",
)
PARTNERS = ("trade:partner", "trade:new_partner", "trade:change_partner")
ROOMS = (
    Room("home", _("Today"), signed_in),
    Room("trade:cases", _("Cases"), signed_in),
    Room("trade:offers", pgettext_lazy("room", "Goods"), signed_in & verified, GOODS),
    Room("trade:partners", _("Partners"), signed_in & ~of_zone, PARTNERS),
    Room("plans:plans", _("My plans"), ~of_zone),
    Room("reference:facts", _("Facts"), signed_in),
    Room("organisations:organisations", _("Organisations"), signed_in),
)


@dataclass(frozen=True)
class Own:
    """A link of the account's menu; ``of_organisation`` when its address carries the key of the organisation acted for."""

    name: str
    label: Promise
    may: Predicate
    of_organisation: bool = False


# Of the organisation, then of the person.
ACCOUNT = (
    (
        Own("organisations:organisation", _("Our organisation"), signed_in, of_organisation=True),
        Own("organisations:members", _("Members and invitations"), signed_in),
        Own("organisations:mandates", _("Mandates"), signed_in),
        Own("organisations:tokens", _("Tokens for programs"), signed_in),
        Own("journal:entries", _("Journal"), signed_in),
        Own("journal:webhooks", _("Notices to programs"), administers),
    ),
    (
        Own("journal:notices", _("Notices by e-mail"), signed_in),
        Own("journal:mine", _("My data"), signed_in),
        Own("account_email", _("E-mail addresses"), signed_in),
        Own("mfa_index", _("Password and second factor"), signed_in),
        Own("usersessions_list", _("Sessions and devices"), signed_in),
    ),
)
SWITCH = "organisations:switch"


def rooms_for(actor, here: str) -> list[dict]:
    """The rooms that the actor may enter: label, address, whether the page ``here`` (its full name) lies in them."""
    return [
        {"label": room.label, "address": address, "current": room is _room_of(here)}
        for room in ROOMS
        if allows(room.may, actor) and (address := _address(room.name))
    ]


def _room_of(here: str) -> Room | None:
    """The room in which a page lies: the first that names it, else that of its desk."""
    named = (room for room in ROOMS if here == room.name or here.startswith(room.within or ("\0",)))
    of_desk = (room for room in ROOMS if ":" in room.name and here.startswith(room.name.partition(":")[0] + ":"))
    return next(named, None) or next(of_desk, None)


def own_links(actor) -> dict:
    """What the account's menu offers: groups of links (label, address), and where another organisation is chosen."""
    if actor is None:
        return {"groups": [], "switch": ""}
    groups = [
        [
            {"label": link.label, "address": address}
            for link in group
            if allows(link.may, actor) and (address := _address(link.name, *([actor.organisation.pk] * link.of_organisation)))
        ]
        for group in ACCOUNT
    ]
    return {"groups": groups, "switch": _address(SWITCH)}


def _address(name: str, *given) -> str:
    """The address of a page; empty where this installation has no such desk."""
    try:
        return reverse(name, args=given)
    except NoReverseMatch:
        return ""
