"""What stops ways apart from single crossings: services that do not run for some time, and states that bar each other's goods."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from chorsu.facts import Source
from chorsu.routing.model import Part, Service, Words


@dataclass(frozen=True)
class Halt:
    """Days, both included, on which no service leaves by these modes that touches one of these places."""

    id: str
    modes: frozenset[str]
    places: frozenset[str]
    first: date
    last: date | None
    text: Words
    source: Source | None

    def on(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.first <= day and (self.last is None or day <= self.last)

    def stops(self, service: Service) -> bool:
        """Whether a service does not leave while it holds."""
        return service.mode in self.modes and touches(service.parts, self.places)


def touches(parts: Iterable[Part], places: Collection[str]) -> bool:
    """Whether legs begin or end at one of some places."""
    return any(part.origin in places or part.destination in places for part in parts)


@dataclass(frozen=True)
class Bar:
    """Two states through neither of which the goods of the other pass on their way from or to a third state."""

    id: str
    states: frozenset[str]
    first: date
    last: date | None
    text: Words
    source: Source | None

    def between(self, origin: str, destination: str, day: date) -> bool:
        """Whether it binds goods between two states on that day: one of its two is an end of the way, and not both."""
        return self.first <= day and (self.last is None or day <= self.last) and len(self.states & {origin, destination}) == 1

    def state(self, origin: str, destination: str) -> str:
        """The state that goods between these two must not pass."""
        return min(self.states - {origin, destination})
