"""Which of the unbeaten ways are shown: few enough to compare, and each different from the others."""

from __future__ import annotations

from chorsu.geography import Atlas
from chorsu.routing.graph import Graph
from chorsu.routing.search import Way
from chorsu.routing.sensible import borders, handlings, sensible

# What an hour, and the moving of a load from one vehicle to another, is taken to be worth where ways are put in order.
CENTS_AN_HOUR, CENTS_A_HANDLING = 2_500, 25_000
# A way that by this reckoning comes to more than so many times the best is only shown for what it is best in.
_FAR = 2.5
# Of ways over the same borders one stands for another that is moved no less and hardly earlier (by a tenth of its time and half
# a day at most), cheaper or cleaner.
_HARDLY_EARLIER, _MOST_EARLIER, _HARDLY_CHEAPER, _HARDLY_CLEANER = 0.1, 12 * 60, 1.05, 1.15
# More kilometres than so many times the least of the ways that do not fly are a way round the world.
_ROUND_THE_WORLD = 4
# In need goods fly for more than they are worth, but not for more than so many times as much.
_TIMES_WORTH = 3


def choose(
    graph: Graph, atlas: Atlas, ways: tuple[Way, ...], most: int, *, loads: int = 1, worth: int | None = None
) -> tuple[Way, ...]:
    """The earliest way, the cheapest and the one with the least CO2e; then the best over each set of borders and modes.

    Best is what costs least with an hour reckoned at 25 dollars a load and a handling at 250; what room is left goes to the
    next best. Ways that are not sensible, lead round the world, or cost several times what the goods are ``worth`` (cents), are
    shown only where there is no other; of ways hardly different from each other the best stands for all. The result is in the
    order of arrival.
    """
    order = sorted(ways, key=lambda way: (way.arrives, way.cents is None, way.cents or 0, way.grams, way.steps))
    onward = _affordable(_not_round_the_world(graph, list(sensible(graph, atlas, order)) or order), worth)

    def reckoned(way: Way) -> int:
        waited, moved = way.arrives - onward[0].arrives, handlings(graph, way)
        return (way.cents or 0) + loads * (waited * CENTS_AN_HOUR // 60 + moved * CENTS_A_HANDLING)

    ranked = _different(graph, atlas, sorted(onward, key=lambda way: (way.cents is None, reckoned(way))))
    known = [way for way in ranked if way.cents is not None]
    kept = [min(ranked, key=lambda way: way.arrives), min(ranked, key=lambda way: way.grams)]
    kept[1:1] = [min(known, key=lambda way: way.cents or 0)] if known else []
    best = min(reckoned(way) for way in known) if known else 0
    near = [way for way in ranked if way.cents is None or reckoned(way) <= _FAR * best]
    apart: dict[tuple[tuple[str, ...], tuple[str, ...]], Way] = {}
    for way in near:
        apart.setdefault((borders(graph, atlas, way), _modes(graph, way)), way)
    kept = [*dict.fromkeys([*kept, *apart.values(), *near])][:most]
    return tuple(way for way in order if way in kept)


def _affordable(ways: list[Way], worth: int | None) -> list[Way]:
    """The ways that cost no more than three times what the goods are worth; where all do, than twice the least."""
    if worth is None or not (known := [way.cents for way in ways if way.cents is not None]):
        return ways
    most = max(_TIMES_WORTH * worth, 2 * min(known))
    return [way for way in ways if way.cents is None or way.cents <= most]


def _not_round_the_world(graph: Graph, ways: list[Way]) -> list[Way]:
    """The ways that fly, and of the others those that do not lead several times as far as the shortest."""
    steps = [[graph.steps[leg] for leg, _ in way.steps] for way in ways]
    ground = {
        number: sum(service.parts[index].km for service, index in each)
        for number, each in enumerate(steps)
        if all(service.mode != "air" for service, _ in each)
    }
    most = _ROUND_THE_WORLD * min(ground.values(), default=0)
    return [way for number, way in enumerate(ways) if number not in ground or ground[number] <= most]


def _different(graph: Graph, atlas: Atlas, ranked: list[Way]) -> list[Way]:
    """Ways, the best first, without those for which a better one over the same borders may stand."""
    kept: dict[tuple[str, ...], list[Way]] = {}
    for way in ranked:
        alike = kept.setdefault(borders(graph, atlas, way), [])
        if not any(handlings(graph, other) <= handlings(graph, way) and _stands(other, way) for other in alike):
            alike.append(way)
    return [way for way in ranked if any(way is each for alike in kept.values() for each in alike)]


def _stands(other: Way, way: Way) -> bool:
    """Whether one way is hardly later, dearer and dirtier than another; an unknown cost stands for nothing known."""
    if (other.cents is None) != (way.cents is None):
        return False
    return (
        other.arrives <= way.arrives + min(_HARDLY_EARLIER * (way.arrives - way.steps[0][1]), _MOST_EARLIER)
        and (other.cents or 0) <= (way.cents or 0) * _HARDLY_CHEAPER
        and other.grams <= way.grams * _HARDLY_CLEANER
    )


def _modes(graph: Graph, way: Way) -> tuple[str, ...]:
    """The modes of a way in their order, each once in a row, without the trucks that join places of a state."""
    services = [graph.steps[leg][0] for leg, _ in way.steps]
    modes = [service.mode for service in services if not service.transfer]
    return tuple(mode for index, mode in enumerate(modes) if index == 0 or mode != modes[index - 1])
