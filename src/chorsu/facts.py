"""Where a fact comes from, and exact figures: the nouns that every engine shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, overload

from chorsu.text import Text

_MOST_FIGURES = 30


@dataclass(frozen=True)
class Source:
    """Where a fact was read: the act or page, its address, the day we looked, and the day the source speaks of."""

    title: str
    address: str = ""
    checked_on: date | None = None
    as_of: str = ""
    also: str = ""

    @classmethod
    def of(cls, row: Mapping[str, Any] | None) -> Source | None:
        """Read a ``source = {title, address, checked_on}`` table; None where the row has none."""
        if not row or not row.get("title"):
            return None
        checked = row.get("checked_on")
        if isinstance(checked, str):
            checked = date.fromisoformat(checked) if checked else None
        return cls(
            title=str(row["title"]),
            address=str(row.get("address", "")),
            checked_on=checked,
            as_of=str(row.get("as_of", "")),
            also=str(row.get("also", "")),
        )

    def to_json(self) -> dict[str, str]:
        """As CONTRACTS writes a source; empty fields are left out."""
        row = {
            "title": self.title,
            "address": self.address,
            "checked_on": self.checked_on.isoformat() if self.checked_on else "",
            "as_of": self.as_of,
            "also": self.also,
        }
        return {name: value for name, value in row.items() if value}


@dataclass(frozen=True)
class Money:
    """An exact amount in a currency (ISO 4217)."""

    amount: Decimal
    currency: str

    def to_json(self) -> dict[str, str]:
        return {"amount": plain(self.amount), "currency": self.currency}


@dataclass(frozen=True)
class Fault:
    """Something wrong in what a caller gave: where (``items[0].hs``), what, and what would be right."""

    path: str
    message: Text
    expected: Text | None = None

    def to_json(self, language: str = "en") -> dict[str, str]:
        row = {"path": self.path, "message": self.message.in_(language)}
        if self.expected is not None:
            row["expected"] = self.expected.in_(language)
        return row


class Faulty(ValueError):
    """Raised when input cannot be used; carries every fault at once."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{fault.path}: {fault.message}" for fault in faults))


@overload
def plain(number: Decimal) -> str: ...
@overload
def plain(number: None) -> None: ...
def plain(number: Decimal | None) -> str | None:
    """A decimal as a string without exponent: ``Decimal("2E+4")`` is ``20000``; None, which is unknown, stays None."""
    return None if number is None else format(number, "f")


def exact(text: object) -> Decimal | None:
    """Read a finite decimal written in plain figures from a string, an integer or a Decimal; None if it is not one.

    Floats are refused: they are not what was written. So are exponents and more than 30 characters.
    """
    if isinstance(text, bool) or not isinstance(text, str | int | Decimal):
        return None
    if isinstance(text, Decimal) and (not text.is_finite() or abs(text.adjusted()) > _MOST_FIGURES):
        return None  # written out, 1e999999999 would fill the memory
    written = text.strip() if isinstance(text, str) else plain(text) if isinstance(text, Decimal) else str(text)
    if not written or len(written) > _MOST_FIGURES or "e" in written.lower() or "_" in written or not written.isascii():
        return None
    try:
        number = Decimal(written)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
