"""One consignment at one border on one day: what is asked of an assessment, and what has been learnt on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from chorsu.assessment.exchange import Quote, Rates
from chorsu.consignment import Consignment, Goods, Item
from chorsu.measures.book import Book
from chorsu.measures.choose import Choice, choose
from chorsu.measures.condition import Comparison, compared, quantity_of
from chorsu.measures.find import Inquiry, claims, fitting, longer
from chorsu.measures.model import Chain, ChainCharge, Measure
from chorsu.text import Text, say


@dataclass(frozen=True)
class Case:
    """A consignment at the border of a state, in a regime, on a day. ``mode`` is that of the way over the border, if known.

    ``for_plan`` lets older and unofficial rates of exchange stand in, marked estimated. ``freight_estimated`` says that the
    consignment's freight is not stated by it but is the cost of a way: one that exceeds the price is no fault of the input.
    ``destination`` is the state of the journey's end; where it is empty, that of the consignee.
    """

    consignment: Consignment
    state: str
    regime: str
    on: date
    mode: str = ""
    for_plan: bool = False
    freight_estimated: bool = False
    destination: str = ""


NO_RATE = say("No official rate of exchange from {currency} to {other} on {day} is on file.").template

Measures = tuple[Measure, ...]
# The goods, and what the measures that they may have compare of the item itself: true, false, or not to be told.
Kind = tuple[Goods, tuple[tuple[Comparison, bool | None], ...]]
Fit = tuple[Measures, Measures]


@dataclass
class Standing:
    """A case under work: its chain, the rates it has used, its customs values in steps. Answers the conditions of measures."""

    case: Case
    book: Book
    chain: Chain
    rates: Rates
    quotes: dict[str, Quote | None] = field(default_factory=dict)
    values: list[int | None] = field(default_factory=list)
    why_no_value: dict[int, Text] = field(default_factory=dict)
    inquiries: dict[Kind, Inquiry] = field(default_factory=dict)
    choices: dict[tuple[Kind, str, bool], Choice] = field(default_factory=dict)
    fits: dict[tuple[Kind, str], Fit] = field(default_factory=dict)
    within: dict[tuple[str, bool], bool | None] = field(default_factory=dict)
    compared: dict[Goods, tuple[Comparison, ...]] = field(default_factory=dict)

    @property
    def on(self) -> date:
        return self.case.on

    @property
    def mode(self) -> str:
        return self.case.mode

    @property
    def buyer_kind(self) -> str:
        return self.case.consignment.buyer_kind

    @property
    def importer(self) -> tuple[str, ...]:
        return self.case.consignment.importer

    @property
    def net_mass(self) -> Decimal | None:
        return self.case.consignment.net_mass

    @property
    def gross_mass(self) -> Decimal | None:
        return self.case.consignment.gross_mass

    @property
    def items(self) -> tuple[Item, ...]:
        return self.case.consignment.items

    @cached_property
    def destinations(self) -> frozenset[str]:
        consignee = self.case.consignment.consignee
        return self.book.destinations(self.case.destination or (consignee.country if consignee else ""), self.on)

    def kind(self, item: Item) -> Kind:
        """What of an item decides which measures count: all items of which it is equal are settled as one."""
        if item.goods not in self.compared:
            inquiry = Inquiry(self.book, self.case.state, self.case.regime, self.case.on, item, self)
            found = self.book.comparisons_of_items(inquiry.jurisdictions, inquiry.code)
            self.compared[item.goods] = tuple(sorted(found, key=str))
        return item.goods, tuple((comparison, self.compares(comparison, item)) for comparison in self.compared[item.goods])

    def inquiry(self, item: Item) -> Inquiry:
        """The question that an item puts to the book; one for all items of the same kind, since many charges ask it."""
        kind = self.kind(item)
        if kind not in self.inquiries:
            self.inquiries[kind] = Inquiry(self.book, self.case.state, self.case.regime, self.case.on, item, self)
        return self.inquiries[kind]

    @property
    def kinds(self) -> list[Item]:
        """The first item of each kind."""
        return list({self.kind(item): item for item in reversed(self.items)}.values())[::-1]

    def choice(self, item: Item, charge: ChainCharge) -> Choice:
        """What counts for a charge on an item, settled once for the same kind; to be asked when the values are settled."""
        key = self.kind(item), charge.kind, charge.lowest
        if key not in self.choices:
            self.choices[key] = choose(self.inquiry(item), charge.kind, lowest=charge.lowest, lines_missing=charge.lines_missing)
        return self.choices[key]

    def fitting(self, item: Item, kind: str) -> Fit:
        """The measures of a kind that fit an item, and those of which that cannot be told; settled once for the same kind."""
        key = self.kind(item), kind
        if key not in self.fits:
            inquiry = self.inquiry(item)
            here, below = fitting(inquiry, (kind,), inquiry.code), longer(inquiry, (kind,), inquiry.code)
            self.fits[key] = here.measures, (*here.undecided, *below.measures, *below.undecided)
        return self.fits[key]

    def steps(self, currency: str) -> Fraction | None:
        """How many steps of the chain's rounding one unit of a currency is; None where no rate is on file."""
        quote = self.quote(currency)
        return None if quote is None else Fraction(quote.rate) / Fraction(self.chain.rounding.to)

    def quote(self, currency: str) -> Quote | None:
        """The rate of a currency into the chain's; remembered, so that the result can name what was used."""
        if currency not in self.quotes:
            find = self.rates.find_for_plan if self.case.for_plan else self.rates.find
            self.quotes[currency] = find(currency, self.chain.currency, self.case.on, self.case.state)
        return self.quotes[currency]

    def no_rate(self, currency: str) -> Text:
        """Why an amount in a currency cannot be told."""
        return Text(NO_RATE, {"currency": currency, "other": self.chain.currency, "day": self.case.on.isoformat()})

    def compares(self, comparison: Comparison, item: Item) -> bool | None:
        """Whether a comparison is true of the consignment, or of an item; None for want of a quantity, a value or a rate."""
        return compared(comparison, item, self)

    def customs_value_against(self, limit: Decimal, currency: str, item: Item | None) -> tuple[Fraction, Fraction] | None:
        """The consignment's customs value, or an item's, and a limit, both in steps; None for want of a value or a rate."""
        values = self.values if item is None or not self.values else [self.values[self._places[id(item)]]]
        steps = self.steps(currency)
        if steps is None or not values or any(value is None for value in values):
            return None
        return Fraction(sum(value for value in values if value is not None)), Fraction(limit) * steps

    def within_quota(self, name: str, item: Item) -> bool | None:
        """Whether what is left of a quota covers all items that ask for a part of it; None where that cannot be told."""
        key = name, bool(self.values)  # a claim may turn on the customs value, once that is settled
        if key not in self.within:
            self.within[key] = self._within_quota(name)
        return self.within[key]

    def _within_quota(self, name: str) -> bool | None:
        quota = self.book.quota(name, self.on)
        if quota is None or quota.left is None:
            return None
        asked = [(claim, quantity_of(item, quota.unit)) for item in self.items
                 if (claim := claims(self.inquiry(item), name)) is not False]  # fmt: skip
        if sum(quantity for claim, quantity in asked if claim and quantity is not None) > quota.left:
            return False
        quantities = [quantity for _, quantity in asked if quantity is not None]
        return True if len(quantities) == len(asked) and sum(quantities) <= quota.left else None

    @cached_property
    def _places(self) -> Mapping[int, int]:
        """The places of the items by their identity: equal ones may differ in their shares of the freight."""
        return {id(item): place for place, item in enumerate(self.items)}

    def money(self, steps: int) -> Decimal:
        """Steps as an amount in the chain's currency."""
        return steps * self.chain.rounding.to


def used(standing: Standing) -> Mapping[str, Quote]:
    """The rates that a case has used, by currency, its own currency left out."""
    return {code: quote for code, quote in standing.quotes.items() if quote is not None and code != standing.chain.currency}
