"""Draft the invoice and the packing list from a consignment: what it does not say stays blank, nothing is invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Context, Decimal, Inexact

from chorsu.consignment import Consignment, Item, Packages
from chorsu.documents.model import Invoice, InvoiceLine, PackedLine, PackingList
from chorsu.facts import Fault, Faulty
from chorsu.text import say

_FRACTION_OF_PRICE = 6


def draft_invoice(
    consignment: Consignment,
    *,
    number: str,
    on: date,
    contract: str = "",
    payment_terms: str = "",
    notes: Sequence[str] = (),
) -> Invoice:
    """Draft a commercial invoice. The amounts are the consignment's values, which are prices under its Incoterm.

    Raises Faulty where the items are valued in more than one currency: an invoice has one.
    """
    currency = consignment.items[0].currency
    faults = tuple(
        Fault(
            f"items[{index}].currency",
            say("An invoice has one currency; this item is in {other}.", other=item.currency),
            say("{currency}, or an invoice of its own", currency=currency),
        )
        for index, item in enumerate(consignment.items)
        if item.currency != currency
    )
    if faults:
        raise Faulty(faults)
    return Invoice(
        number=number,
        issued_on=on,
        currency=currency,
        lines=tuple(_sold(item) for item in consignment.items),
        seller=consignment.consignor,
        buyer=consignment.consignee,
        incoterm=consignment.incoterm,
        incoterm_place=consignment.incoterm_place,
        origin=consignment.origin,
        destination=consignment.destination,
        reference=consignment.reference,
        contract=contract,
        payment_terms=payment_terms,
        notes=tuple(notes),
    )


def draft_packing_list(
    consignment: Consignment,
    *,
    number: str,
    on: date,
    invoice_number: str = "",
    packages: Sequence[Packages | None] = (),
    notes: Sequence[str] = (),
) -> PackingList:
    """Draft a packing list. ``packages`` says how the items are packed, in their order; else what the consignment says counts."""
    if len(packages) > len(consignment.items):
        message = say("There are {given} lines of packages for {items} items.", given=len(packages), items=len(consignment.items))
        raise Faulty((Fault("packages", message),))
    given = [*packages, *[None] * (len(consignment.items) - len(packages))]
    packed = [how or item.packages for how, item in zip(given, consignment.items, strict=True)]
    return PackingList(
        number=number,
        issued_on=on,
        lines=tuple(_packed(item, how) for item, how in zip(consignment.items, packed, strict=True)),
        seller=consignment.consignor,
        buyer=consignment.consignee,
        invoice_number=invoice_number,
        origin=consignment.origin,
        destination=consignment.destination,
        reference=consignment.reference,
        containers=consignment.containers,
        notes=tuple(notes),
    )


def _sold(item: Item) -> InvoiceLine:
    return InvoiceLine(
        description=item.description,
        hs=item.hs,
        origin=item.origin,
        amount=item.value,
        codes=dict(item.codes),
        quantity=item.quantity,
        unit=item.unit,
        unit_price=_unit_price(item.value, item.quantity),
        net_mass=item.mass_for_rates(),
        gross_mass=item.gross_mass,
        producer=item.producer,
    )


def _packed(item: Item, packages: Packages | None) -> PackedLine:
    return PackedLine(
        description=item.description,
        hs=item.hs,
        origin=item.origin,
        quantity=item.quantity,
        unit=item.unit,
        net_mass=item.mass_for_rates(),
        gross_mass=item.gross_mass,
        packages=packages,
    )


def _unit_price(amount: Decimal, quantity: Decimal | None) -> Decimal | None:
    """The price of one unit where it comes out even within six decimals; a rounded one is not what the contract says."""
    if not quantity:
        return None
    exactly = Context(prec=60, traps=[Inexact])
    try:
        price = exactly.divide(amount, quantity).quantize(Decimal(1).scaleb(-_FRACTION_OF_PRICE), context=exactly)
    except Inexact:
        return None
    whole = price.normalize(exactly)
    return whole.quantize(Decimal("0.01"), context=exactly) if _decimals(whole) <= 2 else whole


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
