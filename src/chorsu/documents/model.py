"""The papers of trade, as types: invoice, packing list, and a paper that somebody must issue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from chorsu.consignment import Container, Packages, Party, total
from chorsu.facts import Source
from chorsu.text import Text, in_language, spoken

Names = Mapping[str, str]


@dataclass(frozen=True)
class InvoiceLine:
    """One line of goods sold. ``amount`` is in the invoice's currency; ``unit_price`` is per one ``unit`` (Recommendation 20).

    ``codes`` are national codes by nomenclature (a state or a union). Masses are kilograms. None and "" are not said yet.
    """

    description: str
    hs: str
    origin: str
    amount: Decimal
    codes: Mapping[str, str] = field(default_factory=dict, hash=False)
    quantity: Decimal | None = None
    unit: str = ""
    unit_price: Decimal | None = None
    net_mass: Decimal | None = None
    gross_mass: Decimal | None = None
    producer: str = ""


@dataclass(frozen=True)
class Invoice:
    """A commercial invoice: what is sold, by whom to whom, for how much, on what terms. A draft is not issued and not signed."""

    number: str
    issued_on: date
    currency: str
    lines: tuple[InvoiceLine, ...]
    seller: Party | None = None
    buyer: Party | None = None
    incoterm: str = ""
    incoterm_place: str = ""
    origin: str = ""
    destination: str = ""
    reference: str = ""
    contract: str = ""
    payment_terms: str = ""
    notes: tuple[str, ...] = ()
    draft: bool = True

    @property
    def total(self) -> Decimal:
        """What the buyer owes: the sum of the lines."""
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def net_mass(self) -> Decimal | None:
        """Kilograms net of all lines; None where one is not said."""
        return total(line.net_mass for line in self.lines)

    @property
    def gross_mass(self) -> Decimal | None:
        """Kilograms gross of all lines; None where one is not said."""
        return total(line.gross_mass for line in self.lines)


@dataclass(frozen=True)
class PackedLine:
    """One line of goods as packed. Masses are kilograms; None and "" are not said yet."""

    description: str
    hs: str
    origin: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    net_mass: Decimal | None = None
    gross_mass: Decimal | None = None
    packages: Packages | None = None


@dataclass(frozen=True)
class PackingList:
    """A packing list: how the goods are packed and what they weigh. A draft is not issued and not signed."""

    number: str
    issued_on: date
    lines: tuple[PackedLine, ...]
    seller: Party | None = None
    buyer: Party | None = None
    invoice_number: str = ""
    origin: str = ""
    destination: str = ""
    reference: str = ""
    containers: tuple[Container, ...] = ()
    notes: tuple[str, ...] = ()
    draft: bool = True

    @property
    def net_mass(self) -> Decimal | None:
        """Kilograms net of all lines; None where one is not said."""
        return total(line.net_mass for line in self.lines)

    @property
    def gross_mass(self) -> Decimal | None:
        """Kilograms gross of all lines; None where one is not said."""
        return total(line.gross_mass for line in self.lines)

    @property
    def package_count(self) -> int | None:
        """Packages of all lines; None where one is not said."""
        counts = [line.packages.count if line.packages else None for line in self.lines]
        return None if None in counts else sum(count or 0 for count in counts)


@dataclass(frozen=True)
class DocumentFault:
    """What is wrong with a paper or still open in it: where (``lines[0].hs``), the rule's name, and the rule in words.

    ``severity`` is ``error``, or ``warning`` for what a draft leaves to be filled.
    """

    path: str
    rule: str
    severity: str
    message: Text

    def to_json(self, language: str = "en") -> dict[str, str]:
        """As the command line prints a fault of a document (CONTRACTS)."""
        message = self.message.in_(language)
        return {"path": self.path, "rule": self.rule, "severity": self.severity, "message": message}


@dataclass(frozen=True)
class Issuer:
    """Who makes out a paper: a state's authority, or a party to the trade (then ``state`` is empty).

    ``contact`` holds ``address``, ``phone`` and ``website`` as far as a source gave them.
    """

    id: str
    names: Names = field(hash=False)
    state: str = ""
    roles: tuple[str, ...] = ()
    source: Source | None = None
    contact: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Paper:
    """A paper that the consignment needs: what, why, who issues it, for which state, and where that is written.

    ``route`` says what calls for it: ``trade``, ``mode`` or ``requirement``; ``required_by`` lists the measures. ``draft`` names
    the paper that is drafted here (``invoice``, ``packing list``). ``if_asked``: not demanded of every consignment. ``issued_by``
    is None where the issuer is not on file. ``proof`` is the name by which a measure's condition ``proof:…`` knows the paper.
    """

    kind: str
    names: Names = field(hash=False)
    why: Text | Names = field(hash=False)
    route: str
    for_state: str = ""
    issued_by: Issuer | None = None
    lodged_with: Issuer | None = None
    draft: str | None = None
    if_asked: bool = False
    required_by: tuple[str, ...] = ()
    source: Source | None = None
    proof: str = ""

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """As a Plan lists a paper (CONTRACTS), with names and reasons in the reader's language; absent fields are left out."""
        row = {
            "kind": self.kind,
            "name": in_language(self.names, language),
            "why": spoken(self.why, language),
            "issued_by": in_language(self.issued_by.names, language) if self.issued_by else None,
            "lodged_with": in_language(self.lodged_with.names, language) if self.lodged_with else None,
            "authority": self.issued_by.id if self.issued_by else None,
            "contact": dict(self.issued_by.contact) if self.issued_by else None,
            "for": self.for_state,
            "route": self.route,
            "required_by": list(self.required_by),
            "draft": self.draft,
            "if_asked": self.if_asked,
            "proof": self.proof,
            "source": self.source.to_json() if self.source else None,
        }
        return {name: value for name, value in row.items() if value not in (None, "", [], {}, False)}
