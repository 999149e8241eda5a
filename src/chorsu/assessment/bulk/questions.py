"""What is asked of the book, once for each distinct question of all lines: goods, day and circumstances, without their figures."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from chorsu.assessment.case import Case, Standing
from chorsu.assessment.entries import Entry
from chorsu.assessment.exchange import Rates
from chorsu.assessment.prepare import Settled, settle
from chorsu.assessment.program import UNKNOWN, ZERO
from chorsu.consignment import Consignment, Item
from chorsu.measures.book import Book
from chorsu.measures.condition import Comparison, Season
from chorsu.measures.model import Chain, Measure
from chorsu.text import Text, say

# The columns of a question, in order. Texts that a line lacks are empty; truths is a digit for each comparison (0, 1, or 2: untold).
COLUMNS = ("jurisdiction", "epoch", "hs", "code", "origin", "proofs", "producer", "mode", "buyer_kind", "importer", "unit", "figures",
           "truths", "alone")  # fmt: skip
WITH_QUANTITY, WITH_NET_MASS, WITH_GROSS_MASS = 1, 2, 4

_ONE = Decimal(1)


@dataclass(frozen=True)
class Question:
    """One row of :data:`COLUMNS`. ``epoch`` numbers the stretches of days on which the same law holds."""

    jurisdiction: str
    epoch: int
    hs: str
    code: str
    origin: str
    proofs: str
    producer: str
    mode: str
    buyer_kind: str
    importer: str
    unit: str
    figures: int
    truths: str
    alone: bool


@dataclass
class Asked(Standing):
    """A question under work: comparisons were made for the lines beforehand."""

    truths: Mapping[Comparison, bool | None] = field(default_factory=dict)

    def compares(self, comparison: Comparison, item: Item) -> bool | None:
        return self.truths.get(comparison)


@dataclass(frozen=True)
class Answer:
    """What counts for a question: by charge its state and measures; why charges are unknown.

    ``measures`` are the ids of a charge whatever the figures; None where they depend on amounts.
    """

    entries: tuple[Entry, ...]
    measures: tuple[tuple[str, ...] | None, ...]
    why: tuple[Text | None, ...]


@dataclass(eq=False)
class Law:
    """The law of one chain, as it is asked by questions: its comparisons, and the stretches of days on which it stays the same."""

    book: Book
    chain: Chain
    rates: Rates
    settled: dict[Question, Answer] = field(default_factory=dict)
    standings: dict[tuple[object, ...], Asked] = field(default_factory=dict)
    epochs: dict[tuple[str, tuple[object, ...]], int] = field(default_factory=dict)
    days: dict[int, date] = field(default_factory=dict)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The measures in money of the chain's regime, of all states and unions that it serves."""
        groups = self.book.groups
        own = self.chain.jurisdiction
        states = {member.state for member in groups[own].members} if own in groups else {own}
        makers = states | {name for name in self.book.unions if any(member.state in states for member in groups[name].members)}
        kinds = {charge.kind for charge in self.chain.charges} | {"relief", "customs_value"}
        return tuple(row for row in self.book.of(makers) if row.kind in kinds and row.regime == self.chain.regime)

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """The comparisons that some measure makes, in order."""
        found = {part for row in self.measures for part in row.conditions if isinstance(part, Comparison)}
        return tuple(sorted(found, key=str))

    @cached_property
    def currencies(self) -> tuple[str, ...]:
        """The currencies that some measure or charge names."""
        named = {currency for row in self.measures if row.expression for currency in row.expression.currencies}
        named |= {charge.exempt_up_to.currency for charge in self.chain.charges if charge.exempt_up_to}
        named |= {part.unit for part in self.comparisons if part.figure.startswith("customs_value")}
        return tuple(sorted(named))

    @cached_property
    def _turns(self) -> tuple[date, ...]:
        """The days from which something else holds than on the day before."""
        spans = [(row.valid_from, row.valid_to) for row in self.measures]
        spans += [(member.valid_from, member.valid_to) for group in self.book.groups.values() for member in group.members]
        return tuple(sorted({day for start, end in spans for day in (start, _after(end)) if day is not None}))

    @cached_property
    def _seasons(self) -> tuple[Season, ...]:
        return tuple({part for row in self.measures for part in row.conditions if isinstance(part, Season)})

    def epoch(self, state: str, on: date) -> int:
        """The number of the stretch of days that a day belongs to: on all of them every question has the same answer."""
        seasons = tuple(season.has(on) for season in self._seasons)
        rates = tuple(self.rates.find(currency, self.chain.currency, on, state) is None for currency in self.currencies)
        number = self.epochs.setdefault((state, (bisect_right(self._turns, on), seasons, rates)), len(self.epochs))
        self.days.setdefault(number, on)
        return number

    def answer(self, question: Question) -> Answer:
        """What counts for a question."""
        if question not in self.settled:
            standing = self._standing(question)
            item = _item(question, self.book.nomenclatures(question.jurisdiction, standing.case.on))
            found = tuple(settle(standing, item, charge) for charge in self.chain.charges)
            self.settled[question] = Answer(
                tuple(_entry(row, question.alone) for row in found),
                tuple(_ids(row, charge.lowest) for row, charge in zip(found, self.chain.charges, strict=True)),
                tuple(row.choice.unknown if row.choice else None for row in found),
            )
        return self.settled[question]

    def _standing(self, question: Question) -> Asked:
        """The circumstances of a question; the same for all goods in them, so that what was found for goods is kept."""
        key = (question.jurisdiction, question.epoch, question.mode, question.buyer_kind, question.importer, question.truths,
               question.unit, question.figures)  # fmt: skip
        if key not in self.standings:
            consignment = Consignment((), "CIF", buyer_kind=question.buyer_kind or "business", importer=texts(question.importer))
            case = Case(consignment, question.jurisdiction, self.chain.regime, self.days[question.epoch], question.mode)
            truths = {part: _TRUTH[digit] for part, digit in zip(self.comparisons, question.truths, strict=True)}
            self.standings[key] = Asked(case, self.book, self.chain, self.rates, truths=truths)
        return self.standings[key]


_TRUTH = {"0": False, "1": True, "2": None}


def _after(day: date | None) -> date | None:
    return None if day is None or day == date.max else day + timedelta(days=1)


def texts(joined: str) -> tuple[str, ...]:
    """A list that stands in one cell, joined by semicolons."""
    return tuple(part.strip() for part in joined.split(";") if part.strip())


def _item(question: Question, nomenclatures: Sequence[str]) -> Item:
    """The goods of a question, with ones for the figures that its lines have."""
    given = question.figures
    return Item(
        description="",
        hs=question.hs,
        origin=question.origin,
        value=_ONE,
        currency="",
        codes={nomenclatures[0]: question.code} if question.code else {},
        quantity=_ONE if given & WITH_QUANTITY else None,
        unit=question.unit,
        gross_mass=_ONE if given & WITH_GROSS_MASS else None,
        net_mass=_ONE if given & WITH_NET_MASS else None,
        proofs=texts(question.proofs),
        producer=question.producer,
    )


def _entry(row: Settled, alone: bool) -> Entry:
    return Entry(row.state, row.contests, row.doubts, alone)


def _ids(row: Settled, lowest: bool) -> tuple[str, ...] | None:
    """The ids of the measures that count, as far as they do not depend on amounts."""
    if row.relief is not None:
        return (row.relief.id,)
    if row.state in (ZERO, UNKNOWN):
        return ()
    if lowest and len(row.measures) > 1:
        return None
    return tuple(sorted(one.id for one in row.measures))


def no_chain(state: str, regime: str, on: date) -> Text:
    """Why a line has no charges at all."""
    return say("No chain of charges is on file for {state}, {regime}, on {day}.", state=state, regime=regime, day=on.isoformat())

