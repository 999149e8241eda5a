"""Which crossings let no freight pass, and why, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from chorsu.routing.model import Closure, Crossing, Network, Refused, Service
from chorsu.text import Text, say

# Goods wait for a holiday to pass; nobody sends them to a border that opens in weeks.
MOST_DAYS_BEFORE_GATE = 10
_TOLD_AHEAD = timedelta(days=45)


def shut_on(network: Network, day: date) -> dict[str, Closure]:
    """The crossings that are shut on a day and of which nobody knows when they open."""
    found = {}
    for crossing in network.crossings.values():
        for closure in crossing.closures:
            if closure.last is None and closure.on(day):
                found[crossing.id] = closure
    return found


def passes(service: Service, shut: Mapping[str, Closure]) -> bool:
    """Whether a service passes no crossing that is shut."""
    return not any(part.crossing in shut for part in service.parts)


def told(
    network: Network, shut: Mapping[str, Closure], used: Iterable[str], day: date, concerns: Callable[[Crossing, Closure], bool]
) -> tuple[Refused, ...]:
    """The shut crossings that concern a way, each with the reason; also those that shut for good before it may get there.

    What is still being built is not told: nobody looks for a way over it.
    """
    passed = set(used)
    rows = []
    for crossing in network.crossings.values():
        coming = (each for each in crossing.closures if each.last is None and day < each.first <= day + _TOLD_AHEAD)
        closure = shut.get(crossing.id) or (None if crossing.id in passed else next(coming, None))
        if closure is not None and closure.status != "under_construction" and concerns(crossing, closure):
            rows.append(Refused(why_shut(crossing, closure, day), crossing=crossing.id))
    return tuple(rows)


def why_shut(crossing: Crossing, closure: Closure, day: date) -> Text:
    """Why freight does not pass a crossing for goods that leave on ``day``, and since or from when until when."""
    name, first, last = crossing.names, closure.first, closure.last
    if closure.status == "under_construction":
        return say("{crossing}: still being built.", crossing=name)
    if closure.status == "unknown":
        return say("{crossing}: whether freight passes is not on file.", crossing=name)
    if last is not None:
        return say("{crossing}: closed from {first} to {last}.", crossing=name, first=first, last=last)
    if first > day:
        return say("{crossing}: closed from {day} on.", crossing=name, day=first)
    if first == date.min:
        return say("{crossing}: closed.", crossing=name)
    if closure.status == "suspended":
        return say("{crossing}: freight is suspended since {day}.", crossing=name, day=first)
    return say("{crossing}: closed since {day}.", crossing=name, day=first)
