"""Where a journey passes into a customs territory, through it or out of it: place, time, mode, and the cost on either side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from chorsu.facts import Money
from chorsu.geography import Atlas
from chorsu.routing.model import Entry, Journey, Leg, Transit
from chorsu.routing.price import CURRENCY


def entry(journey: Journey, territory: frozenset[str], atlas: Atlas) -> Entry | None:
    """Where the goods at last enter a territory (states by code): the first place inside after a place outside.

    By air that is the airport, by sea the port at which the goods land. The leg over the border, with the time and cost
    of the crossing, lies before the entry. Goods that come in, leave again and come back enter the last time they come:
    before it they were in transit. None where the journey never comes from outside.
    """
    entries = [
        index
        for index, leg in enumerate(journey.legs)
        if not _inside(leg.from_place, territory, atlas) and _inside(leg.to_place, territory, atlas)
    ]
    return _into(journey, entries[-1]) if entries else None


def exit_of(journey: Journey, territory: frozenset[str], atlas: Atlas) -> Entry | None:
    """Where the goods first leave a territory: the last place inside before a place outside; None where they never do.

    The leg over the border lies after the exit; ``at`` is when it is begun.
    """
    for index, leg in enumerate(journey.legs):
        if _inside(leg.from_place, territory, atlas) and not _inside(leg.to_place, territory, atlas):
            return _out_of(journey, index)
    return None


def transits(journey: Journey, territory_of: Callable[[str], frozenset[str]], atlas: Atlas) -> tuple[Transit, ...]:
    """The customs territories that a journey passes through between those of its origin and its destination, in order.

    ``territory_of`` gives for a state those that share its customs border (the union it belongs to on that day, or it
    alone). From China by Kazakhstan and Russia to Belarus there is none; to Uzbekistan by Kazakhstan there is the Union.
    """
    passed: list[Transit] = []
    came: tuple[frozenset[str], int] | None = None
    for index, leg in enumerate(journey.legs):
        here, there = (territory_of(atlas.place(code).state) for code in (leg.from_place, leg.to_place))
        if here == there:
            continue
        if came is not None:
            passed.append(Transit(came[0], _into(journey, came[1]), _out_of(journey, index)))
        came = (there, index)
    return tuple(passed)


def _into(journey: Journey, index: int) -> Entry:
    leg = journey.legs[index]
    before, after = journey.legs[: index + 1], journey.legs[index + 1 :]
    return Entry(leg.to_place, leg.arrives, leg.mode, leg.crossing, _cost(before), _cost(after))


def _out_of(journey: Journey, index: int) -> Entry:
    leg = journey.legs[index]
    before, after = journey.legs[:index], journey.legs[index:]
    return Entry(leg.from_place, leg.departs, leg.mode, leg.crossing, _cost(before), _cost(after))


def _inside(code: str, territory: frozenset[str], atlas: Atlas) -> bool:
    return atlas.place(code).state in territory


def _cost(legs: Sequence[Leg]) -> Money | None:
    """What legs cost together; zero for none, unknown if one is unknown."""
    amounts = [leg.cost.amount for leg in legs if leg.cost is not None]
    if len(amounts) < len(legs):
        return None
    return Money(sum(amounts, Decimal(0)), CURRENCY)
