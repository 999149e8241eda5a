"""Find the journeys of a load: the full set of ways none of which is beaten in arrival, cost and CO2e together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from math import hypot
from zoneinfo import ZoneInfo

from chorsu.facts import Fault, Faulty, Money
from chorsu.geography import Atlas, Place
from chorsu.routing.beside import ways_beside
from chorsu.routing.choose import choose
from chorsu.routing.graph import Graph, build_graph, instant, minutes, mode_of, moment, waits
from chorsu.routing.halts import Bar, Halt
from chorsu.routing.load import ROAD_RATE, road_service
from chorsu.routing.model import Basis, Caution, Closure, Journey, Journeys, Leg, Network, Part, Refused, Service
from chorsu.routing.price import CURRENCY, Load, cents_of, factor_of, grams_of, load_of, money
from chorsu.routing.relevant import FAR, NEAR, on_the_line, relevant, worth_telling
from chorsu.routing.search import Way, search
from chorsu.routing.sensible import handlings
from chorsu.routing.shut import MOST_DAYS_BEFORE_GATE, passes, shut_on, told
from chorsu.routing.trucks import feeders, over_the_border
from chorsu.text import Text, say

_AGAIN = 6
# What a large freighter carries at most (our assumption); more goes by land or sea.
MOST_TONNES_BY_AIR = 100


def find_journeys(
    network: Network,
    atlas: Atlas,
    *,
    origin: Place,
    destination: Place,
    ready: datetime,
    tonnes: Decimal,
    containers: Mapping[str, int] | None = None,
    worth: Decimal | None = None,
    most: int = 7,
    fewest_handlings: bool = False,
) -> Journeys:
    """The ways for a load that is ready at ``ready`` (with a zone); ``tonnes`` gross, containers by ISO 6346 type.

    A place that no service touches is joined to the nearest services of its state by truck, as an estimate. A crossing
    that is shut when the goods stand before it is passed once it opens, or, where that takes more than ten days or
    nobody knows, not at all: the reason is told. Arrival p50 is the sum of the medians of all waits, runs and border
    times; p90 adds their distances from p50 to p90 as independent of one another (the root of the sum of their squares).
    ``worth`` is the value of the goods in dollars: a way that costs several times as much is shown only where there is no other.
    ``fewest_handlings`` makes handlings a fourth criterion.

    Ways are looked for first in the ellipse around the two places (:mod:`chorsu.routing.relevant`), then, where none is found or
    only flights are, further round.
    Raises Faulty for a mass or number of containers that cannot be, and for a time without a zone.
    """
    if ready.tzinfo is None:
        raise Faulty((Fault("ready", say("The time has no zone."), say("a time with its zone")),))
    load = load_of(tonnes, containers)
    if origin.code == destination.code:
        return Journeys((), (Refused(say("Origin and destination are the same place.")),))
    day = ready.astimezone(ZoneInfo(origin.time_zone)).date()
    usable, refused = _usable(network, atlas, load, day, origin, destination)
    shut = shut_on(network, day)
    found: _Found | None = None
    for round_about in (NEAR, FAR):
        services = [service for service in usable if passes(service, shut)]
        pick = relevant(services, atlas, origin, destination, round_about)
        wider = _open_ways(network, atlas, pick, load, day, (origin, destination, instant(ready)), shut, fewest_handlings)
        found = wider or found
        if found is not None and not _only_by_air(found):
            break
    concerns = on_the_line(atlas, origin, destination)
    if found is None:
        here, there = origin.names, destination.names
        none = Refused(say("No way from {origin} to {destination} is on file.", origin=here, destination=there))
        return Journeys((), (*refused, *told(network, shut, (), day, concerns), none))
    graph, start = found.graph, instant(ready)
    dearest = None if worth is None else int(worth * 100)
    chosen = choose(graph, atlas, found.ways, max(most, 1), loads=load.loads, worth=dearest)
    beside = ways_beside(graph, atlas, found.origin, found.destination, start, chosen)
    journeys, beaten = (tuple(_journey(network, atlas, graph, way, load, start) for way in ways) for ways in (chosen, beside))
    used = (leg.crossing for journey in (*journeys, *beaten) for leg in journey.legs if leg.crossing)
    closed = told(network, shut, used, day, concerns)
    return Journeys(journeys, (*refused, *closed), len(found.ways) - len(chosen), beaten)


@dataclass(frozen=True)
class _Found:
    graph: Graph
    origin: int
    destination: int
    ways: tuple[Way, ...]


def _only_by_air(found: _Found) -> bool:
    """Whether every way flies: then one on the ground or by sea may lie further round."""
    return all(any(found.graph.steps[leg][0].mode == "air" for leg, _ in way.steps) for way in found.ways)


def _open_ways(
    network: Network,
    atlas: Atlas,
    services: Iterable[Service],
    load: Load,
    day: date,
    ends: tuple[Place, Place, int],
    shut: dict[str, Closure],
    fewest_handlings: bool,
) -> _Found | None:
    """The unbeaten ways none of which stands long before a shut gate; crossings that it must not wait for join ``shut``."""
    origin, destination, start = ends
    border = over_the_border(network, atlas, origin, destination, day)
    kept = [*services, *feeders(services, atlas, origin, destination), *border]
    for _ in range(_AGAIN):
        kept = [service for service in kept if passes(service, shut)]
        graph = build_graph(network, atlas, kept, load, day)
        here, there = graph.nodes.get((origin.code, "")), graph.nodes.get((destination.code, ""))
        if here is None or there is None:
            return None
        ways = search(graph, here, there, start, fewest_handlings=fewest_handlings)
        late = {name: closure for way in ways for name, closure in _gates(network, graph, way, start)}
        if not late:
            return _Found(graph, here, there, ways) if ways else None
        shut |= late
    return None


def _gates(network: Network, graph: Graph, way: Way, start: int) -> Iterator[tuple[str, Closure]]:
    """The crossings before which a way stands shut out for more than some days, with the closure that it waits for."""
    at = start
    for leg, begun in way.steps:
        service, index = graph.steps[leg]
        crossing = service.parts[index].crossing
        came = at + int(graph.wait[leg])
        if crossing and begun - came > MOST_DAYS_BEFORE_GATE * 1440:
            closures = [each for each in network.crossings[crossing].closures if each.last is not None]
            yield crossing, max((each for each in closures), key=lambda each: _shared(each, came, begun))
        at = begun + int(graph.run[leg])


def _shared(closure: Closure, came: int, begun: int) -> int:
    """How many days of a wait fall into a closure, roughly: by days of UTC."""
    first, last = (datetime.fromtimestamp(at * 60, UTC).date() for at in (came, begun))
    return (min(last, closure.last or last) - max(first, closure.first)).days


def _usable(
    network: Network, atlas: Atlas, load: Load, day: date, origin: Place, destination: Place
) -> tuple[list[Service], tuple[Refused, ...]]:
    usable, refused = [], []
    concerns = worth_telling(atlas, origin, destination)
    heavy = load.tonnes > MOST_TONNES_BY_AIR
    bars = [bar for bar in network.bars if bar.between(origin.state, destination.state, day)]
    halts = [halt for halt in network.halts if halt.on(day)]
    barred: list[Bar | Halt] = []
    for service in network.services.values():
        against: list[Bar | Halt] = [bar for bar in bars if bar.state(origin.state, destination.state) in _states(service, atlas)]
        against += [halt for halt in halts if halt.stops(service)]
        if against or (heavy and service.mode == "air"):
            barred += against if concerns(service) else []
            continue
        why = _why_not(service, load, day)
        if why is None:
            usable.append(service)
        elif concerns(service):
            refused.append(Refused(why, service.id))
    if heavy:
        refused.append(Refused(say("By air: more than {most} t do not go on one aircraft.", most=MOST_TONNES_BY_AIR)))
    refused += [Refused(say("{words}", words=row.text)) for row in (*bars, *halts) if row in barred]
    return usable, tuple(refused)


def _states(service: Service, atlas: Atlas) -> set[str]:
    """The states at which a service stops."""
    return {atlas.place(code).state for part in service.parts for code in (part.origin, part.destination)}


def _why_not(service: Service, load: Load, day: date) -> Text | None:
    name = service.names
    if service.most_tonnes is not None and load.tonnes > service.most_tonnes:
        return say("{service} takes at most {most} t.", service=name, most=service.most_tonnes)
    if service.valid_from and day < service.valid_from:
        return say("{service} begins on {day}.", service=name, day=service.valid_from)
    if service.valid_to and day > service.valid_to:
        return say("{service} ended on {day}.", service=name, day=service.valid_to)
    return None


def _journey(network: Network, atlas: Atlas, graph: Graph, way: Way, load: Load, start: int) -> Journey:
    legs: list[Leg] = []
    spreads: list[int] = []
    cautions: list[Caution] = []
    at = start
    for steps in _stretches(graph, way):
        (first, begun), (last, last_begun) = steps[0], steps[-1]
        arrives = last_begun + int(graph.run[last])
        service, index = graph.steps[first] if len(steps) == 1 else (_through(graph, steps), 0)
        legs.append(_leg(network, atlas, service, index, load, (at, begun, arrives)))
        for each, number in (graph.steps[leg] for leg, _ in steps):
            spreads += [minutes(time.p90) - minutes(time.p50) for time in (waits(each, number), each.parts[number].hours)]
        crossing = network.crossings.get(service.parts[index].crossing or "")
        for caution in (*service.cautions, *(crossing.cautions if crossing else ())):
            if caution.on(legs[-1].departs.date()) and caution not in cautions:
                cautions.append(caution)
        at = arrives
    zone = atlas.place(legs[-1].to_place).time_zone
    costs = [leg.cost.amount for leg in legs if leg.cost is not None]
    return Journey(
        departs=legs[0].departs,
        arrives_p50=moment(way.arrives, zone),
        arrives_p90=moment(way.arrives + round(hypot(*spreads)), zone),
        cost=Money(sum(costs, Decimal(0)), CURRENCY) if len(costs) == len(legs) else None,
        co2e_kg=sum((leg.co2e_kg for leg in legs), Decimal(0)),
        handlings=handlings(graph, way),
        legs=tuple(legs),
        cautions=tuple(cautions),
        confirmed=all(graph.steps[leg][0].confirmed for leg, _ in way.steps),
    )


def _stretches(graph: Graph, way: Way) -> Iterator[list[tuple[int, int]]]:
    """The legs of a way, each with the minute at which it is begun; trucks of one state that follow each other together."""
    stretch: list[tuple[int, int]] = []
    for step in way.steps:
        if stretch and not (graph.steps[stretch[-1][0]][0].transfer and graph.steps[step[0]][0].transfer):
            yield stretch
            stretch = []
        stretch.append(step)
    yield stretch


def _through(graph: Graph, steps: Sequence[tuple[int, int]]) -> Service:
    """One truck for several that follow each other: nobody unloads where only the roads on file meet."""
    parts = [graph.steps[leg][0].parts[0] for leg, _ in steps]
    longest = max(parts, key=lambda part: part.km)
    km = sum((part.km for part in parts), Decimal(0))
    return road_service(parts[0].origin, parts[-1].destination, km, longest.km_by or "", longest.rate or ROAD_RATE)


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
    factor = factor_of(network, mode, part.km, load)
    yield Basis("co2e", True, factor.text, factor.source)


def _basis(network: Network, figure: str, method: str | None, service: Service, part: Part | None = None) -> Basis:
    """What a figure rests on: the method by which it was made, else the source of its crossing or service."""
    crossing = network.crossings[part.crossing] if part and part.crossing else None
    source = crossing.source if crossing else service.source
    if method is None:
        return Basis(figure, False, None, source)
    made = network.methods[method]
    return Basis(figure, True, made.text, made.source or source)
