"""The boxes of the EAEU goods declaration on value and charges, each figure traced to the assessment that it comes from.

The form is that of Customs Union Commission decision 257 of 2010-05-20, the codes those of decision 378 of 2010-09-20. What is
not on file stays blank and is listed as missing; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from chorsu.assessment import Assessment, Charge, Quote
from chorsu.consignment import Consignment, Item
from chorsu.documents.declared import Payment, payments_of
from chorsu.documents.load import DeclarationForm, declaration_form
from chorsu.documents.model import Names, Paper
from chorsu.facts import Source, plain
from chorsu.text import Text, in_language, say, spoken

_CENT = Decimal("0.01")
_DIGITS = 10


@dataclass(frozen=True)
class Box:
    """One box of the form: its number, its entry (empty where it is to be filled), and where the entry comes from."""

    number: str
    entry: str
    why: Text | Names | None = field(default=None, hash=False)
    estimated: bool = False
    source: Source | None = None


@dataclass(frozen=True)
class NamedDocument:
    """A document of box 44: its code in the classifier (empty where none is on file), and its words, without number and date."""

    code: str
    names: Names = field(hash=False)
    why: Text | Names | None = field(default=None, hash=False)


@dataclass(frozen=True)
class Missing:
    """What the draft leaves open: the box, the item (0: the whole declaration), and what must be filled in."""

    box: str
    item: int
    text: Text


@dataclass(frozen=True)
class DeclaredItem:
    """The boxes of one line of goods."""

    number: int
    boxes: tuple[Box, ...]
    documents: tuple[NamedDocument, ...]
    payments: tuple[Payment, ...]


@dataclass(frozen=True)
class Total:
    """A row of box B: the sum of one kind of payment; None where a part of it is unknown."""

    code: str
    names: Names = field(hash=False)
    amount: Decimal | None
    estimated: bool


@dataclass(frozen=True)
class Declaration:
    """A draft of the boxes on value and charges for one import into a state of the EAEU."""

    state: str
    on: date
    crossing: str
    currency: str
    digits: str
    boxes: tuple[Box, ...]
    items: tuple[DeclaredItem, ...]
    totals: tuple[Total, ...]
    missing: tuple[Missing, ...]
    estimated: bool

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """With the names of boxes, payments and documents in ``en``, ``zh`` or ``ru``."""
        form = declaration_form()
        return {
            "form": "EAEU",
            "state": self.state,
            "on": self.on.isoformat(),
            "crossing": self.crossing,
            "currency": self.currency,
            "estimated": self.estimated,
            "draft": True,
            "boxes": [_box_json(box, language) for box in self.boxes],
            "items": [
                {
                    "item": item.number,
                    "boxes": [_box_json(box, language) for box in item.boxes],
                    "documents": [
                        {"code": row.code, "name": in_language(row.names, language), "why": spoken(row.why, language) or None}
                        for row in item.documents
                    ],
                    "payments": [row.to_json(language) for row in item.payments],
                }
                for item in self.items
            ],
            "totals": [
                {
                    "code": row.code,
                    "name": in_language(row.names, language),
                    "amount": plain(row.amount),
                    "currency": self.currency,
                    "digits": self.digits,
                    "estimated": row.estimated,
                }
                for row in self.totals
            ],
            "missing": [
                {"box": row.box, "item": row.item or None, "name": form.box(row.box, language), "text": row.text.in_(language)}
                for row in self.missing
            ],
            "sources": [source.to_json() for source in form.sources],
        }


def _box_json(box: Box, language: str) -> dict[str, Any]:
    return {
        "box": box.number,
        "name": declaration_form().box(box.number, language),
        "entry": box.entry,
        "why": spoken(box.why, language) or None,
        "estimated": box.estimated,
        "source": box.source.to_json() if box.source else None,
    }


def draft_declaration(
    consignment: Consignment,
    assessment: Assessment,
    papers: Iterable[Paper] = (),
    *,
    nomenclatures: Sequence[str] = (),
    crossing: str = "",
    dollars: Quote | None = None,
) -> Declaration | None:
    """Draft the boxes from an import assessment of a state that uses the form; None for another state or without charges on file.

    ``consignment`` is the one that was assessed, ``nomenclatures`` the names under which its national digits count there (the
    state, then its union). ``dollars`` is the rate of the state's currency into USD for box 46.
    """
    form = declaration_form()
    digits = form.states.get(assessment.jurisdiction)
    if digits is None or assessment.regime != "import" or not assessment.chain:
        return None
    maker = _Maker(form, consignment, assessment, tuple(papers), tuple(nomenclatures), dollars)
    items = tuple(maker.item(number) for number in range(1, len(consignment.items) + 1))
    boxes = tuple(maker.whole())
    return Declaration(
        state=assessment.jurisdiction,
        on=assessment.on,
        crossing=crossing,
        currency=assessment.currency,
        digits=digits,
        boxes=boxes,
        items=items,
        totals=tuple(_totals(items)),
        missing=tuple(sorted(maker.missing, key=lambda row: (row.item, row.box.rjust(2)))),
        estimated=assessment.estimated,
    )


class _Maker:
    """Fills the boxes of one declaration and keeps what it could not fill."""

    def __init__(
        self,
        form: DeclarationForm,
        consignment: Consignment,
        assessment: Assessment,
        papers: tuple[Paper, ...],
        nomenclatures: tuple[str, ...],
        dollars: Quote | None,
    ) -> None:
        self.form, self.consignment, self.assessment = form, consignment, assessment
        self.papers, self.nomenclatures, self.dollars = papers, nomenclatures, dollars
        self.estimates = assessment.estimates()
        self.missing: list[Missing] = []

    def lack(self, box: str, item: int, text: Text) -> str:
        """Note that a box cannot be filled; gives the empty entry."""
        self.missing.append(Missing(box, item, text))
        return ""

    def whole(self) -> Iterator[Box]:
        """Boxes 12, 22 and 23."""
        value, currency = self.assessment.customs_value, self.assessment.currency
        estimated = any(kind == "customs_value" for _, kind in self.estimates)
        entry = f"{plain(value)} {currency}" if value is not None else self.lack("12", 0, say("The customs value is unknown."))
        yield Box("12", entry, say("The sum of boxes 45."), estimated)
        currencies = {item.currency for item in self.consignment.items}
        if len(currencies) > 1:
            why = say("The goods are priced in several currencies; the form has room for one.")
            yield Box("22", self.lack("22", 0, why))
            yield Box("23", self.lack("23", 0, why))
            return
        contract = currencies.pop()
        total = sum((item.value for item in self.consignment.items), Decimal(0))
        yield Box("22", f"{contract} {plain(total)}", say("The sum of boxes 42, in the currency of the price."))
        yield self._rate(contract)

    def _rate(self, contract: str) -> Box:
        currency = self.assessment.currency
        if contract == currency:
            return Box("23", "1", say("The price is in the currency of the declaration."))
        quote = next((row for row in self.assessment.exchange_rates if row.base == contract and row.quote == currency), None)
        if quote is None:
            why = say("No rate of exchange from {currency} to {other} on {day} is on file.",
                      currency=contract, other=currency, day=self.assessment.on.isoformat())  # fmt: skip
            return Box("23", self.lack("23", 0, why))
        why = say("1 {base} in {quote}, of {on}.", base=contract, quote=currency, on=quote.on.isoformat())
        if quote.estimated:
            self.lack(
                "23", 0, say("The official rate of the day of the declaration: the one here is of {on}.", on=quote.on.isoformat())
            )
        return Box("23", plain(quote.rate), why, quote.estimated, Source(quote.source) if quote.source else None)

    def item(self, number: int) -> DeclaredItem:
        """The boxes of one line of goods."""
        item = self.consignment.items[number - 1]
        payments = payments_of(self.form, self.consignment, self.assessment, number, self.estimates)
        for row in payments:
            for text in row.lacks:
                self.lack("47", number, text)
        return DeclaredItem(number, tuple(self._boxes(number, item)), tuple(self._documents(number, item)), payments)

    def _boxes(self, number: int, item: Item) -> Iterator[Box]:
        value = self.assessment.values[number - 1] if self.assessment.values else None
        estimated = (number, "customs_value") in self.estimates
        words = item.description or self.lack("31", number, say("A description of the goods that tells what they are."))
        if item.packages is None:
            lacking = say("Number, kind and marks of the packages, trade mark and maker: the consignment does not say them.")
            self.lack("31", number, lacking)
        else:
            packed = " ".join(filter(None, (str(item.packages.count), item.packages.type, item.packages.marks)))
            words = "; ".join(filter(None, (words, packed)))
            self.lack("31", number, say("Trade mark and maker: the consignment does not say them."))
        yield Box("31", words, say("As the consignment describes them."))
        yield Box("32", str(number))
        yield self._code(number, item)
        yield Box("34", item.origin, say("As the consignment states the origin."))
        yield self._preference(number, item)
        yield Box("37", self.form.procedure, self.form.procedure_words, source=self.form.procedure_source)
        mass = item.mass_for_rates()
        yield Box("38", plain(mass) if mass is not None else self.lack("38", number, say("The net mass of the goods.")))
        yield self._units(number, item)
        yield Box("42", plain(item.value), say("The price of the item, in {currency}.", currency=item.currency))
        entry = plain(value) if value is not None else self.lack("45", number, self._why_no_value(number))
        why = say(
            "The price with carriage to the place of entry and insurance, as the rules of {chain} say.",
            chain=self.assessment.chain,
        )
        yield Box("45", entry, why, estimated, self.assessment.chain_source)
        yield self._statistical(number, value, estimated)

    def _code(self, number: int, item: Item) -> Box:
        code = item.code_for(*self.nomenclatures)
        if len(code) == _DIGITS:
            return Box("33", code, say("The national code that the consignment gives."))
        return Box("33", self.lack("33", number, say("Ten digits of the code; the consignment gives {code}.", code=code)))

    def _preference(self, number: int, item: Item) -> Box:
        """No preference is claimed unless a relief or a proof bears on the item; its code would then be missing."""
        charges = [row for row in self.assessment.charges if row.item == number]
        if item.proofs or any(_is_relieved(row) for row in charges):
            text = say("The codes of the preference that is claimed, by the classifier of benefits, are not on file.")
            return Box("36", self.lack("36", number, text))
        none = self.form.no_preference
        excise = none["excise"] if any(row.kind == "excise" and row.amount for row in charges) else none["no_excise"]
        entry = f"{none['fee']}{none['duty']}{excise}{none['vat']}"
        return Box("36", entry, say("No preference is claimed."), source=self.form.procedure_source)

    def _units(self, number: int, item: Item) -> Box:
        told = [] if item.quantity is None or item.unit in ("", "KGM", "TNE") else [(item.unit, item.quantity)]
        told += list(item.quantities.items())
        entries = [
            f"{plain(quantity)} {unit}" + (f" ({self.form.units[unit]})" if unit in self.form.units else "")
            for unit, quantity in told
        ]
        self.lack("41", number, say("Whether the tariff asks for a supplementary unit for this code, and which, is not on file."))
        return Box(
            "41", "; ".join(entries), say("The quantities that the consignment gives beside the mass.") if entries else None
        )

    def _statistical(self, number: int, value: Decimal | None, estimated: bool) -> Box:
        quote = self.dollars
        if value is None or quote is None:
            return Box("46", self.lack("46", number, say("The customs value in USD: it or the rate of the day is not on file.")))
        entry = plain((value * quote.rate).quantize(_CENT, ROUND_HALF_UP))
        why = say("Box 45 at the rate of {on}.", on=quote.on.isoformat())
        return Box("46", entry, why, estimated or quote.estimated, Source(quote.source) if quote.source else None)

    def _why_no_value(self, number: int) -> Text:
        found = (row.why for row in self.assessment.unknown if row.item == number and row.kind in ("customs_value", "chain"))
        return next(found, say("The customs value is unknown."))

    def _documents(self, number: int, item: Item) -> Iterator[NamedDocument]:
        """Box 44: the papers of the trade, the way and the requirements, the proofs that the goods carry."""
        named = {paper.kind: paper for paper in self.papers if paper.kind not in self.form.silent}
        kinds = [*named, *(row.kind for row in self.form.documents if row.consignment and row.kind not in named)]
        kinds += self._of_value(named)
        for kind in kinds:
            paper, row = named.get(kind), self.form.document(kind)
            why = paper.why if paper else self._why_of_value(kind)
            if row is not None:
                yield NamedDocument(row.code, row.names, why)
            elif paper is not None and paper.for_state in ("", self.assessment.jurisdiction):
                self.lack(
                    "44", number, say("The code of the classifier for this paper is not on file: {paper}.", paper=paper.names)
                )
                yield NamedDocument("", paper.names, why)
        for proof in item.proofs:
            known = self.form.proof(proof)
            if known is None:
                self.lack("44", number, say("The code of the classifier for the proof {proof} is not on file.", proof=proof))
            yield NamedDocument(known.code if known else "", known.names if known else {"en": proof})
        self.lack("44", number, say("The number and the date of each document."))

    def _why_of_value(self, kind: str) -> Text | None:
        if kind == "freight invoice":
            return say("Proves the carriage that is in the customs value, or outside it.")
        return say("Proves the insurance that is in the customs value.") if kind == "insurance policy" else None

    def _of_value(self, named: dict[str, Paper]) -> list[str]:
        """Documents that prove the carriage and the insurance in the customs value."""
        freight, insurance = self.consignment.freight, self.consignment.insurance
        kinds = ["freight invoice"] if freight is not None and freight.amount else []
        kinds += ["insurance policy"] if insurance is not None and insurance.amount else []
        return [kind for kind in kinds if kind not in named]


def _is_relieved(charge: Charge) -> bool:
    """Whether a relief made the charge zero: its measure has no rate."""
    return bool(charge.measure) and not charge.expression


def _totals(items: Sequence[DeclaredItem]) -> Iterator[Total]:
    """Box B: by kind of payment, in the order of the form."""
    rows = [row for item in items for row in item.payments]
    for code, name in dict.fromkeys((row.code, row.kind) for row in rows):
        same = [row for row in rows if (row.code, row.kind) == (code, name) and row.counts]
        amounts = [row.amount for row in same]
        amount = None if None in amounts else sum((part for part in amounts if part is not None), Decimal(0))
        yield Total(code, next(row.names for row in rows if row.kind == name), amount, any(row.estimated for row in same))
