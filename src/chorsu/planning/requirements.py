"""The requirements for goods between two states, without a consignment around them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from chorsu.consignment import Item
from chorsu.measures import Book, Inquiry, Requirement, find_requirements
from chorsu.measures.condition import DayAndMode
from chorsu.measures.model import REQUIREMENT_KINDS
from chorsu.planning.borders import territory


def requirements_of(
    book: Book, code: str, *, origin: str, destination: str, on: date, mode: str = ""
) -> tuple[tuple[str, Requirement], ...]:
    """What the state of origin asks on export and the state of destination on import, as (side, requirement).

    Inside a customs union only by the states' own law: the union's rules are of its outer border.
    """
    within = destination in territory(book, origin, on)
    case = DayAndMode(on, mode, destinations=book.destinations(destination, on))
    found = []
    for side, state in (("export", origin), ("import", destination)):
        codes = {name: code for name in book.jurisdictions(state, on)} if len(code) > 6 and side == "import" else {}
        item = Item("", code[:6], origin, Decimal(0), "USD", codes=codes)
        asked = find_requirements(Inquiry(book, state, side, on, item, case))
        found += [(side, row) for row in asked if not within or row.measure.jurisdiction == state]
    return tuple(found)


def sides_not_on_file(book: Book, *, origin: str, destination: str, on: date) -> tuple[tuple[str, str], ...]:
    """The sides, as (side, state), of which no requirement at all is on file: what they ask is unknown, not nothing."""
    found: list[tuple[str, str]] = []
    if destination in territory(book, origin, on):
        return ()
    for side, state in (("export", origin), ("import", destination)):
        places = book.jurisdictions(state, on)
        rows = (row for row in book.of(places) if row.regime == side)
        if not any(row.kind in REQUIREMENT_KINDS and row.on(on) for row in rows):
            found.append((side, state))
    return tuple(found)
