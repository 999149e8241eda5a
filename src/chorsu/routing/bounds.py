"""What the rest of a way takes at least: the least time, cost and CO2e from each node to the destination, or to each node."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from chorsu.routing.graph import NEVER, Graph, Whole


@dataclass(frozen=True, eq=False)
class Bounds:
    """For each criterion (minutes, cents, grams) and node the least of it; ``via`` is the leg that begins or ends so.

    Waits for a departure or for a crossing to open are not counted, nor is a cost that nobody states: a way takes at
    least this. NEVER, and -1 as the leg, where there is no way.
    """

    least: Whole
    via: Whole


def weights(graph: Graph) -> Whole:
    """Minutes, cents and grams of each leg, as rows."""
    return np.stack([graph.wait + graph.run, graph.cents, graph.grams])


def to_destination(graph: Graph, destination: int, weight: Whole | None = None) -> Bounds:
    """The least from each node to the destination; of other figures (rows of a number for each leg) where given."""
    return _relax(graph.first, graph.target, weights(graph) if weight is None else weight, destination)


def from_origin(graph: Graph, origin: int, weight: Whole) -> Bounds:
    """The least from the origin to each node; ``via`` names the leg that arrives there."""
    tails = tails_of(graph)
    order = np.argsort(graph.target, kind="stable")
    first = np.searchsorted(graph.target[order], np.arange(len(graph.first))).astype(np.int64)
    found = _relax(first, tails[order], weight[:, order], origin)
    return Bounds(found.least, np.where(found.via >= 0, order[found.via], -1) if len(order) else found.via)


def tails_of(graph: Graph) -> Whole:
    """The node from which each leg starts."""
    return np.repeat(np.arange(len(graph.first) - 1), np.diff(graph.first)).astype(np.int64)


def _relax(first: Whole, target: Whole, weight: Whole, end: int) -> Bounds:
    """Bellman and Ford's relaxation, all legs at once, until nothing becomes less; legs lie grouped by the node they serve."""
    nodes = len(first) - 1
    least = np.full((len(weight), nodes), NEVER, dtype=np.int64)
    via = np.full((len(weight), nodes), -1, dtype=np.int64)
    least[:, end] = 0
    busy = np.flatnonzero(np.diff(first))
    if not len(busy):
        return Bounds(least, via)
    starts, sizes = first[busy], np.diff(first)[busy]
    legs = np.arange(len(target))
    while True:
        reached = np.minimum(weight + least[:, target], NEVER)
        best = np.minimum.reduceat(reached, starts, axis=1)
        better = best < least[:, busy]
        if not better.any():
            return Bounds(least, via)
        # Of equal legs the first; only where it improves, so that legs followed one by one never lead in a circle.
        hits = np.where(reached == np.repeat(best, sizes, axis=1), legs, len(legs))
        which = np.minimum.reduceat(hits, starts, axis=1)
        via[:, busy] = np.where(better, which, via[:, busy])
        least[:, busy] = np.where(better, best, least[:, busy])
