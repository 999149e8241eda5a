"""What applies: measures, charge chains, and the book that holds them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from chorsu.facts import Money, Source
from chorsu.geography.model import Group
from chorsu.measures.condition import Condition
from chorsu.measures.expression import Expression

# Kinds that are not money: of these, and of fees, every measure that fits counts.
REQUIREMENT_KINDS = ("prohibition", "licence", "quota", "document", "phytosanitary", "veterinary", "conformity")
NOT_CHARGES = ("relief", "customs_value", *REQUIREMENT_KINDS)

VALUATIONS = ("CIF", "FOB", "DAP-border")
ROUNDING_MODES = ("half_up", "half_even", "down", "up")


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
    def prefix(self) -> str:
        """The code prefix; empty for all goods."""
        return "" if self.commodity == "*" else self.commodity


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
    """A part of the value or freight that the law adds to the customs value (``rate`` as a fraction of one)."""

    rate: Decimal
    of: tuple[str, ...]


@dataclass(frozen=True)
class Chain:
    """The ordered charges of a jurisdiction and regime, and how its customs value is built."""

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
    insurance_if_unknown: Decimal | None = None
    addition: Addition | None = None
    source: Source | None = None
    note: str = ""
    assumed: Mapping[str, str] = field(default_factory=dict, hash=False)

    def on(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, eq=False)
class Book:
    """All measures, groups and chains of one state of the law on file. ``hash`` names that state, ``known_on`` its day."""

    measures: tuple[Measure, ...]
    groups: Mapping[str, Group]
    chains: tuple[Chain, ...]
    hash: str = ""
    known_on: date | None = None

    @cached_property
    def by_prefix(self) -> Mapping[tuple[str, str], tuple[Measure, ...]]:
        """Measures by jurisdiction and code prefix."""
        rows: dict[tuple[str, str], list[Measure]] = defaultdict(list)
        for measure in self.measures:
            rows[measure.jurisdiction, measure.prefix].append(measure)
        return {key: tuple(found) for key, found in rows.items()}

    @cached_property
    def prefixes(self) -> Mapping[str, tuple[str, ...]]:
        """The sorted code prefixes of each jurisdiction."""
        found: dict[str, set[str]] = defaultdict(set)
        for jurisdiction, prefix in self.by_prefix:
            found[jurisdiction].add(prefix)
        return {jurisdiction: tuple(sorted(prefixes)) for jurisdiction, prefixes in found.items()}

    @cached_property
    def by_id(self) -> Mapping[str, Measure]:
        """Measures by their id."""
        return {measure.id: measure for measure in self.measures}

    @cached_property
    def unions(self) -> tuple[str, ...]:
        """The groups that make measures or chains themselves."""
        makers = {name for name, _ in self.by_prefix} | {chain.jurisdiction for chain in self.chains}
        return tuple(sorted(makers & self.groups.keys()))

    def jurisdictions(self, state: str, day: date) -> tuple[str, ...]:
        """The state itself, then the unions that it is a member of on that day."""
        return (state, *(name for name in self.unions if name != state and self.groups[name].has(state, day)))

    def nomenclatures(self, state: str, day: date) -> tuple[str, ...]:
        """The names under which an item's national digits count for a state: itself, then every group that it is a member of."""
        return (state, *(name for name in sorted(self.groups) if name != state and self.groups[name].has(state, day)))

    def destinations(self, state: str, day: date) -> frozenset[str]:
        """A state and the groups that it is a member of, as conditions on the destination ask; empty where no state is known."""
        return frozenset(self.nomenclatures(state, day)) if state else frozenset()

    def under(self, jurisdiction: str, code: str) -> Iterator[Measure]:
        """The measures whose prefix is longer than a code and begins with it."""
        prefixes = self.prefixes.get(jurisdiction, ())
        for index in range(bisect_left(prefixes, code), len(prefixes)):
            if not prefixes[index].startswith(code):
                return
            if len(prefixes[index]) > len(code):
                yield from self.by_prefix[jurisdiction, prefixes[index]]

    def over(self, jurisdiction: str, code: str) -> Iterator[Measure]:
        """The measures whose prefix a code begins with, those for all goods among them."""
        for length in (0, *range(2, len(code) + 1)):
            yield from self.by_prefix.get((jurisdiction, code[:length]), ())

    def chain(self, state: str, regime: str, day: date) -> Chain | None:
        """The chain in force: the state's own before its union's, then the later one; None where none is on file."""
        for jurisdiction in self.jurisdictions(state, day):
            fits = [c for c in self.chains if c.jurisdiction == jurisdiction and c.regime == regime and c.on(day)]
            if fits:
                return max(fits, key=lambda chain: chain.valid_from)
        return None
