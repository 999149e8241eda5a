"""Customs transit: the territories that goods pass through under customs control, and the security asked for them there.

Security is reckoned as the duties and taxes that would fall due were the goods released where they enter, without any preference:
so it is always an estimate, since the customs office that opens the transit sets it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chorsu.assessment import Assessment
from chorsu.consignment import Consignment
from chorsu.facts import Money
from chorsu.geography import Atlas
from chorsu.measures import Book, Requirement
from chorsu.measures.condition import DayAndMode
from chorsu.measures.find import inquiries_of, requirements_of_all
from chorsu.measures.words import charge_name
from chorsu.nomenclature.check import listed
from chorsu.planning.borders import Crossing, territory
from chorsu.planning.load import References
from chorsu.planning.model import Security, Transit
from chorsu.routing import Entry, Journey, entry, transits
from chorsu.text import say

# Modes whose goods stay aboard, or on the quay, of a port or airport on the way: no transit is opened for them.
_ABOARD = frozenset(("sea", "air"))


@dataclass(frozen=True)
class Passage:
    """One run of a journey under customs control in a territory: ``state`` is that whose customs puts the goods under it.

    Goods that only pass through leave the territory again; others go on to the customs at their end, and ``leaves`` is None.
    """

    journey: int
    territory: str
    state: str
    enters: Entry
    leaves: Entry | None

    def crossing(self) -> Crossing:
        """The passage as a border at which release is assessed, for the security."""
        return Crossing(self.journey, "transit", self.state, self.enters)


def passages(book: Book, atlas: Atlas, number: int, journey: Journey) -> Iterator[Passage]:
    """The customs territories on a journey's way, and that of its end where the goods go on behind its border."""
    day = journey.departs.date()
    first, last = journey.legs[0].from_place, journey.legs[-1].to_place
    home, goal = (territory(book, atlas.place(code).state, day) for code in (first, last))
    for passed in transits(journey, lambda state: territory(book, state, day), atlas):
        came, goes = passed.entry, passed.exit
        aboard = came.place == goes.place and {came.mode, goes.mode} <= _ABOARD
        if passed.territory not in (home, goal) and not aboard:
            state = atlas.place(came.place).state
            yield Passage(number, _name(book, state, day), state, came, goes)
    entered = entry(journey, goal, atlas) if home != goal else None
    if entered is not None and entered.mode not in _ABOARD and entered.place != last:
        state = atlas.place(last).state
        yield Passage(number, _name(book, state, day), state, entered, None)


def _name(book: Book, state: str, day: date) -> str:
    """The customs territory of a state by its name: its union, else the state."""
    return next(iter(book.jurisdictions(state, day)[1:]), state)


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


def transit_requirements(passage: Passage, consignment: Consignment, goal: str, book: Book) -> Iterator[Requirement]:
    """What a territory asks of goods on their way through it to the state ``goal``."""
    on = passage.enters.at.date()
    case = DayAndMode(on, passage.enters.mode, destinations=book.destinations(goal, on))
    yield from requirements_of_all(inquiries_of(consignment, book, passage.state, "transit", on, case))
