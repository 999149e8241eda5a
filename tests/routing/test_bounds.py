"""The bounds against a plain relaxation in Python, the narrowed graph against the whole, and what is left aside."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from chorsu.routing.bounds import from_origin, tails_of, to_destination, weights
from chorsu.routing.graph import NEVER
from chorsu.routing.relevant import relevant, without_idle_transfers
from chorsu.routing.search import search
from tests.routing.conftest import leg, service, tables
from tests.routing.test_search import MONDAY, graphs


def named(graph):
    """The graph with a mark for each leg, where services would stand."""
    return replace(graph, steps=tuple((None, number) for number in range(len(graph.target))))


def plain_least(graph, end, criterion, *, backwards):
    """The least weight between a node and every other, by relaxing one leg at a time as often as there are nodes."""
    weight, tails = weights(graph)[criterion], tails_of(graph)
    least = {node: 0 if node == end else None for node in range(len(graph.first) - 1)}
    for _ in least:
        for one, tail in enumerate(tails):
            here, there = (tail, graph.target[one]) if backwards else (graph.target[one], tail)
            if least[there] is not None:
                new = least[there] + weight[one]
                least[here] = new if least[here] is None else min(least[here], new)
    return [int(NEVER) if value is None else value for value in least.values()]


@settings(max_examples=100, deadline=None)
@given(graphs(), st.integers(0, 2))
def test_the_bounds_are_the_least_that_a_way_takes_and_their_legs_lead_there(graph, criterion):
    towards, away = to_destination(graph, 1), from_origin(graph, 0, weights(graph))
    assert towards.least[criterion].tolist() == plain_least(graph, 1, criterion, backwards=True)
    assert away.least[criterion].tolist() == plain_least(graph, 0, criterion, backwards=False)
    for node, least in enumerate(towards.least[criterion].tolist()):
        taken, here = 0, node
        while here != 1 and least < NEVER:
            one = towards.via[criterion][here]
            taken, here = taken + weights(graph)[criterion][one], graph.target[one]
        assert least >= NEVER or taken == least


@settings(max_examples=100, deadline=None)
@given(graphs(), st.data())
def test_a_graph_of_some_legs_holds_what_these_legs_held(graph, data):
    kept = sorted(data.draw(st.sets(st.integers(0, max(len(graph.target) - 1, 0)))) if len(graph.target) else set())
    part = named(graph).only(kept)
    assert [number for _, number in part.steps] == kept
    assert tails_of(part).tolist() == tails_of(graph)[kept].tolist()
    for name in ("target", "wait", "run", "cents", "unknown", "grams", "handlings"):
        assert getattr(part, name).tolist() == getattr(graph, name)[kept].tolist()
    for row, one in enumerate(kept):
        for starts, column in (("windows", "opens"), ("closures", "reopens")):
            ours, theirs = getattr(part, starts), getattr(graph, starts)
            held = getattr(graph, column)[theirs[one] : theirs[one + 1]]
            assert np.array_equal(getattr(part, column)[ours[row] : ours[row + 1]], held)


@settings(max_examples=100, deadline=None)
@given(graphs(), st.integers(0, 30))
def test_a_way_found_is_found_again_on_its_own_legs(graph, start):
    for way in search(graph, 0, 1, MONDAY + start, compiled=False):
        legs = sorted(leg for leg, _ in way.steps)
        (again,) = search(named(graph).only(legs), 0, 1, MONDAY + start, compiled=False)
        assert (again.arrives, again.cents, again.grams) == (way.arrives, way.cents, way.grams)


def test_what_lies_far_aside_or_leads_to_no_service_is_left(atlas):
    from chorsu.routing import read_network

    built = tables([service("train", leg("CNJZH", "KZALA")), service("aside", leg("PLWAW", "DEHAM"))])
    built["roads"] = {
        "road": [
            {"between": ["CNTAO", "CNJZH"], "km": "49"},  # from the origin to the train
            {"between": ["CNQIN", "CNTAO"], "km": "94"},  # Qingdao's city has no service here
        ]
    }
    services = read_network(built).services.values()
    origin, destination = atlas.place("CNTAO"), atlas.place("KZALA")
    kept = {each.id for each in relevant(services, atlas, origin, destination)}
    assert kept == {"train", "road-CNTAO-CNJZH", "road-CNJZH-CNTAO"}
    assert "aside" in {each.id for each in without_idle_transfers(services, origin, destination)}
    # A place joined to no service is joined by an assumed truck instead: the way is not lost.
    assert "road-CNQIN-CNTAO" not in kept
    assert "road-CNQIN-CNTAO" not in {each.id for each in relevant(services, atlas, atlas.place("CNQIN"), destination)}
