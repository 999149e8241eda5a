"""The same consignment under each of the eleven Incoterms: who does and pays what, and what it comes to for each party."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import tomli

from chorsu.consignment import INCOTERMS, Consignment, Item
from chorsu.facts import Fault, Faulty, Money, plain
from chorsu.planning.borders import assess_together, crossings
from chorsu.planning.landed import landed_cost
from chorsu.planning.load import References
from chorsu.planning.model import BorderAssessment, Duty, Landed, Plan
from chorsu.planning.plan import resolve_ends
from chorsu.reading import Reader
from chorsu.text import Text, in_language, say

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Term:
    """The consignment under one Incoterm, by one way.

    ``price`` is what the goods cost under it: as the consignment states it (``price_stated``), or as given for this term.
    ``fits`` is False where the term is for carriage by water alone and the way has none. ``landed`` and ``customs_value`` are
    those of the goods under the term; ``duties`` says who does and pays what.
    """

    code: str
    place: str
    price: Money | None
    price_stated: bool
    fits: bool
    text: Mapping[str, str]
    duties: tuple[Duty, ...]
    landed: Landed
    customs_value: Decimal | None
    customs_currency: str
    import_total: Decimal | None
    current: bool

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """With who pays each cost, and what each party pays in all."""
        landed = self.landed
        return {
            "code": self.code,
            "place": self.place,
            "current": self.current,
            "fits": self.fits,
            "text": in_language(self.text, language),
            "price": self.price.to_json() if self.price else None,
            "price_stated": self.price_stated,
            "duties": [{"what": duty.what.in_(language), "paid_by": duty.by} for duty in self.duties],
            "costs": [
                {
                    "what": cost.what,
                    "words": cost.words.in_(language),
                    "amount": plain(cost.amount),
                    "paid_by": cost.paid_by,
                    "estimated": cost.estimated,
                }
                for cost in landed.costs
            ],
            "seller_pays": plain(landed.paid_by("seller")),
            "buyer_pays": plain(landed.paid_by("buyer")),
            "landed": plain(landed.total),
            "per_unit": plain(landed.per_unit),
            "currency": landed.currency,
            "estimated": landed.estimated,
            "customs_value": {"amount": plain(self.customs_value), "currency": self.customs_currency},
            "import_charges": {"amount": plain(self.import_total), "currency": self.customs_currency},
        }


@dataclass(frozen=True)
class Terms:
    """All terms, and what is to be known of how they were reckoned."""

    rows: tuple[Term, ...]
    notes: tuple[Text, ...]

    def to_json(self, language: str = "en") -> dict[str, Any]:
        return {
            "terms": [row.to_json(language) for row in self.rows],
            "notes": [note.in_(language) for note in self.notes],
        }


def under_each_term(
    plan: Plan, references: References, *, prices: Mapping[str, Decimal] | None = None, way: int | None = None
) -> Terms:
    """The plan's consignment under every Incoterm by one of its ways (without ``way``: the chosen one).

    Without a price for a term the stated price stays: then the terms differ by who pays, and not by what a seller would ask for
    it. ``prices`` are for the whole consignment, in the currency of its goods. No terms where the plan has no way. Raises Faulty
    for a price below zero, for an Incoterm that there is not, and for prices of goods in several currencies.
    """
    prices = prices or {}
    _check(plan.consignment, prices)
    number = way if way is not None and 0 <= way < len(plan.journeys) else plan.chosen
    if not 0 <= number < len(plan.journeys):
        return Terms((), ())
    journey = plan.journeys[number]
    origin, destination = resolve_ends(references.atlas, plan.consignment.origin, plan.consignment.destination)
    passed = crossings(references.book, references.atlas, [journey], origin, destination)
    modes = {leg.mode for leg in journey.legs}
    rows = []
    changed = {code: _under(plan.consignment, code, _on_file()[code]["place"], prices.get(code)) for code in INCOTERMS}
    assessed = iter(assess_together([(goods, row) for goods in changed.values() for row in passed], [journey], references))
    for code, goods in changed.items():
        row = _on_file()[code]
        sides = [next(assessed) for _ in passed]
        landed = landed_cost(goods, 0, journey, sides, references)
        entered = next((side for side in sides if side.side == "import"), None)
        rows.append(
            Term(
                code=code,
                place=goods.incoterm_place,
                price=_price(goods),
                price_stated=code not in prices,
                fits=bool(modes & set(row["modes"])),
                text=row["text"],
                duties=references.duties(code),
                landed=landed,
                customs_value=entered.assessment.customs_value if entered else None,
                customs_currency=entered.assessment.currency if entered else "",
                import_total=_total(entered),
                current=code == plan.consignment.incoterm,
            )
        )
    return Terms(tuple(rows), tuple(_notes(plan.consignment, prices)))


def _total(entered: BorderAssessment | None) -> Decimal | None:
    return entered.assessment.total if entered else None


def _check(consignment: Consignment, prices: Mapping[str, Decimal]) -> None:
    faults = []
    for code, price in prices.items():
        if code not in INCOTERMS:
            faults.append(
                Fault(f"prices.{code}", say("This is not an Incoterm."), say("one of {codes}", codes=", ".join(INCOTERMS)))
            )
        elif price < 0:
            faults.append(Fault(f"prices.{code}", say("A price cannot be below zero."), say("an amount of money")))
    if prices and len({item.currency for item in consignment.items}) > 1:
        message = say("The goods are priced in several currencies, so that one price for a term cannot be shared out among them.")
        faults.append(Fault("prices", message, say("items in one currency")))
    if faults:
        raise Faulty(tuple(faults))


def _under(consignment: Consignment, code: str, end: str, price: Decimal | None) -> Consignment:
    """The consignment under another term: the place moves to the end that the term is about, unless it is there already."""
    of_same_end = end == _on_file()[consignment.incoterm]["place"] and consignment.incoterm_place
    place = consignment.origin if end == "origin" else consignment.destination
    if of_same_end or code == consignment.incoterm:
        place = consignment.incoterm_place
    items = consignment.items if price is None else _priced(consignment.items, price)
    # Duties are in the price under DDP alone.
    included = consignment.duties_included if code == "DDP" else None
    return replace(consignment, incoterm=code, incoterm_place=place, items=items, duties_included=included)


def read_prices(written: Mapping[str, str]) -> dict[str, Decimal]:
    """The prices written for terms; what is empty is left out. Raises Faulty, at ``prices.`` and the term, for no price."""
    reader = Reader({code: figures for code, text in written.items() if (figures := "".join(text.split()))}, "prices")
    expected = say('an amount of money, for example "120.50"')
    read = {code: reader.decimal(code, expected) for code in reader.data}
    if reader.faults:
        raise Faulty(tuple(reader.faults))
    return {code: price for code, price in read.items() if price is not None}


def changed_to(consignment: Consignment, code: str, price: Decimal | None = None) -> Consignment:
    """The consignment under another Incoterm, its place at the end that the term names, at a price for all items if one is given.

    Raises Faulty as :func:`under_each_term` does.
    """
    _check(consignment, {code: price or Decimal(0)} if price is not None or code not in INCOTERMS else {})
    return _under(consignment, code, _on_file()[code]["place"], price)


def _priced(items: Sequence[Item], price: Decimal) -> tuple[Item, ...]:
    """The items at a price for all of them: shared by their stated prices to the cent, what is left over to the dearest."""
    stated = sum((item.value for item in items), Decimal(0))
    shares = [
        (price * (item.value / stated if stated else Decimal(1) / len(items))).quantize(_CENT, ROUND_DOWN) for item in items
    ]
    dearest = max(range(len(items)), key=lambda index: (items[index].value, index))
    shares[dearest] += price - sum(shares, Decimal(0))
    return tuple(replace(item, value=share) for item, share in zip(items, shares, strict=True))


def _price(consignment: Consignment) -> Money | None:
    """The price of all items where they have one currency."""
    currencies = {item.currency for item in consignment.items}
    if len(currencies) > 1:
        return None
    return Money(sum((item.value for item in consignment.items), Decimal(0)), currencies.pop())


def _notes(consignment: Consignment, prices: Mapping[str, Decimal]) -> list[Text]:
    notes = []
    if len(prices) < len(INCOTERMS):
        notes.append(
            say(
                "Where no price is given for a term, the price stays as it is stated under {term}. A seller who pays more "
                "asks for more: give a price for each term that you mean to compare.",
                term=consignment.incoterm,
            )
        )
    if consignment.insurance is None:
        notes.append(say("No insurance is stated: under CIF and CIP the seller owes it, and its cost is not in these figures."))
    if consignment.freight is not None:
        notes.append(
            say(
                "The stated carriage counts under every term: it is taken as the whole carriage to the destination, whatever "
                "place the term names."
            )
        )
    if consignment.incoterm != "DDP" or consignment.duties_included is None:
        notes.append(say("Under DDP the price is taken as it is given, without any duty or tax inside it."))
    return notes


@cache
def _on_file() -> Mapping[str, Mapping[str, Any]]:
    tables = tomli.loads((files("chorsu") / "data" / "trade" / "incoterms.toml").read_text("utf-8"))
    return {row["code"]: row for row in tables["incoterm"]}
