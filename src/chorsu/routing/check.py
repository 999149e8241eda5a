"""Check a network: nothing without a source or a method, nothing that refers to what is not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from chorsu.facts import Fault
from chorsu.geography import Atlas
from chorsu.routing.model import Closure, Crossing, Hours, Network, Opening, Part, Service, Status
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
    named |= {f"bar {each.id}": each.text for each in network.bars}
    named |= {f"halt {each.id}": each.text for each in network.halts}
    for halt in network.halts:
        lost = sorted(halt.places - atlas.places.keys())
        faults += [Fault(f"halt {halt.id}", say("There is no place {code}.", code=code)) for code in lost]
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
        yield from _border(network, atlas, f"{path} leg {index + 1}", service, part)


def _border(network: Network, atlas: Atlas, path: str, service: Service, part: Part) -> Iterator[Fault]:
    """By land goods pass from state to state at a crossing and nowhere else, and by the crossing's own mode."""
    states = [atlas.places[code].state for code in (part.origin, part.destination) if code in atlas.places]
    crossing = network.crossings.get(part.crossing or "")
    if part.crossing is None and len(set(states)) > 1 and service.mode in ("rail", "road"):
        yield Fault(path, say("The leg passes from {here} to {there} without a crossing.", here=states[0], there=states[1]))
    if crossing is not None and crossing.mode != service.mode:
        yield Fault(path, say("A crossing by {mode} lies on a service by {other}.", mode=crossing.mode, other=service.mode))


def _crossing(network: Network, atlas: Atlas, crossing: Crossing) -> Iterator[Fault]:
    path = f"crossing {crossing.id}"
    for part in crossing.parts:
        yield from _part(network, atlas, path, part)
    dated: tuple[Closure | Opening | Status, ...] = (*crossing.closures, *crossing.openings, *crossing.statuses)
    if crossing.source is None or not all(each.source for each in dated):
        yield Fault(path, say("This row has no source."))
    spoken = {path: crossing.names, **{f"{path} caution": each.text for each in crossing.cautions}}
    for lack in _lacking({**spoken, **{f"{path} {each.status}": each.text for each in crossing.statuses if each.text}}):
        yield Fault(lack[0], say("This has no words in {language}.", language=lack[1]))
    yield from _days(path, crossing)
    states = [atlas.places[code].state for code in (crossing.part.origin, crossing.part.destination) if code in atlas.places]
    if len(states) == 2 and states[0] == states[1]:
        yield Fault(path, say("Both sides of the crossing lie in {state}.", state=states[0]))
    yield from _gauge(atlas, path, crossing, states)


def _days(path: str, crossing: Crossing) -> Iterator[Fault]:
    """Two words for one day, or a last day before the first."""
    if not crossing.statuses:
        yield Fault(path, say("Nothing says whether the crossing is open."))
    rows = sorted(crossing.statuses, key=lambda each: each.first)
    for here, there in pairwise(rows):
        if here.last is None or here.last >= there.first:
            yield Fault(
                path, say("The crossing is {one} and {other} on {day}.", one=here.status, other=there.status, day=there.first)
            )
    dated: tuple[Closure | Opening | Status, ...] = (*crossing.closures, *crossing.openings, *crossing.statuses)
    for row in dated:
        if row.last is not None and row.last < row.first:
            yield Fault(path, say("The last day is before the first."))
    if any(each.status == "restricted" and each.text is None for each in crossing.statuses):
        yield Fault(path, say("It is restricted, but nothing says how."))


def _gauge(atlas: Atlas, path: str, crossing: Crossing, states: list[str]) -> Iterator[Fault]:
    if (crossing.mode == "rail") != (len(crossing.gauge) == 2):
        yield Fault(path, say("A railway has a gauge on both sides, and nothing else has."))
        return
    for gauge, state in zip(crossing.gauge, states, strict=False):
        usual = atlas.states[state].gauge_mm if state in atlas.states else gauge
        if gauge != usual and crossing.gauge_source is None:
            words = say("{gauge} mm is not the gauge of {state}, and no source says why.", gauge=gauge, state=state)
            yield Fault(path, words)


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
