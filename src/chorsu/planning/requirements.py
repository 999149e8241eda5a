"""The requirements for goods between two states, without a consignment around them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chorsu.consignment import Item
from chorsu.measures import Book, Inquiry, Requirement, find_requirements


@dataclass(frozen=True)
class _Anyhow:
    """Circumstances of which only the day and the mode are known: masses and values cannot be told."""

    on: date
    mode: str
    buyer_kind: str = "business"
    net_mass: Decimal | None = None
    gross_mass: Decimal | None = None

    def customs_value_against(self, limit: Decimal, currency: str) -> None:
        """The value is not known."""


def requirements_of(
    book: Book, code: str, *, origin: str, destination: str, on: date, mode: str = ""
) -> tuple[tuple[str, Requirement], ...]:
    """What the state of origin asks on export and the state of destination on import, as (side, requirement)."""
    case = _Anyhow(on, mode)
    found = []
    for side, state in (("export", origin), ("import", destination)):
        codes = {name: code for name in book.jurisdictions(state, on)} if len(code) > 6 and side == "import" else {}
        item = Item("", code[:6], origin, Decimal(0), "USD", codes=codes)
        found += [(side, row) for row in find_requirements(Inquiry(book, state, side, on, item, case))]
    return tuple(found)
