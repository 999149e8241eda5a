"""The noun everything reads: who sends what from where to where, worth what, on what terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from chorsu.facts import Faulty, Money, plain
from chorsu.reading import Reader, shown
from chorsu.text import Text, say

INCOTERMS = ("EXW", "FCA", "FAS", "FOB", "CFR", "CPT", "CIF", "CIP", "DAP", "DPU", "DDP")
BUYER_KINDS = ("business", "private")


@dataclass(frozen=True)
class Party:
    """A consignor or consignee."""

    name: str
    country: str
    address: str = ""


@dataclass(frozen=True)
class Freight:
    """The whole carriage from the Incoterm's place to the destination; ``after_entry`` is the part behind the place of entry."""

    amount: Decimal
    currency: str
    after_entry: Decimal = Decimal(0)


@dataclass(frozen=True)
class Container:
    """Containers of one ISO 6346 size and type, for example ``45R1``."""

    type: str
    count: int


@dataclass(frozen=True)
class Packages:
    """How goods are packed: how many packages of a type (UN/ECE Recommendation 21, e.g. CT for cartons), and their marks."""

    count: int
    type: str = ""
    marks: str = ""


# Six digits, national codes by nomenclature, origin, proofs, producer.
Goods = tuple[str, tuple[tuple[str, str], ...], str, tuple[str, ...], str]


@dataclass(frozen=True)
class Item:
    """One line of goods. Masses in kilograms; units are UN/ECE Recommendation 20 codes; ``hs`` has six digits."""

    description: str
    hs: str
    origin: str
    value: Decimal
    currency: str
    codes: Mapping[str, str] = field(default_factory=dict)
    quantity: Decimal | None = None
    unit: str = ""
    quantities: Mapping[str, Decimal] = field(default_factory=dict)
    gross_mass: Decimal | None = None
    net_mass: Decimal | None = None
    proofs: tuple[str, ...] = ()
    producer: str = ""
    packages: Packages | None = None

    @cached_property
    def goods(self) -> Goods:
        """What of an item decides which measures count for it; everything else is arithmetic."""
        return self.hs, tuple(sorted(self.codes.items())), self.origin, self.proofs, self.producer

    def code_for(self, *nomenclatures: str) -> str:
        """The longest code known under the first of these nomenclatures that has one, else the six digits."""
        return next((self.codes[name] for name in nomenclatures if name in self.codes), self.hs)

    def mass_for_rates(self) -> Decimal | None:
        """The net mass in kilograms; where it is absent and the item is counted in kilograms, the quantity."""
        if self.net_mass is None and self.unit == "KGM":
            return self.quantity
        return self.net_mass

    def quantity_in(self, unit: str) -> Decimal | None:
        """How many of a unit (UN/ECE Recommendation 20) the item has, None where that is not said."""
        if unit == "KGM":
            return self.mass_for_rates()
        if unit == "E4" and self.gross_mass is not None:  # the gross kilogram
            return self.gross_mass
        if unit == self.unit:
            return self.quantity
        return self.quantities.get(unit)


@dataclass(frozen=True)
class Consignment:
    """Goods that one party sends to another, as the contract describes them."""

    items: tuple[Item, ...]
    incoterm: str
    reference: str = ""
    consignor: Party | None = None
    consignee: Party | None = None
    origin: str = ""
    destination: str = ""
    ready: date | None = None
    incoterm_place: str = ""
    freight: Freight | None = None
    insurance: Money | None = None
    duties_included: Money | None = None
    containers: tuple[Container, ...] = ()
    buyer_kind: str = "business"
    importer: tuple[str, ...] = ()
    bought: Money | None = None

    @property
    def kinds(self) -> tuple[Item, ...]:
        """The first item of each kind of goods: what the law asks of it, it asks of all of its kind."""
        return tuple({item.goods: item for item in reversed(self.items)}.values())[::-1]

    @property
    def gross_mass(self) -> Decimal | None:
        """Kilograms gross of all items; None where one is not said."""
        return total(item.gross_mass for item in self.items)

    @property
    def net_mass(self) -> Decimal | None:
        """Kilograms net of all items; None where one is not said."""
        return total(item.mass_for_rates() for item in self.items)


def total(figures: Any) -> Decimal | None:
    """The sum of figures, None where one of them is None."""
    found = list(figures)
    return None if any(figure is None for figure in found) else sum(found, Decimal(0))


CheckCode = Callable[[str], Text | None]


def read_consignment(data: Any, *, check_hs: CheckCode | None = None, for_plan: bool = False) -> Consignment:
    """Read a consignment from its JSON form (CONTRACTS).

    ``check_hs`` says what is wrong with six digits, or None (see :func:`chorsu.nomenclature.check_hs`). ``for_plan`` asks for the
    fields that a plan needs and an assessment does not: from, to, ready. Raises Faulty with every fault and its path.
    """
    reader = Reader(data)
    parties = {name: _party(reader.child(name)) if reader.has(name) else None for name in ("consignor", "consignee")}
    place = say("a UN/LOCODE or the name of a place, for example CNTAO or Qingdao")
    consignment = Consignment(
        reference=reader.text("reference"),
        consignor=parties["consignor"],
        consignee=parties["consignee"],
        origin=reader.text("from", required=for_plan, expected=place),
        destination=reader.text("to", required=for_plan, expected=place),
        ready=reader.day("ready", required=for_plan),
        incoterm=reader.one_of("incoterm", INCOTERMS, required=True),
        incoterm_place=reader.text("incoterm_place"),
        freight=_freight(reader.child("freight")) if reader.has("freight") else None,
        insurance=_money(reader.child("insurance")) if reader.has("insurance") else None,
        duties_included=_money(reader.child("duties_included")) if reader.has("duties_included") else None,
        containers=tuple(read_container(child) for child in reader.children("containers", most=1000)),
        buyer_kind=reader.one_of("buyer_kind", BUYER_KINDS) or "business",
        importer=reader.texts("importer"),
        bought=_money(reader.child("bought")) if reader.has("bought") else None,
        items=tuple(read_item(child, check_hs) for child in reader.children("items", required=True)),
    )
    if reader.faults:
        raise Faulty(tuple(reader.faults))
    return consignment


def _party(reader: Reader) -> Party:
    return Party(reader.text("name"), reader.country("country", required=True), reader.text("address"))


def _money(reader: Reader) -> Money:
    amount = reader.decimal("amount", say('an amount of money, for example "120.50"'), required=True)
    return Money(amount or Decimal(0), reader.currency("currency", required=True))


def _freight(reader: Reader) -> Freight:
    money = _money(reader)
    expected = say("the part of the freight behind the place of entry, at most the whole of it")
    after_entry = reader.decimal("after_entry", expected) or Decimal(0)
    if after_entry > money.amount and not reader.faults:
        reader.fault("after_entry", say("{value} is more than the whole freight.", value=plain(after_entry)), expected)
    return Freight(money.amount, money.currency, after_entry)


def read_container(reader: Reader) -> Container:
    """Containers of one type from their JSON form; faults stay with the reader."""
    kind = reader.matching("type", "[A-Z0-9]{4}", say("a size and type of ISO 6346, for example 45R1"), required=True)
    return Container(kind, _count(reader, 10_000, say("This is not a number of containers.")))


def _count(reader: Reader, most: int, wrong: Text) -> int:
    count = reader.data.get("count", 1)
    if isinstance(count, str) and count.isascii() and count.isdigit():
        count = int(count[:12])
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= most:
        reader.fault("count", wrong, say("a whole number from 1"))
        return 1
    return count


def read_item(reader: Reader, check_hs: CheckCode | None = None) -> Item:
    """One item from its JSON form; faults stay with the reader."""
    hs = reader.matching("hs", r"\d{6}", say("six digits of the Harmonized System 2022, for example 080810"), required=True)
    wrong = check_hs(hs) if hs and check_hs else None
    if wrong is not None:
        reader.fault("hs", wrong, say("six digits of the Harmonized System 2022, for example 080810"))
    mass = say('kilograms, for example "20000"')
    quantity = reader.decimal("quantity", say('a quantity in the item\'s unit, for example "20000"'))
    unit = reader.matching("unit", "[A-Z0-9]{2,3}", say("a unit of UN/ECE Recommendation 20, for example KGM"))
    if reader.has("quantity") and not reader.has("unit"):
        reader.fault("unit", say("The quantity has no unit."), say("a unit of UN/ECE Recommendation 20, for example KGM"))
    return Item(
        description=reader.text("description"),
        hs=hs,
        origin=reader.country("origin", required=True),
        value=reader.decimal("value", say('the price of the item, for example "18000"'), required=True) or Decimal(0),
        currency=reader.currency("currency", required=True),
        codes=_codes(reader, hs),
        quantity=quantity,
        unit=unit,
        quantities=_quantities(reader),
        gross_mass=reader.decimal("gross_mass", mass),
        net_mass=reader.decimal("net_mass", mass),
        proofs=reader.texts("proofs"),
        producer=reader.text("producer"),
        packages=read_packages(reader.child("packages")) if reader.has("packages") else None,
    )


def read_packages(reader: Reader) -> Packages:
    """How goods are packed from its JSON form; faults stay with the reader."""
    kind = reader.matching("type", "[A-Z0-9]{1,2}", say("a type of UN/ECE Recommendation 21, for example CT for cartons"))
    return Packages(_count(reader, 100_000_000, say("This is not a number of packages.")), kind, reader.text("marks"))


def _codes(reader: Reader, hs: str) -> dict[str, str]:
    if not reader.has("codes"):
        return {}
    child = reader.child("codes")
    names = _names(child, r"[A-Za-z][\w:.-]{0,39}", say("a state or a union, for example KZ or EAEU"))
    digits = say("six to fourteen digits that begin with the item's hs")
    codes = {name: child.matching(name, r"\d{6,14}", digits, required=True) for name in names}
    for name, code in codes.items():
        if hs and code and not code.startswith(hs):
            child.fault(name, say("{code} does not begin with {hs}.", code=code, hs=hs), digits)
    return {name: code for name, code in codes.items() if code}


def _quantities(reader: Reader) -> dict[str, Decimal]:
    if not reader.has("quantities"):
        return {}
    child = reader.child("quantities")
    names = _names(child, "[A-Z0-9]{2,3}", say("a unit of UN/ECE Recommendation 20, for example KGM"))
    expected = say('a quantity by unit, for example {{"CMQ": "1598"}}')
    found = {name: child.decimal(name, expected, required=True) for name in names}
    return {name: number for name, number in found.items() if number is not None}


def _names(reader: Reader, pattern: str, expected: Text) -> list[str]:
    """The names of an object's fields that a pattern matches whole; every other is a fault."""
    given = [str(name) for name in reader.data]
    for name in given:
        if not re.fullmatch(pattern, name, re.ASCII):
            reader.fault("", say("{value} does not fit.", value=shown(name)), expected)
    return [name for name in given if re.fullmatch(pattern, name, re.ASCII)]


def write_consignment(consignment: Consignment) -> dict[str, Any]:
    """The JSON form of a consignment; absent fields are left out. Reading it again gives the same consignment."""
    freight = consignment.freight
    fields = {
        "reference": consignment.reference,
        "consignor": _party_json(consignment.consignor),
        "consignee": _party_json(consignment.consignee),
        "from": consignment.origin,
        "to": consignment.destination,
        "ready": consignment.ready.isoformat() if consignment.ready else None,
        "incoterm": consignment.incoterm,
        "incoterm_place": consignment.incoterm_place,
        "freight": freight
        and {"amount": plain(freight.amount), "currency": freight.currency, "after_entry": plain(freight.after_entry)},
        "insurance": consignment.insurance and consignment.insurance.to_json(),
        "duties_included": consignment.duties_included and consignment.duties_included.to_json(),
        "containers": [{"type": box.type, "count": box.count} for box in consignment.containers],
        "buyer_kind": consignment.buyer_kind,
        "importer": list(consignment.importer),
        "bought": consignment.bought and consignment.bought.to_json(),
        "items": [_item_json(item) for item in consignment.items],
    }
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def _party_json(party: Party | None) -> dict[str, str] | None:
    if party is None:
        return None
    row = {"name": party.name, "country": party.country, "address": party.address}
    return {name: value for name, value in row.items() if value}


def _item_json(item: Item) -> dict[str, Any]:
    figures = {"quantity": item.quantity, "gross_mass": item.gross_mass, "net_mass": item.net_mass, "value": item.value}
    row: dict[str, Any] = {
        "description": item.description,
        "hs": item.hs,
        "codes": dict(item.codes),
        "origin": item.origin,
        "unit": item.unit,
        "currency": item.currency,
        "quantities": {unit: plain(number) for unit, number in item.quantities.items()},
        "proofs": list(item.proofs),
        "producer": item.producer,
        "packages": item.packages and {name: value for name, value in vars(item.packages).items() if value},
        **{name: None if figure is None else plain(figure) for name, figure in figures.items()},
    }
    return {name: value for name, value in row.items() if value not in (None, "", [], {})}
