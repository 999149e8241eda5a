"""What is asked of the book, once for each distinct question of all lines: goods, day, circumstances, but for figures."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, reduce
from typing import TypeGuard

from chorsu.assessment.case import Case, Standing
from chorsu.assessment.exchange import Rates
from chorsu.assessment.prepare import Settled, settle
from chorsu.consignment import Consignment, Item
from chorsu.measures.book import Book
from chorsu.measures.condition import Comparison, Condition, Season, parse_condition
from chorsu.measures.condition import Named as Word
from chorsu.measures.expression import parse_expression
from chorsu.measures.find import claims
from chorsu.measures.model import Chain, ChainCharge, Measure
from chorsu.measures.shelf import Sketch
from chorsu.text import Text, say

WITH_QUANTITY, WITH_NET_MASS, WITH_GROSS_MASS = 1, 2, 4
# What stands for the line's origin, and its day, in a reason: many share a question.
ORIGIN, DAY = "\x02", "\x03"

Told = Comparison | Word  # what the digits of a question tell: comparisons, and quotas
_ONE = Decimal(1)


@dataclass(frozen=True)
class Goods:
    """What decides which rows of the book can touch a line at all: the state, the six digits, the national code."""

    jurisdiction: str
    hs: str
    code: str


@dataclass(frozen=True)
class Question:
    """Goods under circumstances, as far as the rows that can touch them tell these apart; all else is left empty.

    ``epoch`` numbers the stretches of days on which the same law holds; ``figures`` says which of quantity and masses are given,
    ``truths`` has a digit for each comparison of the law (0, 1, or 2: untold), then for each of its quotas (whether it covers
    what the consignment asks of it).
    """

    goods: Goods
    epoch: int
    origin: str
    proofs: str
    producer: str
    mode: str
    buyer_kind: str
    importer: str
    unit: str
    figures: int
    truths: str


@dataclass
class Asked(Standing):
    """Circumstances under work: comparisons were made for the lines beforehand, and quotas shared out."""

    truths: Mapping[Told, bool | None] = field(default_factory=dict)

    def compares(self, comparison: Comparison, item: Item) -> bool | None:
        return self.truths.get(comparison)

    def within_quota(self, name: str, item: Item) -> bool | None:
        return self.truths.get(Word("quota", name))


@dataclass(frozen=True)
class Named:
    """What the rows that can touch goods name for one charge (or, joined, for all): what a question must tell apart."""

    origins: frozenset[str] = frozenset()
    proofs: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()  # producer, mode, buyer, importer
    truths: frozenset[Told] = frozenset()
    units: bool = False

    def joined(self, other: Named) -> Named:
        """What either names."""
        origins, proofs, words = self.origins | other.origins, self.proofs | other.proofs, self.words | other.words
        return Named(origins, proofs, words, self.truths | other.truths, self.units or other.units)


@dataclass(eq=False)
class Law:
    """The law of one chain, as it is asked by questions: what its rows turn on, the stretches of days on which it is the same."""

    book: Book
    chain: Chain
    rates: Rates
    named: dict[Goods, tuple[Named, ...]] = field(default_factory=dict)
    joined: dict[Goods, Named] = field(default_factory=dict)
    of_rows: dict[tuple[str, ...], Named] = field(default_factory=dict)
    settled: dict[tuple[object, ...], Settled] = field(default_factory=dict)
    standings: dict[tuple[object, ...], Asked] = field(default_factory=dict)
    epochs: dict[tuple[str, tuple[object, ...]], int] = field(default_factory=dict)
    fitting: dict[tuple[frozenset[str], str, date], tuple[str, ...]] = field(default_factory=dict)
    epoch_on: dict[tuple[str, date], int] = field(default_factory=dict)
    days: dict[int, date] = field(default_factory=dict)
    claimed: dict[Question, Mapping[Word, bool | None]] = field(default_factory=dict)
    frames: dict[int, tuple[object, ...]] = field(default_factory=dict)
    touching: dict[Goods, tuple[Measure, ...]] = field(default_factory=dict)
    same: dict[tuple[object, ...], int] = field(default_factory=dict)

    @cached_property
    def makers(self) -> frozenset[str]:
        """The states and unions whose measures may count."""
        states = self.book.states(self.chain.jurisdiction)
        return states | {name for name in self.book.unions if not states.isdisjoint(self.book.states(name))}

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of measures that touch money."""
        return frozenset({*(charge.kind for charge in self.chain.charges), "relief", "customs_value"})

    @cached_property
    def sketches(self) -> tuple[Sketch, ...]:
        """The measures of the chain's regime in money, and those that turn on a quota, of all that it serves, as sketches."""
        return tuple(row for row in self.book.shelf.sketches(self.makers) if row.regime == self.chain.regime
                     and (row.kind in self.kinds or any(text.startswith("quota:") for text in row.conditions)))  # fmt: skip

    @cached_property
    def _conditions(self) -> tuple[Condition, ...]:
        written = {text for row in self.sketches for text in row.conditions}
        return tuple(parse_condition(text) for text in sorted(written))

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """The comparisons that some measure makes, in order."""
        return tuple(sorted({part for part in self._conditions if isinstance(part, Comparison)}, key=str))

    @cached_property
    def quotas(self) -> tuple[Word, ...]:
        """The quotas that some measure turns on, in order."""
        return tuple(sorted({part for part in self._conditions if _is_quota(part)}, key=str))

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """What the digits of a question's ``truths`` tell, in order."""
        return (*self.comparisons, *self.quotas)

    @cached_property
    def currencies(self) -> tuple[str, ...]:
        """The currencies that some measure or charge names."""
        written = {row.expression for row in self.sketches if row.expression}
        named = {currency for text in written for currency in parse_expression(text).currencies}
        named |= {charge.exempt_up_to.currency for charge in self.chain.charges if charge.exempt_up_to}
        named |= {part.unit for part in self.comparisons if part.figure.startswith("customs_value")}
        return tuple(sorted(named))

    @cached_property
    def _turns(self) -> tuple[date, ...]:
        """The days from which something else holds than on the day before."""
        return _days_of({(row.valid_from, row.valid_to) for row in self.sketches} | self._memberships)

    @cached_property
    def _memberships(self) -> frozenset[tuple[date, date | None]]:
        groups = self.book.groups.values()
        return frozenset((member.valid_from, member.valid_to) for group in groups for member in group.members)

    @cached_property
    def _turns_of_groups(self) -> tuple[date, ...]:
        """The days from which some group has other members."""
        return _days_of(self._memberships)

    @cached_property
    def _seasons(self) -> tuple[Season, ...]:
        return tuple(part for part in self._conditions if isinstance(part, Season))

    def exchange(self, currency: str, state: str, on: date) -> Fraction | None:
        """What a unit of a currency comes to in the chain's; None where no rate is on file."""
        quote = self.rates.find(currency, self.chain.currency, on, state)
        return None if quote is None else Fraction(quote.rate)

    def epoch(self, state: str, on: date) -> int:
        """The number of the stretch of days that a day belongs to: on all of them every question has the same answer."""
        if (state, on) not in self.epoch_on:
            self.epoch_on[state, on] = self._epoch(state, on)
        return self.epoch_on[state, on]

    def _epoch(self, state: str, on: date) -> int:
        seasons = tuple(season.has(on) for season in self._seasons)
        rates = tuple(self.rates.find(currency, self.chain.currency, on, state) is None for currency in self.currencies)
        number = self.epochs.setdefault((state, (bisect_right(self._turns, on), seasons, rates)), len(self.epochs))
        self.days.setdefault(number, on)
        self.frames.setdefault(number, (bisect_right(self._turns_of_groups, on), rates))
        return number

    def epoch_of(self, goods: Goods, epoch: int) -> int:
        """The first stretch of days asked for on which the rows that can touch some goods stand as they do in another one."""
        self.names(goods)
        on = self.days[epoch]
        key = goods, self.frames[epoch], tuple(_standing(row, on) for row in self.touching[goods])
        return self.same.setdefault(key, epoch)

    def names(self, goods: Goods) -> tuple[Named, ...]:
        """By charge, what the rows name that can touch goods on some day."""
        if goods not in self.named:
            code = goods.code or goods.hs
            over, under = (_by_kind(some, self.kinds) for some in self._touching(goods.jurisdiction, code))
            of_charges = (row for some in (over, under) for rows in some.values() for row in rows)
            self.touching[goods] = (*of_charges, *self._rows_asking(goods))
            both = ((_rows(over, charge), _rows(under, charge)) for charge in self.chain.charges)
            self.named[goods] = tuple(self._named(code, *rows) for rows in both)
        return self.named[goods]

    def _touching(self, state: str, code: str) -> Iterator[Sequence[Mapping[str, Sequence[Measure]]]]:
        """The rows over a code, of the state and of each union that it may be a member of; then those under it."""
        places = (state, *(name for name in self.book.unions if name in self.makers and name != state))
        return zip(*(self.book.touching(place, code, self.chain.regime) for place in places), strict=True)

    def _named(self, code: str, over: Sequence[Measure], under: Sequence[Measure]) -> Named:
        """What some rows name; most goods have the same rows for most charges. Rows under a code leave open which one it is."""
        key = (*(row.id for row in over), *((code, *(row.id for row in under)) if under else ()))
        if key not in self.of_rows:
            self.of_rows[key] = _named((*over, *under))
        return self.of_rows[key]

    def named_by(self, goods: Goods) -> Named:
        """What the rows name that can touch goods, for any charge or part of a quota."""
        if goods not in self.joined:
            self.joined[goods] = reduce(Named.joined, self.names(goods), self._asking(goods) if self.quotas else Named())
        return self.joined[goods]

    def _asking(self, goods: Goods) -> Named:
        """What the rows name that ask for a part of a quota for goods, of whatever kind."""
        over, under = self._asking_rows(goods)
        return self._named(goods.code or goods.hs, over, under)

    def _rows_asking(self, goods: Goods) -> Iterator[Measure]:
        return (row for rows in self._asking_rows(goods) for row in rows) if self.quotas else iter(())

    def _asking_rows(self, goods: Goods) -> Iterator[list[Measure]]:
        """The rows over goods, then those under them, that ask for a part of a quota."""
        for some in self._touching(goods.jurisdiction, goods.code or goods.hs):
            yield [row for rows in some for found in rows.values() for row in found if any(map(_is_quota, row.conditions))]

    def claims(self, question: Question) -> Mapping[Word, bool | None]:
        """Of which quotas the goods of a question ask for a part, whatever is left of them; None where that cannot be told."""
        if question not in self.claimed:
            standing, named = self._standing(question), self._asking(question.goods).truths
            item = _item(question, self.book.nomenclatures(question.goods.jurisdiction, standing.case.on))
            asked = {quota: claims(standing.inquiry(item), quota.name) for quota in self.quotas if quota in named}
            self.claimed[question] = {quota: claim for quota, claim in asked.items() if claim is not False}
        return self.claimed[question]

    def answer(self, question: Question) -> Sequence[Settled]:
        """What counts for a question, charge by charge; what the rows in question cannot tell apart is settled once."""
        standing = self._standing(question)
        proofs, item, found = frozenset(texts(question.proofs)), None, []
        truths = standing.truths
        for k, (charge, named) in enumerate(zip(self.chain.charges, self.names(question.goods), strict=True)):
            fitting = self._fitting(named.origins, question.origin, standing.case.on) if named.origins else ()
            words = tuple(getattr(question, _FIELDS[word]) for word in sorted(named.words)) if named.words else ()
            told = tuple(truths[part] for part in self.told if part in named.truths) if named.truths else ()
            figures = (question.unit, question.figures) if named.units else None
            shown = proofs & named.proofs if named.proofs else ()
            # There is one object for what the same rows name.
            key = (k, question.epoch, id(named), fitting, shown, words, told, figures)
            # A reason names the goods, so that it is kept for them alone.
            settled = self.settled.get(key) or self.settled.get((*key, question.goods))
            if settled is None:
                item = item or _item(question, self.book.nomenclatures(question.goods.jurisdiction, standing.case.on))
                settled = settle(standing, item, charge)
                self.settled[key if settled.choice is None else (*key, question.goods)] = settled
            found.append(settled)
        return found

    def _fitting(self, origins: frozenset[str], origin: str, on: date) -> tuple[str, ...]:
        """Those of some named origins that an origin fits."""
        key = origins, origin, on
        if key not in self.fitting:
            names = (name for name in origins if name == origin or self.book.within(name, origin, on))
            self.fitting[key] = tuple(sorted(names))
        return self.fitting[key]

    def origin_class(self, origins: frozenset[str], origin: str, epoch: int) -> str:
        """What of an origin the rows that name ``origins`` can tell, in words."""
        return "; ".join(self._fitting(origins, origin, self.days[epoch]))

    def _standing(self, question: Question) -> Asked:
        """The circumstances of a question; the same for all goods in them, so that what was found for goods is kept."""
        key = (question.goods.jurisdiction, question.epoch, question.mode, question.buyer_kind, question.importer,
               question.truths, question.unit, question.figures)  # fmt: skip
        if key not in self.standings:
            consignment = Consignment((), "CIF", buyer_kind=question.buyer_kind or "business", importer=texts(question.importer))
            case = Case(consignment, question.goods.jurisdiction, self.chain.regime, self.days[question.epoch], question.mode)
            truths = dict.fromkeys(self.told) | {
                part: _TRUTH[digit] for part, digit in zip(self.told, question.truths, strict=False)
            }
            self.standings[key] = Asked(case, self.book, self.chain, self.rates, truths=truths)
        return self.standings[key]


_TRUTH = {"0": False, "1": True, "2": None}
DIGITS = {truth: digit for digit, truth in _TRUTH.items()}
_FIELDS = {"producer": "producer", "mode": "mode", "buyer": "buyer_kind", "importer": "importer"}


def _by_kind(touching: Sequence[Mapping[str, Sequence[Measure]]], kinds: frozenset[str]) -> dict[str, list[Measure]]:
    return {kind: [row for rows in touching for row in rows.get(kind, ())] for kind in kinds}


def _rows(by_kind: Mapping[str, list[Measure]], charge: ChainCharge) -> list[Measure]:
    """The rows that can touch a charge: its own, and its reliefs."""
    return [*by_kind[charge.kind], *(row for row in by_kind["relief"] if charge.kind in row.of)]


def _named(rows: Sequence[Measure]) -> Named:
    parts = {part for row in rows for part in row.conditions}
    words = {part for part in parts if isinstance(part, Word)}
    return Named(
        frozenset(row.origin for row in rows) - {"*"},
        frozenset(part.name for part in words if part.word == "proof"),
        frozenset(part.word for part in words if part.word in _FIELDS),
        frozenset(part for part in parts if isinstance(part, Comparison) or _is_quota(part)),
        any(row.expression and row.expression.units for row in rows),
    )


def _is_quota(part: Condition) -> TypeGuard[Word]:
    return isinstance(part, Word) and part.word == "quota"


def _standing(row: Measure, on: date) -> tuple[object, ...]:
    """How a row stands on a day: to come, in force or past, and in or out of its seasons."""
    past = row.valid_to is not None and row.valid_to < on
    return row.valid_from <= on, past, *(part.has(on) for part in row.conditions if isinstance(part, Season))


def _days_of(spans: Iterable[tuple[date, date | None]]) -> tuple[date, ...]:
    """The days on which one of some spans begins, or has just ended."""
    return tuple(sorted({day for start, end in spans for day in (start, _after(end)) if day is not None}))


def _after(day: date | None) -> date | None:
    return None if day is None or day == date.max else day + timedelta(days=1)


def texts(joined: str) -> tuple[str, ...]:
    """A list that stands in one cell, joined by semicolons."""
    return tuple(part.strip() for part in joined.split(";") if part.strip())


def _item(question: Question, nomenclatures: Sequence[str]) -> Item:
    """The goods of a question, with ones for the figures that its lines have."""
    given, goods = question.figures, question.goods
    return Item(
        description="",
        hs=goods.hs,
        origin=question.origin,
        value=_ONE,
        currency="",
        codes={nomenclatures[0]: goods.code} if goods.code else {},
        quantity=_ONE if given & WITH_QUANTITY else None,
        unit=question.unit,
        gross_mass=_ONE if given & WITH_GROSS_MASS else None,
        net_mass=_ONE if given & WITH_NET_MASS else None,
        proofs=texts(question.proofs),
        producer=question.producer,
    )


def no_chain(state: str, regime: str, on: date) -> Text:
    """Why a line has no charges at all."""
    return say("No chain of charges is on file for {state}, {regime}, on {day}.", state=state, regime=regime, day=on.isoformat())
