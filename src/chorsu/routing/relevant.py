"""What of a network can lie on a sensible way between two places: the rest is left aside before anything is reckoned."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from chorsu.geography import Atlas, Place, great_circle_km
from chorsu.routing.model import Closure, Crossing, Service

# A way is looked for first where it makes no more than half as much again and some, then further round, and not round
# the world; told is what lies nearer the line.
NEAR, FAR = (1.5, 1000), (4.0, 4000)
_DETOUR_TOLD, _SLACK_TOLD_KM = 1.3, 400
_DETOUR_ASKED, _SLACK_ASKED_KM = 1.15, 200


def relevant(
    services: Iterable[Service], atlas: Atlas, origin: Place, destination: Place, round_about: tuple[float, float] = NEAR
) -> tuple[Service, ...]:
    """The services whose ends lie in the ellipse around the two places, without transfers that lead to no service.

    ``round_about`` is how far the ellipse reaches: so many times the great circle, and so many kilometres more.

    A truck that joins two places of a state matters only where it joins services, or the two places themselves.
    """
    inside = _ellipse(atlas, origin, destination, *round_about)
    near = [service for service in services if inside(service.parts[0].origin) and inside(service.parts[-1].destination)]
    return without_idle_transfers(near, origin, destination)


def without_idle_transfers(services: Iterable[Service], origin: Place, destination: Place) -> tuple[Service, ...]:
    """The services less the transfers of which an end is no place of another service, nor the origin or destination."""
    kept = tuple(services)
    ends = {origin.code, destination.code}
    for service in kept:
        if not service.transfer:
            ends |= {service.parts[0].origin, service.parts[-1].destination}
    return tuple(
        service
        for service in kept
        if not service.transfer or (service.parts[0].origin in ends and service.parts[-1].destination in ends)
    )


def worth_telling(atlas: Atlas, origin: Place, destination: Place) -> Callable[[Service], bool]:
    """Whether it concerns these two places that a service cannot be used: it lies near the line between them."""
    inside = _ellipse(atlas, origin, destination, _DETOUR_TOLD, _SLACK_TOLD_KM)
    return lambda service: inside(service.parts[0].origin) and inside(service.parts[-1].destination)


def on_the_line(atlas: Atlas, origin: Place, destination: Place) -> Callable[[Crossing, Closure], bool]:
    """Whether somebody might look for a way over a crossing that is shut: it costs hardly a detour from one of the two states.

    What is suspended or not on file matters only between the two states themselves.
    """
    most = _DETOUR_ASKED * great_circle_km(origin, destination) + _SLACK_ASKED_KM

    def asked(crossing: Crossing, closure: Closure) -> bool:
        ends = [(atlas.place(part.origin), atlas.place(part.destination)) for part in crossing.parts]
        joined = {origin.state, destination.state} & {place.state for pair in ends for place in pair}
        if len(joined) < (1 if closure.status == "closed" else 2):
            return False
        return any(
            great_circle_km(origin, here) + great_circle_km(here, there) + great_circle_km(there, destination) <= most
            for here, there in ends
        )

    return asked


def _ellipse(atlas: Atlas, origin: Place, destination: Place, detour: float, slack: float) -> Callable[[str], bool]:
    most = detour * great_circle_km(origin, destination) + slack

    @cache
    def inside(code: str) -> bool:
        place = atlas.place(code)
        return great_circle_km(origin, place) + great_circle_km(place, destination) <= most

    return inside
