"""Find every way that no other beats: label setting by rounds, with a bag of unbeaten labels at each node.

A label is a way from the origin to a node with its criteria: arrival, cents, whether a cost is unknown, grams of CO2e,
and handlings where asked. A round adds one leg to each label of the round before. A label is kept unless one in the
bag of its node is at least as good in all criteria, or one in the bag of the destination is at least as good as it can
still become: by the least that the rest of the way takes (:mod:`chorsu.routing.bounds`). Who begins a leg no later
arrives no later, and no figure is negative, so the bag of the destination ends as the full Pareto set.

The ways with the least time, cost and CO2e are walked first. What can only become worse than one of them in some
criterion and better in none is left at once; this is what makes large networks quick.

An unknown cost is no number: the known part is compared, and a way of unknown cost never beats one whose cost is known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from chorsu.routing.bounds import to_destination
from chorsu.routing.graph import NEVER, WEEK, Graph

# Below this many legs, loading the compiled search takes longer than the plain one takes to run.
LEGS_WORTH_COMPILING = 20_000
_NEVER = int(NEVER)
_THURSDAY = 3 * 24 * 60  # 1970 began on one
_FIRST_CAPACITY = 1024

# The columns of a label: its criteria, then how it was made.
_TIME, _CENTS, _UNKNOWN, _GRAMS, _HANDLINGS, _PARENT, _LEG, _BEGUN, _ALIVE, _NODE, _NEXT = range(11)
_WIDTH = 11


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
    bounds = to_destination(graph, destination)
    columns: tuple[Any, ...] = (
        graph.first, graph.target, graph.wait, graph.run, graph.cents, graph.unknown, graph.grams, graph.handlings,
        graph.windows, graph.opens, graph.shuts, graph.closures, graph.closes, graph.reopens, bounds.least, bounds.via,
    )  # fmt: skip
    # Plain Python reads lists several times as fast as arrays, one number at a time.
    run: Callable[..., Any] = compiled_search() if worth else set_labels
    columns = columns if worth else tuple(column.tolist() for column in columns)
    capacity = _FIRST_CAPACITY
    while True:
        labels: Any = np.zeros((capacity, _WIDTH), dtype=np.int64) if worth else [[0] * _WIDTH for _ in range(capacity)]
        head: Any = np.full(len(graph.first), -1, dtype=np.int64) if worth else [-1] * len(graph.first)
        count = run(*columns, origin, destination, start, int(fewest_handlings), labels, head, capacity)
        if count >= 0:
            break
        capacity *= 4
    ends = (row for row in range(count) if labels[row][_NODE] == destination and labels[row][_ALIVE] == 1)
    return tuple(_way(labels, label) for label in ends if labels[label][_PARENT] >= 0)


def _way(labels: Any, label: int) -> Way:
    arrives, cents, unknown, grams, handlings = (int(value) for value in labels[label][: _HANDLINGS + 1])
    steps = []
    while labels[label][_PARENT] >= 0:
        steps.append((int(labels[label][_LEG]), int(labels[label][_BEGUN])))
        label = int(labels[label][_PARENT])
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
    first, target, wait, run, cents, unknown, grams, handlings, windows, opens, shuts, closures, closes, reopens,
    least, via, origin, destination, start, by_handlings, labels, head, capacity,
):  # fmt: skip
    """Set labels by rounds; returns how many there are, or -1 where ``capacity`` rows do not hold them all.

    Written in what both Python (on lists) and Numba (on arrays) run; ``labels`` and ``head`` are filled. ``least`` and
    ``via`` are the bounds towards the destination: rows of minutes, cents, grams.
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

    # Three ways walked by the bounds alone, as marks that a label must be able to reach or beat.
    marks = [(_NEVER, _NEVER, 1, _NEVER, _NEVER)]
    for criterion in range(3):
        node, at, paid, dark, burnt, moves = origin, start, 0, 0, 0, 0
        while node != destination and via[criterion][node] >= 0 and at < _NEVER:
            leg = via[criterion][node]
            moves += handlings[leg] if node != origin else 0
            at = begin(leg, at + wait[leg])
            at += run[leg]
            paid, dark, burnt, node = paid + cents[leg], max(dark, unknown[leg]), burnt + grams[leg], target[leg]
        if node == destination and at < _NEVER:
            marks.append((at, paid, dark, burnt, moves))

    labels[0][_TIME] = start
    labels[0][_PARENT] = labels[0][_NEXT] = -1
    labels[0][_ALIVE] = 1
    labels[0][_NODE] = origin
    head[origin] = 0
    count, done = 1, 0
    while done < count:
        fresh = count
        for old in range(done, fresh):
            node = labels[old][_NODE]
            if labels[old][_ALIVE] == 0 or node == destination:
                continue
            for leg in range(first[node], first[node + 1]):
                goal = target[leg]
                if least[0][goal] >= _NEVER:
                    continue
                begun = begin(leg, labels[old][_TIME] + wait[leg])
                if begun >= _NEVER:
                    continue
                if count == capacity:
                    return -1
                time, cost = begun + run[leg], labels[old][_CENTS] + cents[leg]
                dim, co2 = max(labels[old][_UNKNOWN], unknown[leg]), labels[old][_GRAMS] + grams[leg]
                # What is loaded at the origin is not moved from one vehicle to another.
                moved = labels[old][_HANDLINGS] + (handlings[leg] if old > 0 else 0)
                # What the whole way takes at least, if it goes on as well as can be.
                soon, cheap, clean = time + least[0][goal], cost + least[1][goal], co2 + least[2][goal]
                beaten = False
                for mark in marks:
                    beaten = beaten or (
                        mark[0] <= soon
                        and mark[1] <= cheap
                        and mark[2] <= dim
                        and mark[3] <= clean
                        and (by_handlings == 0 or mark[4] <= moved)
                        and (
                            mark[0] < soon
                            or mark[1] < cheap
                            or mark[2] < dim
                            or mark[3] < clean
                            or (by_handlings == 1 and mark[4] < moved)
                        )
                    )
                other = head[destination]
                while other >= 0 and not beaten:
                    kept = labels[other]
                    beaten = (
                        kept[_TIME] <= soon
                        and kept[_CENTS] <= cheap
                        and kept[_UNKNOWN] <= dim
                        and kept[_GRAMS] <= clean
                        and (by_handlings == 0 or kept[_HANDLINGS] <= moved)
                    )
                    other = kept[_NEXT]
                other = head[goal]
                while other >= 0 and not beaten:
                    kept = labels[other]
                    beaten = (
                        kept[_TIME] <= time
                        and kept[_CENTS] <= cost
                        and kept[_UNKNOWN] <= dim
                        and kept[_GRAMS] <= co2
                        and (by_handlings == 0 or kept[_HANDLINGS] <= moved)
                    )
                    other = kept[_NEXT]
                if beaten:
                    continue
                before, other = -1, head[goal]
                while other >= 0:
                    kept = labels[other]
                    after = kept[_NEXT]
                    if (
                        time <= kept[_TIME]
                        and cost <= kept[_CENTS]
                        and dim <= kept[_UNKNOWN]
                        and co2 <= kept[_GRAMS]
                        and (by_handlings == 0 or moved <= kept[_HANDLINGS])
                    ):
                        kept[_ALIVE] = 0
                        if before < 0:
                            head[goal] = after
                        else:
                            labels[before][_NEXT] = after
                    else:
                        before = other
                    other = after
                new = labels[count]
                new[_TIME], new[_CENTS], new[_UNKNOWN], new[_GRAMS], new[_HANDLINGS] = time, cost, dim, co2, moved
                new[_PARENT], new[_LEG], new[_BEGUN], new[_ALIVE], new[_NODE] = old, leg, begun, 1, goal
                new[_NEXT] = head[goal]
                head[goal] = count
                count += 1
        done = fresh
    return count
