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
