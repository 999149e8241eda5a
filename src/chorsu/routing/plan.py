"""Find the journeys of a load: the full set of ways none of which is beaten in arrival, cost and CO2e together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from math import hypot
from zoneinfo import ZoneInfo

from chorsu.facts import Fault, Faulty
from chorsu.geography import Atlas, Place, great_circle_km
from chorsu.routing.graph import Graph, build_graph, instant, minutes, mode_of, moment, waits
from chorsu.routing.load import road_service
from chorsu.routing.model import Basis, Caution, Journey, Journeys, Leg, Network, Part, Refused, Service
from chorsu.routing.price import Load, cents_of, factor_of, grams_of, load_of, money
from chorsu.routing.search import Way, search
from chorsu.text import Text, say

ROAD_CIRCUITY = 1.3


def find_journeys(
    network: Network,
    atlas: Atlas,
    *,
    origin: Place,
    destination: Place,
    ready: datetime,
    tonnes: Decimal,
    containers: Mapping[str, int] | None = None,
    most: int = 12,
    fewest_handlings: bool = False,
) -> Journeys:
    """The ways for a load that is ready at ``ready`` (with a zone); ``tonnes`` gross, containers by ISO 6346 type.

    A place that no service touches is joined to the services of its state by truck, as an estimate. Arrival p50 is the
    sum of the medians of all waits, runs and border times; p90 adds their distances from p50 to p90 as independent of
    one another (the root of the sum of their squares). ``fewest_handlings`` makes handlings a fourth criterion.

    Raises Faulty for a mass or number of containers that cannot be, and for a time without a zone.
    """
    if ready.tzinfo is None:
        raise Faulty((Fault("ready", say("The time has no zone."), say("a time with its zone")),))
    load = load_of(tonnes, containers)
    if origin.code == destination.code:
        return Journeys((), (Refused(say("Origin and destination are the same place.")),))
    day = ready.astimezone(ZoneInfo(origin.time_zone)).date()
    usable, refused = _usable(network, load, day)
    services = [*usable, *_feeders(usable, atlas, origin, destination)]
    graph = build_graph(network, atlas, services, load, day)
    ends = [graph.nodes.get((place.code, "")) for place in (origin, destination)]
    start = instant(ready)
    ways: tuple[Way, ...] = ()
    if ends[0] is not None and ends[1] is not None:
        ways = search(graph, ends[0], ends[1], start, fewest_handlings=fewest_handlings)
    if not ways:
        here, there = origin.names, destination.names
        none = Refused(say("No way from {origin} to {destination} is on file.", origin=here, destination=there))
        return Journeys((), (*refused, none))
    chosen = _choose(ways, max(most, 1))
    journeys = tuple(_journey(network, atlas, graph, way, load, start) for way in chosen)
    used = {leg.service for journey in journeys for leg in journey.legs}
    beaten = _beaten(network, atlas, services, used, load, day, (origin, destination, start))
    return Journeys(journeys, refused, len(ways) - len(chosen), beaten)


def _beaten(
    network: Network,
    atlas: Atlas,
    services: Iterable[Service],
    used: set[str],
    load: Load,
    day: date,
    ends: tuple[Place, Place, int],
) -> tuple[Journey, ...]:
    """For each service over a border that no chosen way uses, the earliest way with it and trucks, as a comparison."""
    origin, destination, start = ends
    abroad = {service.id: _over_border(atlas, service) for service in services}
    journeys = []
    for service in services:
        if not abroad[service.id] or service.id in used:
            continue
        graph = build_graph(network, atlas, [each for each in services if not abroad[each.id] or each is service], load, day)
        here, there = graph.nodes.get((origin.code, "")), graph.nodes.get((destination.code, ""))
        ways = search(graph, here, there, start) if here is not None and there is not None else ()
        if ways:
            journeys.append(_journey(network, atlas, graph, _choose(ways, 1)[0], load, start))
    return tuple(sorted(journeys, key=lambda journey: journey.arrives_p50))


def _over_border(atlas: Atlas, service: Service) -> bool:
    return atlas.place(service.parts[0].origin).state != atlas.place(service.parts[-1].destination).state


def _usable(network: Network, load: Load, day: date) -> tuple[list[Service], tuple[Refused, ...]]:
    usable, refused = [], []
    for service in network.services.values():
        why = _why_not(network, service, load, day)
        if why is None:
            usable.append(service)
        else:
            refused.append(Refused(why, service.id))
    return usable, tuple(refused)


def _why_not(network: Network, service: Service, load: Load, day: date) -> Text | None:
    name = service.names
    if service.most_tonnes is not None and load.tonnes > service.most_tonnes:
        return say("{service} takes at most {most} t.", service=name, most=service.most_tonnes)
    if service.valid_from and day < service.valid_from:
        return say("{service} begins on {day}.", service=name, day=service.valid_from)
    if service.valid_to and day > service.valid_to:
        return say("{service} ended on {day}.", service=name, day=service.valid_to)
    for part in service.parts:
        for closure in network.crossings[part.crossing].closures if part.crossing else ():
            if closure.last is None and closure.first <= day:
                crossing = network.crossings[part.crossing or ""].names
                return say("{service}: {crossing} is closed since {day}.", service=name, crossing=crossing, day=closure.first)
    return None


def _feeders(usable: Iterable[Service], atlas: Atlas, origin: Place, destination: Place) -> Iterator[Service]:
    """Trucks that join a place without services to all boarding or alighting places of its state, and to the other end."""
    starts = {service.parts[0].origin for service in usable}
    stops = {service.parts[-1].destination for service in usable}
    if origin.code not in starts:
        yield from (_truck(origin, atlas.place(code)) for code in sorted(starts) if atlas.place(code).state == origin.state)
    if destination.code not in stops:
        ends = (atlas.place(code) for code in sorted(stops))
        yield from (_truck(place, destination) for place in ends if place.state == destination.state)
    if origin.state == destination.state:
        yield _truck(origin, destination)


def _truck(here: Place, there: Place) -> Service:
    km = Decimal(max(round(great_circle_km(here, there) * ROAD_CIRCUITY), 1))
    return road_service(here.code, there.code, km, "km-road-guess")


def _choose(ways: tuple[Way, ...], most: int) -> tuple[Way, ...]:
    """The earliest ways, but always with the cheapest and the one with the least CO2e among them."""
    order = sorted(ways, key=lambda way: (way.arrives, way.cents is None, way.cents or 0, way.grams, way.steps))
    known = [way for way in order if way.cents is not None]
    kept = [order[0], min(order, key=lambda way: way.grams)]
    kept[1:1] = [min(known, key=lambda way: way.cents or 0)] if known else []
    kept = [*dict.fromkeys([*kept, *order])][:most]
    return tuple(way for way in order if way in kept)


def _journey(network: Network, atlas: Atlas, graph: Graph, way: Way, load: Load, start: int) -> Journey:
    legs: list[Leg] = []
    spreads: list[int] = []
    cautions: list[Caution] = []
    at = start
    for leg, begun in way.steps:
        service, index = graph.steps[leg]
        part = service.parts[index]
        arrives = begun + int(graph.run[leg])
        legs.append(_leg(network, atlas, service, index, load, (at, begun, arrives)))
        spreads += [minutes(time.p90) - minutes(time.p50) for time in (waits(service, index), part.hours)]
        crossing = network.crossings[part.crossing] if part.crossing else None
        for caution in (*service.cautions, *(crossing.cautions if crossing else ())):
            if caution.on(legs[-1].departs.date()) and caution not in cautions:
                cautions.append(caution)
        at = arrives
    zone = atlas.place(legs[-1].to_place).time_zone
    confirmed = all(graph.steps[leg][0].confirmed for leg, _ in way.steps)
    return Journey(
        departs=legs[0].departs,
        arrives_p50=moment(way.arrives, zone),
        arrives_p90=moment(way.arrives + round(hypot(*spreads)), zone),
        cost=money(way.cents),
        co2e_kg=Decimal(way.grams).scaleb(-3),
        handlings=way.handlings,
        legs=tuple(legs),
        cautions=tuple(cautions),
        confirmed=confirmed,
    )


def _leg(network: Network, atlas: Atlas, service: Service, index: int, load: Load, times: tuple[int, int, int]) -> Leg:
    part = service.parts[index]
    crossing = network.crossings[part.crossing] if part.crossing else None
    here, there = atlas.place(part.origin), atlas.place(part.destination)
    mode = mode_of(network, service, part)
    return Leg(
        mode=mode,
        from_place=here.code,
        to_place=there.code,
        service=service.id,
        names=crossing.names if crossing else service.names,
        ready=moment(times[0], here.time_zone),
        departs=moment(times[1], here.time_zone),
        arrives=moment(times[2], there.time_zone),
        distance_km=part.km,
        cost=money(cents_of(network, part, load)),
        co2e_kg=Decimal(grams_of(network, part, mode, load)).scaleb(-3),
        bases=tuple(_bases(network, service, index, mode, load)),
        source=crossing.source if crossing else service.source,
        crossing=part.crossing,
        gauge_break=crossing.gauge_break if crossing else False,
    )


def _bases(network: Network, service: Service, index: int, mode: str, load: Load) -> Iterator[Basis]:
    part = service.parts[index]
    source = network.crossings[part.crossing].source if part.crossing else service.source
    if index == 0 and (service.wait or service.departures):
        yield _basis(network, "wait", None if service.departures else service.wait_by, service)
    for figure, method in (("time", part.time_by), ("distance", part.km_by)):
        yield _basis(network, figure, method, service, part)
    rate = network.rates[part.rate] if part.rate else None
    if rate is None:
        yield Basis("cost", False, say("What this leg costs is not on file."), source)
    else:
        yield Basis("cost", True, rate.text, rate.source)
        if load.assumed and rate.per == "load":
            yield _basis(network, "cost", "loads-assumed", service)
    factor = factor_of(network, mode, load)
    yield Basis("co2e", True, factor.text, factor.source)


def _basis(network: Network, figure: str, method: str | None, service: Service, part: Part | None = None) -> Basis:
    """What a figure rests on: the method by which it was made, else the source of its crossing or service."""
    crossing = network.crossings[part.crossing] if part and part.crossing else None
    source = crossing.source if crossing else service.source
    if method is None:
        return Basis(figure, False, None, source)
    made = network.methods[method]
    return Basis(figure, True, made.text, made.source or source)
