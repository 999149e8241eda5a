"""Find every way that no other beats: label setting by rounds, with a bag of unbeaten labels at each node.

A label is a way from the origin to a node with its criteria: arrival, cents, whether a cost is unknown, grams of CO2e,
and handlings where asked. A round adds one leg to each label of the round before. A label is kept unless one in the
bag of its node, or of the destination, is at least as good in all criteria. Who begins a leg no later arrives no
later, and no figure is negative, so the bag of the destination ends as the full Pareto set.

An unknown cost is no number: the known part is compared, and a way of unknown cost never beats one whose cost is known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from chorsu.routing.graph import NEVER, WEEK, Graph

# Below this many legs, loading the compiled search takes longer than the plain one takes to run.
LEGS_WORTH_COMPILING = 250
_NEVER = int(NEVER)
_THURSDAY = 3 * 24 * 60  # 1970 began on one
_FIRST_CAPACITY = 4096

# The columns of a label: its criteria, then how it was made.
_TIME, _CENTS, _UNKNOWN, _GRAMS, _HANDLINGS, _PARENT, _LEG, _BEGUN, _ALIVE, _NODE, _NEXT = range(11)


@dataclass(frozen=True)
class Way:
    """One unbeaten way: its criteria, and its legs with the minute at which each was begun."""

    arrives: int
    cents: int | None
    grams: int
    handlings: int
    steps: tuple[tuple[int, int], ...]


def search(
    graph: Graph,
    origin: int,
    destination: int,
    start: int,
    *,
    fewest_handlings: bool = False,
    compiled: bool | None = None,
) -> tuple[Way, ...]:
    """All unbeaten ways from one node to another for goods ready at ``start`` (minutes of UTC since 1970).

    Of ways alike in every criterion one is kept. ``compiled`` chooses the machine code or the same function as plain
    Python; None leaves it to the size of the network. The answer is the same.
    """
    worth = len(graph.target) >= LEGS_WORTH_COMPILING if compiled is None else compiled
    run: Callable[..., Any] = compiled_search() if worth else set_labels
    legs = np.stack([graph.target, graph.wait, graph.run, graph.cents, graph.unknown, graph.grams, graph.handlings])
    columns = (graph.first, legs, graph.windows, graph.opens, graph.shuts, graph.closures, graph.closes, graph.reopens)
    capacity = _FIRST_CAPACITY
    while True:
        labels, count = run(*columns, origin, destination, start, int(fewest_handlings), capacity)
        if count >= 0:
            break
        capacity *= 4
    rows = labels[:count]
    ends = np.flatnonzero((rows[:, _NODE] == destination) & (rows[:, _ALIVE] == 1))
    return tuple(_way(labels, int(label)) for label in ends if labels[label, _PARENT] >= 0)


def _way(labels: Any, label: int) -> Way:
    arrives, cents, unknown, grams, handlings = (int(value) for value in labels[label, : _HANDLINGS + 1])
    steps = []
    while labels[label, _PARENT] >= 0:
        steps.append((int(labels[label, _LEG]), int(labels[label, _BEGUN])))
        label = int(labels[label, _PARENT])
    return Way(arrives, None if unknown else cents, grams, handlings, tuple(reversed(steps)))


@cache
def compiled_search() -> Callable[..., Any]:
    """:func:`set_labels` as machine code, kept on disk between runs where a folder can be written."""
    # Imported here: most networks never need it, and it takes longer to load than they take to search.
    import numba

    try:
        compiled: Callable[..., Any] = numba.njit(cache=True)(set_labels)
    except RuntimeError:  # neither the package's folder nor the user's cache can be written
        compiled = numba.njit(set_labels)
    return compiled


def set_labels(  # type: ignore[no-untyped-def]  # noqa: C901
    first, legs, windows, opens, shuts, closures, closes, reopens, origin, destination, start, by_handlings, capacity
):
    """Set labels by rounds; returns them and how many there are, or -1 where ``capacity`` does not hold them all.

    Written in what both Python and Numba run; ``legs`` has the rows target, wait, run, cents, unknown, grams, handlings.
    """

    def begin(leg: Any, at: Any) -> Any:
        """The first minute from ``at`` on at which a leg may be begun, within its windows and outside its closures."""
        moved = True
        while moved and at < _NEVER:
            moved = False
            if windows[leg] < windows[leg + 1]:
                minute = (at + _THURSDAY) % WEEK
                soonest = 2 * WEEK
                for row in range(windows[leg], windows[leg + 1]):
                    if opens[row] <= minute <= shuts[row]:
                        soonest = 0
                    elif opens[row] > minute:
                        soonest = min(soonest, opens[row] - minute)
                    else:
                        soonest = min(soonest, opens[row] + WEEK - minute)
                at += soonest
            for row in range(closures[leg], closures[leg + 1]):
                if closes[row] <= at < reopens[row]:
                    at = reopens[row]
                    moved = True
        return at

    labels = np.zeros((capacity, 11), dtype=np.int64)
    head = np.full(len(first), -1, dtype=np.int64)
    labels[0, _TIME] = start
    labels[0, _PARENT] = labels[0, _NEXT] = -1
    labels[0, _ALIVE] = 1
    labels[0, _NODE] = origin
    head[origin] = 0
    count, done = 1, 0
    while done < count:
        fresh = count
        for old in range(done, fresh):
            node = labels[old, _NODE]
            if labels[old, _ALIVE] == 0 or node == destination:
                continue
            for leg in range(first[node], first[node + 1]):
                begun = begin(leg, labels[old, _TIME] + legs[1, leg])
                if begun >= _NEVER:
                    continue
                if count == capacity:
                    return labels, -1
                new = labels[count]
                new[_TIME] = begun + legs[2, leg]
                new[_CENTS] = labels[old, _CENTS] + legs[3, leg]
                new[_UNKNOWN] = max(labels[old, _UNKNOWN], legs[4, leg])
                new[_GRAMS] = labels[old, _GRAMS] + legs[5, leg]
                # What is loaded at the origin is not moved from one vehicle to another.
                new[_HANDLINGS] = labels[old, _HANDLINGS] + (legs[6, leg] if old > 0 else 0)
                beaten = False
                for bag in (legs[0, leg], destination):
                    other = head[bag]
                    while other >= 0 and not beaten:
                        kept = labels[other]
                        beaten = (
                            kept[_TIME] <= new[_TIME]
                            and kept[_CENTS] <= new[_CENTS]
                            and kept[_UNKNOWN] <= new[_UNKNOWN]
                            and kept[_GRAMS] <= new[_GRAMS]
                            and (by_handlings == 0 or kept[_HANDLINGS] <= new[_HANDLINGS])
                        )
                        other = kept[_NEXT]
                if beaten:
                    continue
                target = legs[0, leg]
                before, other = -1, head[target]
                while other >= 0:
                    kept = labels[other]
                    after = kept[_NEXT]
                    if (
                        new[_TIME] <= kept[_TIME]
                        and new[_CENTS] <= kept[_CENTS]
                        and new[_UNKNOWN] <= kept[_UNKNOWN]
                        and new[_GRAMS] <= kept[_GRAMS]
                        and (by_handlings == 0 or new[_HANDLINGS] <= kept[_HANDLINGS])
                    ):
                        kept[_ALIVE] = 0
                        if before < 0:
                            head[target] = after
                        else:
                            labels[before, _NEXT] = after
                    else:
                        before = other
                    other = after
                new[_PARENT], new[_LEG], new[_BEGUN], new[_ALIVE], new[_NODE] = old, leg, begun, 1, target
                new[_NEXT] = head[target]
                head[target] = count
                count += 1
        done = fresh
    return labels, count
