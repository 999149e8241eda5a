"""Ways shown for comparison: direct services, and the next best borders, ports and airports that no chosen way uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from chorsu.geography import Atlas
from chorsu.routing.bounds import from_origin, tails_of, to_destination
from chorsu.routing.graph import NEVER, Graph, Whole
from chorsu.routing.search import Way, search
from chorsu.routing.sensible import border_of, borders, legs_of, sensible, third_states

# How many by the mode in which they pass the border.
_MOST = {"rail": 2, "road": 2, "sea": 1, "air": 1}
_MOST_DIRECT = 3
# What an hour of a load is taken to be worth when one way over a border is chosen to stand for it: 25 dollars.
_CENTS_A_MINUTE = 42
_FAR = 2  # what comes to more than so many times the best way is no comparison


def ways_beside(graph: Graph, atlas: Atlas, origin: int, destination: int, start: int, ways: Iterable[Way]) -> tuple[Way, ...]:
    """What else there is: the direct services that no way shown uses, then a way over each of the best borders not yet passed.

    What is best, and the way over a border, is reckoned with an hour at 25 dollars. Only sensible ways count, and a border
    on one way found needs no other.
    """
    shown = tuple(ways)
    passed = {name for way in shown for name in borders(graph, atlas, way)}
    used = {graph.steps[leg][0].id for way in shown for leg, _ in way.steps}
    weight = np.stack([graph.wait + graph.run + graph.cents // _CENTS_A_MINUTE])
    ahead, behind = to_destination(graph, destination, weight), from_origin(graph, origin, weight)
    most, tails = min(_FAR * int(ahead.least[0][origin]), int(NEVER) - 1), tails_of(graph)
    found: list[Way] = []
    fewest = min((third_states(graph, atlas, legs_of(way)) for way in shown), default=0)

    def add(legs: list[int]) -> bool:
        kept = sorted(_in_order(graph, tails, legs, origin, destination))
        for way in search(graph.only(kept), origin, destination, start)[:1] if kept else ():
            steps = tuple((kept[step], begun) for step, begun in way.steps)
            good = sensible(graph, atlas, [Way(way.arrives, way.cents, way.grams, way.handlings, steps)], fewest)
            found.extend(good)
            passed.update(name for each in good for name in borders(graph, atlas, each))
            return bool(good)
        return False

    direct = sorted(_direct(graph, atlas, weight[0], tails, origin, destination))
    for worth, name, legs in direct:
        if worth <= most and name not in used and len(found) < _MOST_DIRECT:
            add(legs)
    through, left = behind.least[0][tails] + weight[0] + ahead.least[0][graph.target], dict(_MOST)
    for leg in np.argsort(through, kind="stable").tolist():
        if through[leg] > most:
            break
        name, mode = border_of(graph, atlas, leg), graph.steps[leg][0].mode
        if name and name not in passed and left.get(mode):
            before = _follow(behind.via[0], tails, int(tails[leg]), origin)
            after = _follow(ahead.via[0], graph.target, int(graph.target[leg]), destination)
            left[mode] -= add([*before, leg, *after])
    return tuple(sorted(found, key=lambda way: way.arrives))


def _direct(
    graph: Graph, atlas: Atlas, weight: Whole, tails: Whole, origin: int, destination: int
) -> Iterator[tuple[int, str, list[int]]]:
    """The services abroad that trucks alone join to both ends: the worth of the way, the service's id, the legs."""
    trucks = np.stack([np.where([service.transfer for service, _ in graph.steps], weight, NEVER)])
    ahead, behind = to_destination(graph, destination, trucks), from_origin(graph, origin, trucks)
    runs: dict[str, list[int]] = {}
    for leg, (service, _) in enumerate(graph.steps):
        if not service.transfer:
            runs.setdefault(service.id, []).append(leg)
    for name, legs in runs.items():
        legs.sort(key=lambda leg: graph.steps[leg][1])
        here, there = int(tails[legs[0]]), int(graph.target[legs[-1]])
        worth = int(behind.least[0][here]) + int(weight[legs].sum()) + int(ahead.least[0][there])
        if worth < NEVER and any(border_of(graph, atlas, leg) for leg in legs):
            before = _follow(behind.via[0], tails, here, origin)
            yield worth, name, [*before, *legs, *_follow(ahead.via[0], graph.target, there, destination)]


def _follow(via: Whole, onto: Whole, node: int, end: int) -> Iterator[int]:
    while node != end:
        yield (leg := int(via[node]))
        node = int(onto[leg])


def _in_order(graph: Graph, tails: Whole, legs: list[int], origin: int, destination: int) -> list[int]:
    """The legs one after another from the origin on; empty where they come twice to a node."""
    onward = {int(tails[leg]): leg for leg in legs}
    if len(onward) < len(legs) or destination in onward:
        return []
    order, node = [], origin
    while node != destination:
        order.append(onward[node])
        node = int(graph.target[onward[node]])
    return order
