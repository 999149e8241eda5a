"""The search against a brute force that walks every path, on small random networks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chorsu.routing.graph import NEVER, WEEK, Graph
from chorsu.routing.search import search

small = st.integers(0, 6)


def column(values):
    return np.array(values, dtype=np.int64)


def starts(rows):
    return column(np.concatenate([[0], np.cumsum([len(row) for row in rows])]))


@st.composite
def graphs(draw):
    nodes = draw(st.integers(2, 6))
    legs = draw(st.lists(st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1)), min_size=1, max_size=12))
    legs = sorted(leg for leg in legs if leg[0] != leg[1])

    def each(strategy):
        return [draw(strategy) for _ in legs]

    moment = st.integers(0, 40)
    windows = each(st.lists(st.tuples(moment, moment).map(sorted), max_size=2))
    closures = each(st.lists(st.tuples(moment, st.integers(0, 15)), max_size=2))
    closures = [[(start, int(NEVER) if last == 15 else start + last) for start, last in rows] for rows in closures]
    return Graph(
        nodes={},
        steps=(),
        first=column(np.searchsorted([leg[0] for leg in legs], np.arange(nodes + 1))),
        target=column([leg[1] for leg in legs]),
        wait=column(each(small)),
        run=column(each(small)),
        cents=column(each(small)),
        unknown=column(each(st.sampled_from([0, 0, 0, 1]))),
        grams=column(each(small)),
        handlings=column(each(st.integers(0, 1))),
        windows=starts(windows),
        opens=column([row[0] for rows in windows for row in rows]),
        shuts=column([row[1] for rows in windows for row in rows]),
        closures=starts(closures),
        closes=column([row[0] + MONDAY for rows in closures for row in rows]),
        reopens=column([row[1] + MONDAY for rows in closures for row in rows]),
    )


MONDAY = 4 * 1440  # minutes from 1970-01-01 to the first Monday, where the week of the windows begins


def may_begin(graph, leg, at):
    """Whether a leg may be begun at a minute, read straight from the rows."""
    rows = range(graph.closures[leg], graph.closures[leg + 1])
    if any(graph.closes[row] <= at < graph.reopens[row] for row in rows):
        return False
    rows = range(graph.windows[leg], graph.windows[leg + 1])
    minute = (at - MONDAY) % WEEK
    return not rows or any(graph.opens[row] <= minute <= graph.shuts[row] for row in rows)


def changes(graph, leg, earliest):
    """The minutes from one on at which a leg may begin to be open: that one, an opening of three weeks, an end of closure."""
    week = (earliest - MONDAY) // WEEK * WEEK + MONDAY
    openings = [graph.opens[row] for row in range(graph.windows[leg], graph.windows[leg + 1])]
    ends = [int(graph.reopens[row]) for row in range(graph.closures[leg], graph.closures[leg + 1])]
    times = [earliest, *ends, *(week + turn * WEEK + opens for turn in range(3) for opens in openings)]
    return [at for at in times if earliest <= at < NEVER]


def all_ways(graph, origin, destination, start):
    """The criteria of every path that visits no node twice, found by walking."""
    found = set()

    def walk(node, seen, time, cents, unknown, grams, handlings):
        if node == destination:
            found.add((time, cents, unknown, grams, handlings))
            return
        for leg in range(graph.first[node], graph.first[node + 1]):
            target = graph.target[leg]
            if target in seen:
                continue
            earliest = time + graph.wait[leg]
            begun = min((at for at in changes(graph, leg, earliest) if may_begin(graph, leg, at)), default=None)
            if begun is None:
                continue
            moved = 0 if node == origin else graph.handlings[leg]
            walk(
                target,
                seen | {target},
                begun + graph.run[leg],
                cents + graph.cents[leg],
                max(unknown, graph.unknown[leg]),
                grams + graph.grams[leg],
                handlings + moved,
            )

    walk(origin, {origin}, start, 0, 0, 0, 0)
    return found


def unbeaten(ways, width):
    vectors = {way[:width] for way in ways}
    return {
        one
        for one in vectors
        if not any(other != one and all(a <= b for a, b in zip(other, one, strict=True)) for other in vectors)
    }


@settings(max_examples=300, deadline=None)
@given(graphs(), st.integers(0, 30), st.booleans())
def test_the_search_finds_exactly_the_unbeaten_ways_of_brute_force(graph, start, by_handlings):
    ways = search(graph, 0, 1, MONDAY + start, fewest_handlings=by_handlings, compiled=False)
    width = 5 if by_handlings else 4
    expected = unbeaten(all_ways(graph, 0, 1, MONDAY + start), width)
    found = [(way.arrives, way.cents, way.grams, way.handlings) for way in ways]
    assert len(found) == len(expected)
    for time, cents, grams, handlings in found:
        fitting = [row for row in expected if (row[0], row[3]) == (time, grams) and bool(row[2]) == (cents is None)]
        assert any((cents is None or row[1] == cents) and (width == 4 or row[4] == handlings) for row in fitting)


@settings(max_examples=100, deadline=None)
@given(graphs(), st.integers(0, 30))
def test_a_way_adds_up_to_its_criteria(graph, start):
    for way in search(graph, 0, 1, MONDAY + start, compiled=False):
        legs = [leg for leg, _ in way.steps]
        assert way.grams == sum(graph.grams[leg] for leg in legs)
        assert way.cents is None or way.cents == sum(graph.cents[leg] for leg in legs)
        assert (way.cents is None) == any(graph.unknown[leg] for leg in legs)
        last, begun = way.steps[-1]
        assert way.arrives == begun + graph.run[last]
        assert all(may_begin(graph, leg, at) for leg, at in way.steps)
        assert graph.target[last] == 1


@pytest.mark.proof
@settings(max_examples=200, deadline=None)
@given(graphs(), st.integers(0, 30), st.booleans())
def test_the_compiled_search_gives_what_plain_python_gives(graph, start, by_handlings):
    plain = search(graph, 0, 1, MONDAY + start, fewest_handlings=by_handlings, compiled=False)
    assert search(graph, 0, 1, MONDAY + start, fewest_handlings=by_handlings, compiled=True) == plain
