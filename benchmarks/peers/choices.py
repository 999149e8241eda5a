"""What the peers share: the measures of a line, chosen by the readable engine, once for each key that decides them.

A key is what the choice hangs on: state, regime, the stretch of days in which nothing on file changes, code, origin, proofs, the
kind of buyer, and on which side of each limit on file (of value or mass) the consignment is. So a million lines ask some tens of
thousands of times, and find the rest remembered. A broker who writes a script cannot choose faster than that without an engine.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from chorsu.assessment import Case, Rates
from chorsu.assessment.case import Standing
from chorsu.consignment import Consignment, Item
from chorsu.measures import Book
from chorsu.measures.condition import Comparison, Season
from chorsu.measures.model import Chain, Measure


class Line(NamedTuple):
    """A line of the file, its figures as decimals."""

    line_id: str
    consignment_id: str
    jurisdiction: str
    regime: str
    on: date
    hs: str
    code: str
    origin: str
    value: Decimal
    currency: str
    quantity: Decimal | None
    unit: str
    net_mass: Decimal | None
    gross_mass: Decimal | None
    incoterm: str | None
    freight: Decimal | None
    proofs: list[str]
    buyer: str | None
    buyer_kind: str

    def quantity_in(self, unit: str) -> Decimal | None:
        """How many of a unit the line has."""
        if unit == "KGM":
            return self.net_mass if self.net_mass is not None or self.unit != "KGM" else self.quantity
        if unit == "E4":
            return self.gross_mass
        return self.quantity if unit == self.unit else None


class Bought:
    """What each buyer has bought in each period so far, held to the limits of chains in the order of the consignments."""

    def __init__(self) -> None:
        self.used: dict[tuple[str, str | None, str], Decimal] = defaultdict(Decimal)

    def passes(self, law: Law, buyer: str | None, value: Decimal | None) -> bool:
        """Whether a consignment passes a limit. It counts for a period whose limit it keeps."""
        if value is None:
            return False
        over, counted = False, []
        for limit in law.chain.limits:
            money = law.money(limit.most.currency)
            assert money is not None
            account = law.state, buyer, _period(limit.per, law.on)
            passed = value + (self.used[account] if limit.per else 0) > limit.most.amount * money
            over = over or passed
            if limit.per:
                counted.append((account, passed))
        if not any(passed for _, passed in counted):
            for account in {account for account, _ in counted}:
                self.used[account] += value
        return over


def _period(per: str, on: date) -> str:
    return {"year": f"{on:%Y}", "quarter": f"{on:%Y}-Q{(on.month + 2) // 3}"}.get(per, f"{on:%Y-%m}")


class Slot(NamedTuple):
    """A charge of a line: unknown; or due by the measures of its contests, in each of which one counts (of fees all); or zero."""

    unknown: bool
    contests: tuple[tuple[Measure, ...], ...]


UNKNOWN, ZERO = Slot(True, ()), Slot(False, ())


@dataclass
class Law:
    """What holds at the border of a state, in a regime, on a day: the chain, the rates of exchange, the limits."""

    state: str
    regime: str
    on: date
    chain: Chain
    rates: Rates
    period: int = 0
    limits: list[tuple[str, list[Decimal]]] = field(default_factory=list)
    _money: dict[str, Decimal | None] = field(default_factory=dict)

    def money(self, currency: str) -> Decimal | None:
        """One unit of a currency in that of the chain."""
        if currency not in self._money:
            quote = self.rates.find(currency, self.chain.currency, self.on, self.state)
            self._money[currency] = None if quote is None else quote.rate
        return self._money[currency]

    def sides(self, **figures: Decimal | None) -> tuple[object, ...]:
        """On which side of each limit on file the figures of a consignment are."""
        found: list[object] = []
        for name, limits in self.limits:
            figure = figures[name]
            found.append(None if figure is None else (bisect_left(limits, figure), bisect_right(limits, figure)))
        return tuple(found)


class Choices:
    """The chains and choices of a book, remembered."""

    def __init__(self, book: Book, rates: Rates) -> None:
        self.book, self.rates = book, rates
        self._laws: dict[tuple[str, str, date], Law] = {}
        self._changes: dict[str, list[date]] = {}
        self._comparisons: dict[tuple[str, str], set[Comparison]] = {}
        self._known: dict[tuple[object, ...], tuple[Slot, ...]] = {}

    def law(self, state: str, regime: str, on: date) -> Law:
        """What holds at a border on a day."""
        key = state, regime, on
        if key not in self._laws:
            chain = self.book.chain(state, regime, on)
            assert chain is not None, f"no chain for {state}, {regime}, {on}"
            law = self._laws[key] = Law(state, regime, on, chain, self.rates)
            law.period = bisect_right(self._days_of_change(state, on.year), on)
            law.limits = self._limits(law)
        return self._laws[key]

    def slots(
        self, law: Law, lines: Sequence[Line], number: int, sides: tuple[object, ...], values: Sequence[Decimal | None]
    ) -> tuple[Slot, ...]:
        """What each charge of a line is due by, its consignment having those values and lying on those sides of the limits."""
        line = lines[number]
        goods = line.code, line.hs, line.origin, tuple(line.proofs)
        key = law.state, law.regime, law.period, goods, line.buyer_kind, sides, self.of_each(law, line, values[number])
        if key not in self._known:
            items = tuple(_item(each) for each in lines)
            case = Case(Consignment(items, "DAP", buyer_kind=line.buyer_kind), law.state, law.regime, law.on)
            standing = Standing(case, self.book, law.chain, self.rates)
            step = Fraction(law.chain.rounding.to)
            standing.values = [None if value is None else int(Fraction(value) / step) for value in values]
            self._known[key] = _chosen(standing, items[number])
        return self._known[key]

    def of_each(self, law: Law, line: Line, value: Decimal | None) -> tuple[bool | None, ...]:
        """Whether what rows for its code compare of the line itself holds: the value of each piece, say."""
        parts = self.book.comparisons_of_items(self.book.jurisdictions(law.state, law.on), line.code or line.hs)
        return tuple(_holds(part, law, line, value) for part in sorted(parts, key=str)) if parts else ()

    def _days_of_change(self, state: str, year: int) -> list[date]:
        """The days of a year on which a measure, a season, a chain or a membership begins, or has ended."""
        if state not in self._changes:
            places = self.book.jurisdictions(state, date(year, 12, 31))
            rows = list(self.book.of(places))
            spans = [(row.valid_from, row.valid_to) for row in rows]
            spans += [(chain.valid_from, chain.valid_to) for chain in self.book.chains if chain.jurisdiction in places]
            spans += [(member.valid_from, member.valid_to) for group in self.book.groups.values() for member in group.members]
            seasons = {part for row in rows for part in row.conditions if isinstance(part, Season)}
            spans += [
                (date(year, *part.start), date(year, *part.end)) for part in seasons if (2, 29) not in (part.start, part.end)
            ]
            self._changes[state] = sorted(
                {first for first, _ in spans} | {last + timedelta(1) for _, last in spans if last is not None}
            )
        return self._changes[state]

    def _limits(self, law: Law) -> list[tuple[str, list[Decimal]]]:
        """What each figure of a consignment is compared with: values in the chain's currency, masses in kilograms."""
        key = law.state, law.regime
        if key not in self._comparisons:
            rows = self.book.of(self.book.jurisdictions(law.state, law.on))
            parts = (part for row in rows if row.regime == law.regime for part in row.conditions)
            self._comparisons[key] = {part for part in parts if isinstance(part, Comparison) and not part.of_item}
        found: dict[str, set[Decimal]] = defaultdict(set)
        for part in self._comparisons[key]:
            unit = law.money(part.unit) if part.figure == "customs_value" else Decimal(1000 if part.unit == "TNE" else 1)
            assert unit is not None, f"no rate for {part} on {law.on}"
            found[part.figure].add(part.limit * unit)
        return [(figure, sorted(limits)) for figure, limits in sorted(found.items())]


def _holds(part: Comparison, law: Law, line: Line, value: Decimal | None) -> bool | None:
    figure, _, per = part.figure.partition("/")
    each, money = line.quantity_in(per), law.money(part.unit) if figure == "customs_value" else 1
    quantity = value if figure == "customs_value" else line.quantity_in(figure)
    if not each or quantity is None or money is None:
        return None
    return part.compare(Fraction(quantity) / Fraction(each), Fraction(part.limit) * Fraction(money))


def _item(line: Line) -> Item:
    """A line as far as the choice of measures asks for it."""
    return Item("", line.hs, line.origin, line.value, line.currency, {line.jurisdiction: line.code}, line.quantity, line.unit,
                gross_mass=line.gross_mass, net_mass=line.net_mass, proofs=tuple(line.proofs))  # fmt: skip


def _chosen(standing: Standing, item: Item) -> tuple[Slot, ...]:
    reliefs, unsure = standing.fitting(item, "relief")
    slots = []
    for charge in standing.chain.charges:
        choice = standing.choice(item, charge)
        contests = choice.contests or ((choice.measures,) if choice.measures else ())
        undecided = any(charge.kind in relief.of for relief in unsure)
        if any(charge.kind in relief.of for relief in reliefs):
            slots.append(ZERO)
        elif undecided or choice.unknown is not None or not (contests or charge.listed_only):
            # One fee that is unknown leaves the others due, so that they are shared out with it.
            alone = charge.kind == "fee" and not undecided
            slots.append(Slot(True, (choice.measures,)) if alone else UNKNOWN)
        else:
            slots.append(Slot(False, contests))
    return tuple(slots)
