"""Ways shown for comparison: over the next best borders, ports and airports that no chosen way uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from chorsu.geography import Atlas
from chorsu.routing.bounds import from_origin, tails_of, to_destination
from chorsu.routing.graph import NEVER, Graph, mode_at
from chorsu.routing.search import Way, search

# How many by the mode in which they pass the border.
_MOST = {"rail": 4, "road": 4, "sea": 2, "air": 1}
# What an hour of a load is taken to be worth when one way over a border is chosen to stand for it: 25 dollars.
_CENTS_A_MINUTE = 42


def borders(graph: Graph, atlas: Atlas, way: Way) -> tuple[str, ...]:
    """The borders that a way passes, in order: the crossing, or the port or airport where goods land from abroad."""
    return tuple(name for leg, _ in way.steps if (name := border_of(graph, atlas, leg)))


def border_of(graph: Graph, atlas: Atlas, leg: int) -> str:
    """The border that a leg passes; empty for none."""
    service, index = graph.steps[leg]
    part = service.parts[index]
    if part.crossing:
        return part.crossing
    return part.destination if atlas.place(part.origin).state != atlas.place(part.destination).state else ""


def ways_beside(graph: Graph, atlas: Atlas, origin: int, destination: int, start: int, ways: Iterable[Way]) -> tuple[Way, ...]:
    """For the best borders not yet passed, of each mode some, one way over each: cheap and quick, an hour being 25 dollars.

    A way that comes twice to a place, back to a state it has left, or by air to a third state is none. A border on
    one way found needs no other.
    """
    passed = {name for way in ways for name in borders(graph, atlas, way)}
    weight = np.stack([graph.wait + graph.run + graph.cents // _CENTS_A_MINUTE])
    ahead, behind = to_destination(graph, destination, weight), from_origin(graph, origin, weight)
    tails = tails_of(graph)
    through = behind.least[0][tails] + weight[0] + ahead.least[0][graph.target]
    left, found = dict(_MOST), []
    for leg in np.argsort(through, kind="stable").tolist():
        if through[leg] >= NEVER:
            break
        name, mode = border_of(graph, atlas, leg), mode_at(graph, leg)
        if not name or name in passed or not left.get(mode):
            continue
        before = [*_follow(behind.via[0], tails, int(tails[leg]), origin)]
        legs = sorted([*before, leg, *_follow(ahead.via[0], graph.target, int(graph.target[leg]), destination)])
        if not _straight(graph, atlas, tails, legs):
            continue
        for way in search(graph.only(legs), origin, destination, start)[:1]:
            steps = tuple((legs[step], begun) for step, begun in way.steps)
            found.append(Way(way.arrives, way.cents, way.grams, way.handlings, steps))
            passed |= set(borders(graph, atlas, found[-1]))
            left[mode] -= 1
    return tuple(sorted(found, key=lambda way: way.arrives))


def _follow(via: Sequence[int], onto: Sequence[int], node: int, end: int) -> Iterator[int]:
    while node != end:
        yield (leg := int(via[node]))
        node = int(onto[leg])


def _straight(graph: Graph, atlas: Atlas, tails: Sequence[int], legs: list[int]) -> bool:
    """Whether a way comes to no node twice, back to no state that it has left, and by air only to where it ends."""
    if len({int(tails[leg]) for leg in legs}) < len(legs):
        return False
    after = {int(tails[leg]): leg for leg in legs}
    node = next(iter(set(after) - {int(graph.target[leg]) for leg in legs}))
    states: list[str] = []
    flown = []
    while node in after:
        leg = after[node]
        service, index = graph.steps[leg]
        part = service.parts[index]
        here, there = atlas.place(part.origin).state, atlas.place(part.destination).state
        if here != there:
            states.append(here)
            flown += [there] if mode_at(graph, leg) == "air" else []
        node = int(graph.target[leg])
    return len(set(states)) == len(states) and there not in states and all(state == there for state in flown)
