"""Customs transit: the territories that goods pass through under customs control, and the security asked for them there.

Security is reckoned as the duties and taxes that would fall due were the goods released where they enter, without any preference:
so it is always an estimate, since the customs office that opens the transit sets it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from chorsu.assessment import Assessment
from chorsu.consignment import Consignment
from chorsu.facts import Money
from chorsu.geography import Atlas
from chorsu.measures import Book, Inquiry, Requirement, find_requirements
from chorsu.measures.condition import DayAndMode
from chorsu.measures.words import charge_name
from chorsu.nomenclature.check import listed
from chorsu.planning.borders import Crossing, territory
from chorsu.planning.load import References
from chorsu.planning.model import Passing, Security, Transit
from chorsu.routing import Journey, entry
from chorsu.text import say

# Modes whose goods stay aboard, or on the quay, of a port or airport on the way: no transit is opened for them.
_ABOARD = ("sea", "air")


@dataclass(frozen=True)
class Passage:
    """One run of a journey under customs control in a territory: ``state`` is that in which it enters.

    ``through`` goods leave the territory again; others go on to the customs at their destination, and ``leaves`` is None.
    """

    journey: int
    territory: str
    state: str
    enters: Passing
    leaves: Passing | None

    @property
    def through(self) -> bool:
        return self.leaves is not None


def passages(book: Book, atlas: Atlas, number: int, journey: Journey) -> Iterator[Passage]:
    """The customs territories on a journey's way, and that of its end where the goods go on behind its border."""
    day = journey.departs.date()

    def name(code: str) -> str:
        state = atlas.place(code).state
        return next(iter(book.jurisdictions(state, day)[1:]), state)

    home, goal = name(journey.legs[0].from_place), name(journey.legs[-1].to_place)
    entered: tuple[int, str] | None = None
    for index, leg in enumerate(journey.legs):
        here, there = name(leg.from_place), name(leg.to_place)
        if here == there:
            continue
        if entered is not None and entered[1] == here:
            start = journey.legs[entered[0]]
            leaves = Passing(leg.from_place, leg.departs, leg.mode)
            stays = entered[0] + 1 == index and start.mode in _ABOARD and leg.mode in _ABOARD
            if not stays and here not in (home, goal):
                state = atlas.place(start.to_place).state
                yield Passage(number, here, state, Passing(start.to_place, start.arrives, start.mode), leaves)
        entered = (index, there)
    if entered is not None and entered[1] == goal != home and entered[0] + 1 < len(journey.legs):
        start = journey.legs[entered[0]]
        if start.mode not in _ABOARD:
            state = atlas.place(journey.legs[-1].to_place).state
            yield Passage(number, goal, state, Passing(start.to_place, start.arrives, start.mode), None)


def transit_of(passage: Passage, assessment: Assessment, references: References) -> Transit:
    """A passage with its rules and the security that it asks; ``assessment`` is that of release where the goods enter."""
    rules = references.transit_rules(passage.state, passage.enters.at.date(), {passage.enters.mode})
    return Transit(
        journey=passage.journey,
        territory=passage.territory,
        names=_names(passage.territory, references),
        enters=passage.enters,
        leaves=passage.leaves,
        rules=rules,
        security=_security(passage, rules[0].security if rules else "unknown", assessment, references),
    )


def _names(name: str, references: References) -> Mapping[str, str]:
    """What a customs territory is called: the union, or the state."""
    group = references.book.groups.get(name)
    return (group.names if group is not None else references.atlas.state(name).names) or {}


def _security(passage: Passage, needed: str, assessment: Assessment, references: References) -> Security:
    if needed == "no":
        return Security("no", None, None)
    state = references.atlas.state(passage.state).names
    kinds = sorted({row.kind for row in assessment.unknown if row.kind != "fee"})
    if "chain" in kinds:
        return Security(
            needed, None, say("What {state} charges on release is not on file, so it cannot be reckoned.", state=state)
        )
    if kinds or assessment.customs_value is None:
        names = listed([charge_name(kind) for kind in kinds])
        return Security(needed, None, say("Unknown on release in {state}: {kinds}.", state=state, kinds=names))
    amount = sum((row.amount for row in assessment.charges if row.kind != "fee"), Decimal(0))
    why = say(
        "Estimated: the duties and taxes that would fall due on release in {state} on {day}, no preference counted.",
        state=state,
        day=assessment.on.isoformat(),
    )
    return Security(needed, Money(amount, assessment.currency), why)


def crossing_of(passage: Passage, journey: Journey, references: References) -> Crossing | None:
    """The passage as a border at which release is assessed, for the security; None where the goods do not come from outside."""
    inside = territory(references.book, passage.state, journey.departs.date())
    found = entry(journey, inside, references.atlas)
    return None if found is None else Crossing(passage.journey, "transit", passage.state, found)


def transit_requirements(passage: Passage, consignment: Consignment, goal: str, book: Book) -> Iterator[Requirement]:
    """What a territory asks of goods on their way through it to the state ``goal``."""
    on = passage.enters.at.date()
    case = DayAndMode(on, passage.enters.mode, destinations=book.destinations(goal, on))
    for item in consignment.items:
        yield from find_requirements(Inquiry(book, passage.state, "transit", on, item, case))
