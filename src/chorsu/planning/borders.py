"""Where and when the goods of each journey leave and enter, and the assessments to be made there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from chorsu.assessment import Assumed, Case, assess_all
from chorsu.consignment import Consignment, Freight
from chorsu.geography import Atlas, Place
from chorsu.measures import Book
from chorsu.planning.load import References
from chorsu.planning.model import BorderAssessment
from chorsu.routing import Entry, Journey, entry, exit_of
from chorsu.text import say

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Crossing:
    """One side of one journey: import or export, and where and when the goods pass.

    Of ``transit`` the release is assessed that does not take place, without any proof of origin: customs reckons security by it.
    """

    journey: int
    side: str
    state: str
    passed: Entry


def territory(book: Book, state: str, day: date) -> frozenset[str]:
    """The states whose goods move without customs between them on that day: the customs union of a state, or it alone."""
    members = {state}
    for union in book.jurisdictions(state, day)[1:]:
        members |= book.groups[union].states(day)
    return frozenset(members)


def crossings(book: Book, atlas: Atlas, journeys: Sequence[Journey], origin: Place, destination: Place) -> list[Crossing]:
    """Where each journey leaves the territory of its origin and enters that of its destination; none inside one territory."""
    found = []
    for number, journey in enumerate(journeys):
        day = journey.departs.date()
        home, abroad = territory(book, origin.state, day), territory(book, destination.state, day)
        if origin.state in abroad:
            continue
        left, entered = exit_of(journey, home, atlas), entry(journey, abroad, atlas)
        if left is not None:
            found.append(Crossing(number, "export", origin.state, left))
        if entered is not None:
            found.append(Crossing(number, "import", destination.state, entered))
    return found


def assess_crossings(
    consignment: Consignment, passed: Sequence[Crossing], journeys: Sequence[Journey], references: References
) -> tuple[BorderAssessment, ...]:
    """Assess every side of every journey on the day the goods pass, with the consignment's freight or the journey's own cost."""
    return assess_together([(consignment, crossing) for crossing in passed], journeys, references)


def assess_together(
    asked: Sequence[tuple[Consignment, Crossing]], journeys: Sequence[Journey], references: References
) -> tuple[BorderAssessment, ...]:
    """Assess crossings of several consignments at once, in their order: together they take little longer than one."""
    cases = []
    for consignment, crossing in asked:
        carried = with_freight(consignment, journeys[crossing.journey], crossing.passed)
        on = crossing.passed.at.date()
        own_cost = carried.freight != consignment.freight
        regime = "import" if crossing.side == "transit" else crossing.side
        if crossing.side == "transit":
            carried = replace(carried, items=tuple(replace(item, proofs=()) for item in carried.items))
        goal = references.atlas.place(journeys[crossing.journey].legs[-1].to_place).state
        mode = crossing.passed.mode
        cases.append(Case(carried, crossing.state, regime, on, mode, for_plan=True, freight_estimated=own_cost, destination=goal))
    answers = assess_all(cases, references.book, references.rates)
    rows = []
    for (consignment, crossing), case, answer in zip(asked, cases, answers, strict=True):
        if case.freight_estimated and answer.customs_value is not None:
            why = say("The carriage is not stated; the cost of this way stands in for it, divided at the place of entry.")
            taken = tuple(Assumed(number, "customs_value", why) for number in range(1, len(consignment.items) + 1))
            answer = replace(answer, estimated=True, assumed=(*taken, *answer.assumed))
        side, place = crossing.side, crossing.passed
        rows.append(BorderAssessment(crossing.journey, side, place.place, place.mode, place.at, case.consignment, answer))
    return tuple(rows)


def with_freight(consignment: Consignment, journey: Journey, passed: Entry) -> Consignment:
    """The consignment with the journey's own cost as its freight where it states none and the cost is known."""
    if consignment.freight is not None or journey.cost is None or passed.cost_after is None:
        return consignment
    whole = journey.cost.amount.quantize(_CENT)
    behind = min(passed.cost_after.amount.quantize(_CENT), whole)
    return replace(consignment, freight=Freight(whole, journey.cost.currency, behind))
