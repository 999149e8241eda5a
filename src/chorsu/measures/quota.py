"""Quotas: how much may come in under a rate in a period, and what is left of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from chorsu.facts import Fault, Source, plain
from chorsu.measures.rows import source_of
from chorsu.reading import Reader
from chorsu.text import say


@dataclass(frozen=True)
class Quota:
    """A quantity in ``unit`` for the days from ``valid_from`` to ``valid_to``. ``left``: what was left on the day ``left_on``.

    Several periods of one quota have its name. What is left is None where it is not on file.
    """

    name: str
    unit: str
    amount: Decimal
    jurisdiction: str
    valid_from: date
    valid_to: date | None = None
    left: Decimal | None = None
    left_on: date | None = None
    source: Source | None = None

    def on(self, day: date) -> bool:
        """Whether the day lies in its period."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def to_json(self) -> dict[str, Any]:
        """As a table of a book has it."""
        return {
            "name": self.name,
            "jurisdiction": self.jurisdiction,
            "unit": self.unit,
            "amount": plain(self.amount),
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
            "left": plain(self.left),
            "left_on": self.left_on.isoformat() if self.left_on else None,
            "source": self.source.to_json() if self.source else None,
        }


def read_quota(row: Mapping[str, Any], where: str, faults: list[Fault]) -> Quota | None:
    """Read one period of a quota from its TOML table. Faults are added under ``where``; None if there was one."""
    reader = Reader(row, where, faults)
    before = len(faults)
    quantity = say('a quantity in the quota\'s unit, for example "20000"')
    unit = say("a unit of UN/ECE Recommendation 20, for example KGM")
    valid_from, valid_to = reader.day("valid_from", required=True), reader.day("valid_to")
    if valid_from and valid_to and valid_to < valid_from:
        reader.fault("valid_to", say("{day} is before valid_from.", day=valid_to), say("a day from {day} on", day=valid_from))
    quota = Quota(
        name=reader.text("name", required=True),
        unit=reader.matching("unit", "[A-Z0-9]{2,3}", unit, required=True),
        amount=reader.decimal("amount", quantity, required=True) or Decimal(0),
        jurisdiction=reader.text("jurisdiction", required=True),
        valid_from=valid_from or date.min,
        valid_to=valid_to,
        left=reader.decimal("left", quantity),
        left_on=reader.day("left_on"),
        source=source_of(reader),
    )
    return quota if len(faults) == before else None
