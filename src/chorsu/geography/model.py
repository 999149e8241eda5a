"""Where: states, unions with dates, places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chorsu.facts import Source


@dataclass(frozen=True)
class State:
    """A state, by its ISO 3166-1 alpha-2 code. ``gauge_mm`` is the railway's main gauge, ``time_zone`` an IANA name."""

    code: str
    names: Mapping[str, str]
    currency: str
    gauge_mm: int
    time_zone: str
    source: Source | None = None


@dataclass(frozen=True)
class Member:
    """A state's membership in a group, both days included; ``valid_to`` None while it lasts."""

    state: str
    valid_from: date
    valid_to: date | None = None

    def on(self, day: date) -> bool:
        """Whether the state is a member on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Group:
    """States that a law names together: a customs union, a free trade area, a list of preference."""

    name: str
    members: tuple[Member, ...]
    source: Source | None = None
    names: Mapping[str, str] | None = None

    def has(self, state: str, day: date) -> bool:
        """Whether a state is a member on that day."""
        return any(member.state == state and member.on(day) for member in self.members)

    def states(self, day: date) -> frozenset[str]:
        """The members on that day."""
        return frozenset(member.state for member in self.members if member.on(day))


@dataclass(frozen=True)
class Place:
    """A place of trade, by UN/LOCODE, or by our own code in small letters where it has none.

    ``kind`` is one of city, seaport, airport, dry_port, rail_terminal, border_station, border_road.
    """

    code: str
    kind: str
    state: str
    names: Mapping[str, str]
    latitude: float
    longitude: float
    time_zone: str
    source: Source | None = None


@dataclass(frozen=True)
class Name:
    """One name under which a place is looked up: as written, its language, and its key for comparing."""

    place: Place
    language: str
    written: str
    key: str


@dataclass(frozen=True, eq=False)
class Atlas:
    """All states, groups and places on file, by code or name; ``names`` is the index that :func:`find_places` reads."""

    states: Mapping[str, State]
    groups: Mapping[str, Group]
    places: Mapping[str, Place]
    names: tuple[Name, ...] = ()

    def state(self, code: str) -> State:
        """The state with that ISO 3166-1 code. Raises KeyError if it is not on file."""
        return self.states[code]

    def group(self, name: str) -> Group:
        """The group of that name. Raises KeyError if it is not on file."""
        return self.groups[name]

    def place(self, code: str) -> Place:
        """The place with that UN/LOCODE or own code. Raises KeyError if it is not on file."""
        return self.places[code]


@dataclass(frozen=True)
class Found:
    """A place that answers a search: how well (0 to 1), and by which name in which language (empty for its code)."""

    place: Place
    score: float
    name: str
    language: str


@dataclass(frozen=True)
class Ambiguous:
    """What was typed is the name of several places; ``candidates`` are they, the likeliest first."""

    text: str
    candidates: tuple[Found, ...]


@dataclass(frozen=True)
class Unfound:
    """What was typed names no place on file; ``nearest`` are the names that come closest."""

    text: str
    nearest: tuple[Found, ...]
