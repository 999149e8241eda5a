"""Which of the unbeaten ways are shown: few enough to compare, and each different from the others."""

from __future__ import annotations

from chorsu.geography import Atlas
from chorsu.routing.graph import Graph
from chorsu.routing.search import Way
from chorsu.routing.sensible import borders, sensible

# What an hour, and the moving of a load from one vehicle to another, is taken to be worth where ways are put in order.
_CENTS_AN_HOUR, _CENTS_A_HANDLING = 2_500, 25_000
# A way that by this reckoning comes to more than so many times the best is only shown for what it is best in.
_FAR = 2.5


def choose(graph: Graph, atlas: Atlas, ways: tuple[Way, ...], most: int) -> tuple[Way, ...]:
    """The earliest way, the cheapest and the one with the least CO2e; then the best over each set of borders and modes.

    Best is what costs least with an hour reckoned at 25 dollars and a handling at 250; what room is left goes to the
    next best. Ways that are not sensible are shown only where there is no other. The result is in the order of arrival.
    """
    order = sorted(ways, key=lambda way: (way.arrives, way.cents is None, way.cents or 0, way.grams, way.steps))
    onward = list(sensible(graph, atlas, order)) or order
    known = [way for way in onward if way.cents is not None]
    kept = [onward[0], min(onward, key=lambda way: way.grams)]
    kept[1:1] = [min(known, key=lambda way: way.cents or 0)] if known else []
    ranked = sorted(onward, key=lambda way: (way.cents is None, _worth(way, onward[0].arrives)))
    best = min(_worth(way, onward[0].arrives) for way in known) if known else 0
    near = [way for way in ranked if way.cents is None or _worth(way, onward[0].arrives) <= _FAR * best]
    apart: dict[tuple[tuple[str, ...], tuple[str, ...]], Way] = {}
    for way in near:
        apart.setdefault((borders(graph, atlas, way), _modes(graph, way)), way)
    kept = [*dict.fromkeys([*kept, *apart.values(), *near])][:most]
    return tuple(way for way in order if way in kept)


def _worth(way: Way, first: int) -> int:
    """Cents of a way, with its hours behind the earliest and its handlings."""
    return (way.cents or 0) + (way.arrives - first) * _CENTS_AN_HOUR // 60 + way.handlings * _CENTS_A_HANDLING


def _modes(graph: Graph, way: Way) -> tuple[str, ...]:
    """The modes of a way in their order, each once in a row, without the trucks that join places of a state."""
    services = [graph.steps[leg][0] for leg, _ in way.steps]
    modes = [service.mode for service in services if not service.transfer]
    return tuple(mode for index, mode in enumerate(modes) if index == 0 or mode != modes[index - 1])
