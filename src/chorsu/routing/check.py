"""Check a network: nothing without a source or a method, nothing that refers to what is not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chorsu.facts import Fault
from chorsu.geography import Atlas
from chorsu.routing.model import Closure, Crossing, Hours, Network, Opening, Part, Service
from chorsu.text import LANGUAGES, say


def check_network(network: Network, atlas: Atlas) -> tuple[Fault, ...]:
    """Every fault of a network, with the row and field in which it lies; empty for a sound one."""
    faults: list[Fault] = []
    for service in network.services.values():
        faults += _service(network, atlas, service)
    for crossing in network.crossings.values():
        faults += _crossing(network, atlas, crossing)
    named: dict[str, object] = {f"method {each.id}": each.text for each in network.methods.values()}
    named |= {f"rate {each.id}": each.text for each in network.rates.values()}
    named |= {f"factor {each.id}": each.text for each in network.factors}
    faults += [Fault(path, say("This has no words in {language}.", language=lack)) for path, lack in _lacking(named)]
    for rate in network.rates.values():
        if rate.source is None or (rate.usd is None) == (rate.usd_per_km is None):
            faults.append(Fault(f"rate {rate.id}", say("A rate needs a source and one figure.")))
    faults += [Fault(f"factor {each.id}", say("This row has no source.")) for each in network.factors if not each.source]
    return tuple(faults)


def _lacking(named: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for path, words in named.items():
        for language in LANGUAGES:
            if not isinstance(words, dict) or not words.get(language):
                yield path, language


def _service(network: Network, atlas: Atlas, service: Service) -> Iterator[Fault]:
    path = f"service {service.id}"
    if service.source is None and any(part.km_by is None or part.time_by is None for part in service.parts):
        yield Fault(path, say("This row has no source."))
    for lack in _lacking({path: service.names, **{f"{path} caution": each.text for each in service.cautions}}):
        yield Fault(lack[0], say("This has no words in {language}.", language=lack[1]))
    if service.wait is None and not service.departures and service.source is not None:
        yield Fault(path, say("Neither a wait nor days of departure are given."))
    if service.wait and service.wait_by not in network.methods:
        yield Fault(path, say("There is no method {method}.", method=service.wait_by))
    yield from _time(path, service.wait)
    if not service.parts:
        yield Fault(path, say("The service has no legs."))
    for here, there in zip(service.parts, service.parts[1:], strict=False):
        if here.destination != there.origin:
            yield Fault(path, say("{here} and {there} do not join.", here=here.destination, there=there.origin))
    for index, part in enumerate(service.parts):
        yield from _part(network, atlas, f"{path} leg {index + 1}", part)


def _crossing(network: Network, atlas: Atlas, crossing: Crossing) -> Iterator[Fault]:
    path = f"crossing {crossing.id}"
    yield from _part(network, atlas, path, crossing.part)
    if crossing.source is None or not all(each.source for each in _dated(crossing)):
        yield Fault(path, say("This row has no source."))
    for lack in _lacking({path: crossing.names, **{f"{path} caution": each.text for each in crossing.cautions}}):
        yield Fault(lack[0], say("This has no words in {language}.", language=lack[1]))
    states = [atlas.places[code].state for code in (crossing.part.origin, crossing.part.destination) if code in atlas.places]
    if len(set(states)) == 1:
        yield Fault(path, say("Both sides of the crossing lie in {state}.", state=states[0]))
    gauges = {atlas.states[state].gauge_mm for state in states if state in atlas.states}
    if crossing.mode == "rail" and crossing.gauge_break != (len(gauges) > 1):
        yield Fault(path, say("The break of gauge does not agree with the gauges of the two states."))


def _dated(crossing: Crossing) -> tuple[Closure | Opening, ...]:
    return (*crossing.closures, *crossing.openings)


def _part(network: Network, atlas: Atlas, path: str, part: Part) -> Iterator[Fault]:
    for code in (part.origin, part.destination):
        place = atlas.places.get(code)
        if place is None:
            yield Fault(path, say("There is no place {code}.", code=code))
        elif not all(place.names.get(language) for language in LANGUAGES):
            yield Fault(path, say("{code} has no name in some language.", code=code))
    for method in (part.km_by, part.time_by):
        if method is not None and method not in network.methods:
            yield Fault(path, say("There is no method {method}.", method=method))
    if part.rate is not None and part.rate not in network.rates:
        yield Fault(path, say("There is no rate {rate}.", rate=part.rate))
    if part.crossing is not None and part.crossing not in network.crossings:
        yield Fault(path, say("There is no crossing {crossing}.", crossing=part.crossing))
    if not part.km > 0:
        yield Fault(path, say("A leg has a distance above zero."))
    yield from _time(path, part.hours)


def _time(path: str, hours: Hours | None) -> Iterator[Fault]:
    if hours is not None and not 0 <= hours.p50 <= hours.p90:
        yield Fault(path, say("p50 lies above p90 or below zero."))
