"""Which ways a forwarder would look at: not there and back, not through the air twice, not by every neighbour's yard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from chorsu.geography import Atlas
from chorsu.routing.graph import Graph
from chorsu.routing.search import Way

MOST_HANDLINGS = 5
MOST_ROAD_BORDERS = 3
# So many more third states than the way with the fewest has.
MOST_STATES_MORE = 3
# How far goods that fly to or from a third state are carried there by land.
_KM_BESIDE_FLIGHT = 800


def sensible(graph: Graph, atlas: Atlas, ways: Sequence[Way], fewest: int | None = None) -> tuple[Way, ...]:
    """Of some ways those that a forwarder would look at; ``fewest`` third states, else the fewest of these ways.

    Left aside are ways back into a state that they have left, with more than five handlings or three borders by road,
    through more than three third states beyond the fewest, with a second flight after carriage by land, or that fly to
    or from a third state far from either end.
    """
    onward = [way for way in ways if keeps_on(graph, atlas, legs_of(way)) and _flies_well(graph, atlas, legs_of(way))]
    least = min((third_states(graph, atlas, legs_of(way)) for way in onward), default=0) if fewest is None else fewest
    return tuple(
        way
        for way in onward
        if handlings(graph, way) <= MOST_HANDLINGS
        and sum(_by_road(graph, atlas, leg) for leg in legs_of(way)) <= MOST_ROAD_BORDERS
        and third_states(graph, atlas, legs_of(way)) <= least + MOST_STATES_MORE
    )


def handlings(graph: Graph, way: Way) -> int:
    """How often the load is moved: where one truck after another is on file, one truck goes through."""
    trucks = [graph.steps[leg][0].transfer for leg, _ in way.steps]
    return way.handlings - sum(here and there for here, there in pairwise(trucks))


def legs_of(way: Way) -> list[int]:
    """The legs of a way in their order."""
    return [leg for leg, _ in way.steps]


def borders(graph: Graph, atlas: Atlas, way: Way) -> tuple[str, ...]:
    """The borders that a way passes, in order: the crossing, or the port or airport where goods land from abroad."""
    return tuple(name for leg, _ in way.steps if (name := border_of(graph, atlas, leg)))


def border_of(graph: Graph, atlas: Atlas, leg: int) -> str:
    """The border that a leg passes; empty for none."""
    service, index = graph.steps[leg]
    part = service.parts[index]
    here, there = states_of(graph, atlas, leg)
    return part.crossing or (part.destination if here != there else "")


def states_of(graph: Graph, atlas: Atlas, leg: int) -> tuple[str, str]:
    """The states between which a leg leads."""
    service, index = graph.steps[leg]
    part = service.parts[index]
    return atlas.place(part.origin).state, atlas.place(part.destination).state


def keeps_on(graph: Graph, atlas: Atlas, legs: Iterable[int]) -> bool:
    """Whether legs in their order never lead back into a state that they have left."""
    left: set[str] = set()
    for leg in legs:
        here, there = states_of(graph, atlas, leg)
        if there in left:
            return False
        left |= {here} if here != there else set()
    return True


def third_states(graph: Graph, atlas: Atlas, legs: Sequence[int]) -> int:
    """How many states legs touch between the first and the last."""
    pairs = [states_of(graph, atlas, leg) for leg in legs]
    return len({state for pair in pairs for state in pair} - {pairs[0][0], pairs[-1][1]}) if pairs else 0


def _flies_well(graph: Graph, atlas: Atlas, legs: Sequence[int]) -> bool:
    flights = [at for at, leg in enumerate(legs) if graph.steps[leg][0].mode == "air"]
    if not flights:
        return True
    first, last = flights[0], flights[-1]
    if last - first >= len(flights) or len(flights) > 2:
        return False
    ends = states_of(graph, atlas, legs[0])[0], states_of(graph, atlas, legs[-1])[1]
    boards, lands = states_of(graph, atlas, legs[first])[0], states_of(graph, atlas, legs[last])[1]
    before = 0 if boards in ends else _km(graph, legs[:first])
    after = 0 if lands in ends else _km(graph, legs[last + 1 :])
    return max(before, after) <= _KM_BESIDE_FLIGHT


def _by_road(graph: Graph, atlas: Atlas, leg: int) -> bool:
    return graph.steps[leg][0].mode == "road" and bool(border_of(graph, atlas, leg))


def _km(graph: Graph, legs: Iterable[int]) -> float:
    return float(sum(graph.steps[leg][0].parts[graph.steps[leg][1]].km for leg in legs))
