"""Say what is wrong with a paper, and what a draft leaves to be filled: every fault with its path and the rule in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from chorsu.consignment import INCOTERMS, Party
from chorsu.documents.model import DocumentFault, Invoice, InvoiceLine, PackedLine, PackingList
from chorsu.facts import plain
from chorsu.text import Text, say

# path, rule, message, and whether it is a gap (something not said yet) rather than something said wrongly
_Found = tuple[str, str, Text, bool]


def validate(paper: Invoice | PackingList) -> tuple[DocumentFault, ...]:
    """The faults of a paper. What is not said yet is a warning in a draft (to be filled) and an error in a paper to be issued."""
    found = _invoice(paper) if isinstance(paper, Invoice) else _packing_list(paper)
    return tuple(
        DocumentFault(path, rule, "warning" if gap and paper.draft else "error", message) for path, rule, message, gap in found
    )


def _invoice(paper: Invoice) -> Iterator[_Found]:
    yield from _head(paper)
    if not re.fullmatch("[A-Z]{3}", paper.currency):
        yield "currency", "currency", say("The currency is a code of ISO 4217, for example USD."), False
    if not paper.incoterm:
        yield "incoterm", "delivery terms", say("The invoice names the delivery terms (Incoterms 2020)."), True
    elif paper.incoterm not in INCOTERMS:
        yield "incoterm", "delivery terms", say("{term} is not a term of Incoterms 2020.", term=paper.incoterm), False
    elif not paper.incoterm_place:
        yield "incoterm_place", "delivery terms", say("The term {term} needs its named place.", term=paper.incoterm), True
    if not paper.contract:
        yield "contract", "contract", say("The invoice refers to the contract by number and date."), True
    if not paper.payment_terms:
        yield "payment_terms", "payment", say("The invoice says when and how it is paid."), True
    for index, line in enumerate(paper.lines):
        yield from _goods(f"lines[{index}]", line)
        yield from _price(f"lines[{index}]", line)


def _price(path: str, line: InvoiceLine) -> Iterator[_Found]:
    if line.amount < 0:
        yield f"{path}.amount", "amount", say("{value} is below zero.", value=plain(line.amount)), False
    if not line.origin:
        yield f"{path}.origin", "origin", say("Each line names the state of origin."), True
    if line.unit_price is None:
        yield (
            f"{path}.unit_price",
            "price",
            say("The unit price stands in the contract; the amount does not give it exactly."),
            True,
        )
    elif line.quantity is not None and line.unit_price * line.quantity != line.amount:
        message = say(
            "{price} times {quantity} is not {amount}.",
            price=plain(line.unit_price),
            quantity=plain(line.quantity),
            amount=plain(line.amount),
        )
        yield f"{path}.amount", "price", message, False


def _packing_list(paper: PackingList) -> Iterator[_Found]:
    yield from _head(paper)
    if not paper.invoice_number:
        yield "invoice_number", "invoice", say("The packing list refers to its invoice."), True
    for index, line in enumerate(paper.lines):
        path = f"lines[{index}]"
        yield from _goods(path, line)
        if line.packages is None:
            yield f"{path}.packages", "packages", say("Each line says how many packages of which kind hold it."), True
        elif line.packages.count < 1:
            yield f"{path}.packages.count", "packages", say("The number of packages is at least one."), False
        elif not line.packages.type:
            yield (
                f"{path}.packages.type",
                "packages",
                say("The kind of package is a code of UN/ECE Recommendation 21, for example CT."),
                True,
            )


def _head(paper: Invoice | PackingList) -> Iterator[_Found]:
    if not paper.number:
        yield "number", "number", say("The paper has a number."), True
    yield from _party("seller", paper.seller)
    yield from _party("buyer", paper.buyer)
    for field, place in (("origin", paper.origin), ("destination", paper.destination)):
        if not place:
            yield field, "places", say("The paper names where the goods leave and where they go."), True
    if not paper.lines:
        yield "lines", "lines", say("The paper has at least one line."), False


def _party(path: str, party: Party | None) -> Iterator[_Found]:
    if party is None:
        yield path, "parties", say("The paper names this party."), True
        return
    if not party.name:
        yield f"{path}.name", "parties", say("The party's name is missing."), True
    if not party.address:
        yield f"{path}.address", "parties", say("The party's address is missing."), True


def _goods(path: str, line: InvoiceLine | PackedLine) -> Iterator[_Found]:
    if not line.description:
        yield f"{path}.description", "goods", say("Each line describes the goods in words."), True
    if not re.fullmatch(r"\d{6}", line.hs):
        yield f"{path}.hs", "goods", say("Each line has the six digits of the Harmonized System."), not line.hs
    if line.quantity is None:
        yield f"{path}.quantity", "goods", say("Each line has its quantity."), True
    elif not line.unit:
        yield f"{path}.unit", "goods", say("The quantity has no unit."), True
    yield from _masses(path, line.net_mass, line.gross_mass)


def _masses(path: str, net: Decimal | None, gross: Decimal | None) -> Iterator[_Found]:
    for field, mass in (("net_mass", net), ("gross_mass", gross)):
        if mass is None:
            yield f"{path}.{field}", "masses", say("Each line has its net and its gross mass in kilograms."), True
    if net is not None and gross is not None and gross < net:
        yield f"{path}.gross_mass", "masses", say("The gross mass is below the net mass."), False
