"""What applies: measures and charge chains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from chorsu.facts import Money, Source
from chorsu.measures.condition import Condition
from chorsu.measures.expression import Expression

# Kinds that are not money: of these, and of fees, every measure that fits counts.
REQUIREMENT_KINDS = ("prohibition", "licence", "quota", "document", "phytosanitary", "veterinary", "conformity")
NOT_CHARGES = ("relief", "customs_value", *REQUIREMENT_KINDS)

# The regimes of customs law; a state's own stands behind one of them: import:9610.
REGIMES = ("import", "export", "transit", "temporary", "inward-processing", "bonded")
VALUATIONS = ("CIF", "FOB", "DAP-border")
ADDITION_OF = ("value", "freight", "insurance", "customs_value")
ROUNDING_MODES = ("half_up", "half_even", "down", "up")
MODES = ("rail", "road", "sea", "air")


def prefix_of(commodity: str) -> str:
    """The code prefix that a row's commodity means; empty for all goods."""
    return "" if commodity == "*" else commodity


@dataclass(frozen=True)
class Measure:
    """One rule of a jurisdiction (a state, or a union) for goods with a code prefix, from an origin, in a regime, on days.

    ``expression`` is None for kinds that are not money. ``scheme`` is what the measure belongs to (MFN, provisional, …).
    ``of`` names the charges a relief makes zero; ``as_`` is how an official customs value works (floor, replace).
    ``extra`` keeps the row's further columns (``paper``, ``issued_by``, ``note`` …).
    """

    id: str
    jurisdiction: str
    kind: str
    commodity: str
    origin: str
    regime: str
    valid_from: date
    valid_to: date | None = None
    scheme: str = ""
    expression: Expression | None = None
    conditions: tuple[Condition, ...] = ()
    replaces: tuple[str, ...] = ()
    per: str = "item"
    of: tuple[str, ...] = ()
    as_: str = ""
    text: Mapping[str, str] = field(default_factory=dict, hash=False)
    source: Source | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def on(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def checked_on(self) -> date | None:
        """The day on which its source was read."""
        return self.source.checked_on if self.source else None

    @property
    def prefix(self) -> str:
        """The code prefix; empty for all goods."""
        return prefix_of(self.commodity)


@dataclass(frozen=True)
class CompleteList:
    """The day on which the list of goods under a charge was on file whole, and where it was read."""

    complete_on: date
    title: str
    address: str


@dataclass(frozen=True)
class ChainCharge:
    """One charge of a chain: what it is computed on, and what is special about it (see the reference of charge chains).

    ``assumed`` says, by language, what is taken for granted wherever this charge is computed; it makes the result an estimate.
    """

    kind: str
    base: tuple[str, ...]
    lowest: bool = False
    exempt_up_to: Money | None = None
    gross_up: bool = False
    listed_only: bool = False
    lines_missing: bool = False
    list: CompleteList | None = None
    share: Decimal | None = None
    source: Source | None = None
    note: str = ""
    assumed: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Rounding:
    """Amounts are rounded to multiples of ``to`` by ``mode``."""

    to: Decimal
    mode: str


@dataclass(frozen=True)
class Addition:
    """What the law adds to the customs value: ``rate``, as a fraction of one, of the parts of the value that ``of`` names."""

    rate: Decimal
    of: tuple[str, ...]


@dataclass(frozen=True)
class FreightLimit:
    """What carriage by a mode counts for at most in the customs value (``rate`` of the goods' value, as a fraction of one)."""

    rate: Decimal
    mode: str


PERIODS = ("year", "quarter", "month")


@dataclass(frozen=True)
class Limit:
    """Up to which customs value a chain is for: of one consignment, or ``per`` calendar period of all that a buyer buys so."""

    most: Money
    per: str = ""


@dataclass(frozen=True)
class Chain:
    """The ordered charges of a jurisdiction and regime, and how its customs value is built.

    A consignment that passes one of the ``limits`` is assessed wholly under the regime ``beyond``.
    """

    id: str
    jurisdiction: str
    regime: str
    currency: str
    valuation: str
    rounding: Rounding
    valid_from: date
    charges: tuple[ChainCharge, ...]
    valid_to: date | None = None
    freight_if_unknown: Decimal | None = None
    freight_at_most: FreightLimit | None = None
    insurance_if_unknown: Decimal | None = None
    addition: Addition | None = None
    limits: tuple[Limit, ...] = ()
    beyond: str = ""
    source: Source | None = None
    note: str = ""
    assumed: Mapping[str, str] = field(default_factory=dict, hash=False)

    def on(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
