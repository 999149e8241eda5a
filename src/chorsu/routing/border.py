"""Where a journey passes into a customs territory, or out of it: place, time, mode, and the cost on either side."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from chorsu.facts import Money
from chorsu.geography import Atlas
from chorsu.routing.model import Entry, Journey, Leg
from chorsu.routing.price import CURRENCY


def entry(journey: Journey, territory: frozenset[str], atlas: Atlas) -> Entry | None:
    """Where the goods enter a territory (states by code): the first place inside after a place outside.

    By air that is the airport at which the goods land. The leg over the border, with the time and cost of the crossing,
    lies before the entry. None where the journey never comes from outside.
    """
    for index, leg in enumerate(journey.legs):
        if not _inside(leg.from_place, territory, atlas) and _inside(leg.to_place, territory, atlas):
            before, after = journey.legs[: index + 1], journey.legs[index + 1 :]
            return Entry(leg.to_place, leg.arrives, leg.mode, leg.crossing, _cost(before), _cost(after))
    return None


def exit_of(journey: Journey, territory: frozenset[str], atlas: Atlas) -> Entry | None:
    """Where the goods leave a territory: the last place inside before a place outside; None where they never do.

    The leg over the border lies after the exit; ``at`` is when it is begun.
    """
    for index, leg in enumerate(journey.legs):
        if _inside(leg.from_place, territory, atlas) and not _inside(leg.to_place, territory, atlas):
            before, after = journey.legs[:index], journey.legs[index:]
            return Entry(leg.from_place, leg.departs, leg.mode, leg.crossing, _cost(before), _cost(after))
    return None


def _inside(code: str, territory: frozenset[str], atlas: Atlas) -> bool:
    return atlas.place(code).state in territory


def _cost(legs: Sequence[Leg]) -> Money | None:
    """What legs cost together; zero for none, unknown if one is unknown."""
    amounts = [leg.cost.amount for leg in legs if leg.cost is not None]
    if len(amounts) < len(legs):
        return None
    return Money(sum(amounts, Decimal(0)), CURRENCY)
