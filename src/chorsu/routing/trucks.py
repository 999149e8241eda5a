"""Trucks that are ordered for a load: to places without services, and over the border between the two states themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from chorsu.geography import Atlas, Place, great_circle_km
from chorsu.routing.load import ROAD_RATE, driving_hours, mountain_hours, road_service
from chorsu.routing.model import Crossing, Hours, Network, Part, Service

ROAD_CIRCUITY = {"km-road-guess": 1.3, "km-road-mountain": 2.0}
_FEEDERS = 3  # trucks from a place without services lead to so many places of its state by each mode
# How far a road may be to a border post that no service or transfer on file measures, and how far at all.
_MOST_KM_GUESSED, _MOST_KM = 300, 800

Roads = Mapping[tuple[str, str], Part]


def feeders(usable: Iterable[Service], atlas: Atlas, origin: Place, destination: Place) -> Iterator[Service]:
    """Trucks that join a place without services to the nearest places of its state by each mode, and to the other end."""
    starts: dict[str, set[str]] = {}
    stops: dict[str, set[str]] = {}
    for service in usable:
        mode = "transfer" if service.transfer else service.mode
        starts.setdefault(mode, set()).add(service.parts[0].origin)
        stops.setdefault(mode, set()).add(service.parts[-1].destination)
    if not any(origin.code in codes for codes in starts.values()):
        yield from (_truck(origin, place) for place in _nearest(starts, atlas, origin))
    if not any(destination.code in codes for codes in stops.values()):
        yield from (_truck(place, destination) for place in _nearest(stops, atlas, destination))
    if origin.state == destination.state:
        yield _truck(origin, destination)


def _nearest(ends: Mapping[str, set[str]], atlas: Atlas, place: Place) -> list[Place]:
    """The nearest places of the state at which each mode is boarded or left."""
    found: dict[str, Place] = {}
    for codes in ends.values():
        home = [other for code in codes if (other := atlas.place(code)).state == place.state]
        for other in sorted(home, key=lambda each: (great_circle_km(place, each), each.code))[:_FEEDERS]:
            found[other.code] = other
    return [found[code] for code in sorted(found)]


def _truck(here: Place, there: Place) -> Service:
    return road_service(here.code, there.code, _guess(here, there, "km-road-guess"), "km-road-guess")


def over_the_border(network: Network, atlas: Atlas, origin: Place, destination: Place, day: date) -> tuple[Service, ...]:
    """A truck from door to door over each road crossing between the two states that lies near enough to both places.

    What is restricted on the day is left to the services on file, which know who passes there. Roads are those of services
    and transfers on file; one to a post nearby that none of them measures is guessed.
    """
    roads, used = _roads(network), _used(network)
    found = []
    for crossing in network.crossings.values():
        restricted = any(row.status == "restricted" and _on(row.first, row.last, day) for row in crossing.statuses)
        if crossing.mode != "road" or (restricted and crossing.id not in used):
            continue
        for part in crossing.parts:
            ends = atlas.place(part.origin), atlas.place(part.destination)
            between = (ends[0].state, ends[1].state) == (origin.state, destination.state)
            if between and (origin.code, destination.code) not in used.get(crossing.id, ()):
                there, onward = _road(*roads, origin, ends[0]), _road(*roads, ends[1], destination)
                if there is not None and onward is not None:
                    found.append(_over(crossing, (*there, part, *onward), origin, destination))
    return tuple(found)


@lru_cache(maxsize=1)  # of the network that is kept, which every plan asks
def _used(network: Network) -> Mapping[str, set[tuple[str, str]]]:
    """The crossings that services on file pass, with the first and last place of those that pass no other."""
    found: dict[str, set[tuple[str, str]]] = {}
    for service in network.services.values():
        passed = [part.crossing for part in service.parts if part.crossing]
        for crossing in passed:
            ends = {(service.parts[0].origin, service.parts[-1].destination)} if len(passed) == 1 else set()
            found.setdefault(crossing, set()).update(ends)
    return found


def _on(first: date, last: date | None, day: date) -> bool:
    return first <= day and (last is None or day <= last)


def _over(crossing: Crossing, parts: tuple[Part, ...], origin: Place, destination: Place) -> Service:
    here, over, there = origin.names, crossing.names, destination.names
    return Service(
        id=f"truck-{origin.code}-{crossing.id}-{destination.code}",
        names={
            "en": f"Truck {here['en']} – {there['en']}, {over['en']}",
            "zh": f"公路货运 {here['zh']}—{there['zh']}，{over['zh']}",
            "ru": f"Автомобиль {here['ru']} – {there['ru']}, {over['ru']}",
        },
        mode="road",
        parts=parts,
        source=None,
        wait=Hours(Decimal(0), Decimal(24)),
        wait_by="wait-truck",
    )


@lru_cache(maxsize=1)
def _roads(network: Network) -> tuple[Roads, Roads]:
    """The roads inside states by their ends: those of services, and those of transfers."""
    found: dict[bool, dict[tuple[str, str], Part]] = {False: {}, True: {}}
    for service in network.services.values():
        if service.mode == "road":
            for part in service.parts:
                if part.crossing is None:
                    found[service.transfer].setdefault((part.origin, part.destination), part)
    return found[False], found[True]


def _road(roads: Roads, transfers: Roads, here: Place, there: Place) -> tuple[Part, ...] | None:
    """The road between a place and a border post; empty where they are one place, None where it is too far."""
    if here.code == there.code:
        return ()
    ends = here.code, there.code
    known = roads.get(ends)
    if known is not None:
        return (replace(known, handlings=0),) if known.km <= _MOST_KM else None
    measured = transfers.get(ends)
    if measured is not None:
        return (_driven(ends, measured.km, measured.km_by, measured.rate),) if measured.km <= _MOST_KM else None
    if great_circle_km(here, there) > _MOST_KM_GUESSED:
        return None
    near = [part for pair, part in transfers.items() if set(ends) & set(pair)]
    method = "km-road-mountain" if any(part.km_by == "km-road-mountain" for part in near) else "km-road-guess"
    return (_driven(ends, _guess(here, there, method), method, next((part.rate for part in near), ROAD_RATE)),)


def _guess(here: Place, there: Place, method: str) -> Decimal:
    return Decimal(max(round(great_circle_km(here, there) * ROAD_CIRCUITY[method]), 1))


def _driven(ends: tuple[str, str], km: Decimal, km_by: str | None, rate: str | None) -> Part:
    if km_by == "km-road-mountain":
        return Part(*ends, km, mountain_hours(km), rate, km_by, "time-road-mountain")
    return Part(*ends, km, driving_hours(km), rate, km_by, "time-road-local")
