"""The commercial invoice to and from UBL 2.1 ``Invoice``."""

from __future__ import annotations

from decimal import Decimal

from chorsu.documents import ubl
from chorsu.documents.model import Invoice, InvoiceLine
from chorsu.documents.xml import Node, Writer, finish, parse_xml, start
from chorsu.facts import Faulty, plain
from chorsu.reading import shown
from chorsu.text import say

_COMMERCIAL_INVOICE = "380"  # UN/EDIFACT 1001


def invoice_to_xml(invoice: Invoice) -> bytes:
    """Write the invoice as UBL 2.1. Raises Faulty where a text holds a character that XML cannot."""
    root = start("Invoice")
    ubl.write_head(root, draft=invoice.draft)
    root.basic("ID", invoice.number)
    root.basic("IssueDate", invoice.issued_on)
    root.basic("InvoiceTypeCode", _COMMERCIAL_INVOICE)
    ubl.write_notes(root, invoice.notes, draft=invoice.draft)
    root.basic("DocumentCurrencyCode", invoice.currency)
    root.basic("LineCountNumeric", len(invoice.lines))
    if invoice.contract:
        root.aggregate("ContractDocumentReference").basic("ID", invoice.contract)
    # The schema wants both parties; one that is not known stays an empty element.
    for name, party in (("AccountingSupplierParty", invoice.seller), ("AccountingCustomerParty", invoice.buyer)):
        side = root.aggregate(name)
        if party:
            ubl.write_party(side.aggregate("Party"), party)
    _write_delivery(root, invoice)
    if invoice.incoterm:
        terms = root.aggregate("DeliveryTerms")
        terms.basic("ID", invoice.incoterm, schemeID="INCOTERMS")
        ubl.write_place(terms, "DeliveryLocation", invoice.incoterm_place)
    if invoice.payment_terms:
        root.aggregate("PaymentTerms").basic("Note", invoice.payment_terms)
    totals = root.aggregate("LegalMonetaryTotal")
    totals.basic("LineExtensionAmount", invoice.total, currencyID=invoice.currency)
    totals.basic("PayableAmount", invoice.total, currencyID=invoice.currency)
    for number, line in enumerate(invoice.lines, 1):
        _write_line(root.aggregate("InvoiceLine"), number, line, invoice.currency)
    return finish(root)


def _write_delivery(root: Writer, invoice: Invoice) -> None:
    if not (invoice.origin or invoice.destination or invoice.reference):
        return
    delivery = root.aggregate("Delivery")
    ubl.write_place(delivery, "DeliveryLocation", invoice.destination)
    if invoice.origin:
        ubl.write_place(delivery.aggregate("Despatch"), "DespatchLocation", invoice.origin)
    if invoice.reference:
        shipment = delivery.aggregate("Shipment")
        shipment.basic("ID", invoice.number)
        consignment = shipment.aggregate("Consignment")
        consignment.basic("ID", invoice.number)
        consignment.basic("ConsignorAssignedID", invoice.reference)


def _write_line(writer: Writer, number: int, line: InvoiceLine, currency: str) -> None:
    writer.basic("ID", number)
    unit = {"unitCode": line.unit} if line.unit else {}
    writer.basic("InvoicedQuantity", line.quantity, **unit)
    writer.basic("LineExtensionAmount", line.amount, currencyID=currency)
    if line.gross_mass is not None or line.net_mass is not None:
        shipment = writer.aggregate("Delivery").aggregate("Shipment")
        shipment.basic("ID", number)
        ubl.write_masses(shipment, line.gross_mass, line.net_mass)
    item = writer.aggregate("Item")
    item.basic("Name", line.description)
    item.aggregate("OriginCountry").basic("IdentificationCode", line.origin)
    ubl.write_codes(item, line.hs, line.codes)
    if line.producer:
        item.aggregate("ManufacturerParty").aggregate("PartyName").basic("Name", line.producer)
    if line.unit_price is not None:
        writer.aggregate("Price").basic("PriceAmount", line.unit_price, currencyID=currency)


def invoice_from_xml(raw: bytes | str) -> Invoice:
    """Read a UBL 2 invoice. What the type has no place for is passed over, unless it changes what is to be paid.

    Raises Faulty with every fault and its XPath: broken or unsafe XML, missing fields, a second currency, and an amount payable
    that is not the sum of the lines (taxes, allowances and charges are not read).
    """
    root = parse_xml(raw, "Invoice")
    draft, notes = ubl.read_notes(root)
    kind = root.text("cbc:InvoiceTypeCode")
    if kind not in ("", _COMMERCIAL_INVOICE):
        root.fault(
            "cbc:InvoiceTypeCode",
            say("{code} is not a commercial invoice.", code=shown(kind)),
            say("the type 380, a commercial invoice"),
        )
    delivery, terms = root.child("cac:Delivery"), root.child("cac:DeliveryTerms")
    currency = root.text("cbc:DocumentCurrencyCode", required=True)
    number = root.text("cbc:ID", required=True)
    issued_on = root.day("cbc:IssueDate")
    lines = tuple(_read_line(node, currency) for node in root.children("cac:InvoiceLine"))
    if not lines:
        root.fault("cac:InvoiceLine", say("An invoice has at least one line."))
    _check_total(root, lines, currency)
    consignment = delivery.child("cac:Shipment").child("cac:Consignment")
    seller = ubl.read_party(root.child("cac:AccountingSupplierParty").child("cac:Party"))
    buyer = ubl.read_party(root.child("cac:AccountingCustomerParty").child("cac:Party"))
    contract = root.child("cac:ContractDocumentReference").text("cbc:ID")
    places = [
        ubl.read_place(node)
        for node in (
            terms.child("cac:DeliveryLocation"),
            delivery.child("cac:Despatch").child("cac:DespatchLocation"),
            delivery.child("cac:DeliveryLocation"),
        )
    ]
    incoterm, reference = terms.text("cbc:ID"), consignment.text("cbc:ConsignorAssignedID")
    payment_terms = root.child("cac:PaymentTerms").text("cbc:Note")
    if root.faults or issued_on is None:
        raise Faulty(tuple(root.faults))
    return Invoice(
        number=number,
        issued_on=issued_on,
        currency=currency,
        lines=lines,
        seller=seller,
        buyer=buyer,
        incoterm=incoterm,
        incoterm_place=places[0],
        origin=places[1],
        destination=places[2],
        reference=reference,
        contract=contract,
        payment_terms=payment_terms,
        notes=notes,
        draft=draft,
    )


def _check_total(root: Node, lines: tuple[InvoiceLine, ...], currency: str) -> None:
    totals = root.child("cac:LegalMonetaryTotal")
    payable = totals.decimal("cbc:PayableAmount", required=True)
    _check_currency(totals, "cbc:PayableAmount", currency)
    owed = sum((line.amount for line in lines), Decimal(0))
    if payable is not None and owed != payable:
        message = say(
            "The amount payable is {payable}, the lines sum to {lines}. Taxes, allowances and charges are not read here.",
            payable=plain(payable),
            lines=plain(owed),
        )
        totals.fault("cbc:PayableAmount", message)


def _check_currency(node: Node, name: str, currency: str) -> None:
    written = node.attribute(name, "currencyID")
    if written and currency and written != currency:
        node.fault(
            name,
            say("An invoice has one currency; this amount is in {other}.", other=shown(written)),
            say("an amount in {currency}", currency=currency),
        )


def _read_line(node: Node, currency: str) -> InvoiceLine:
    item, shipment, price = node.child("cac:Item"), node.child("cac:Delivery").child("cac:Shipment"), node.child("cac:Price")
    hs, codes = ubl.read_codes(item)
    amount = node.decimal("cbc:LineExtensionAmount", required=True)
    _check_currency(node, "cbc:LineExtensionAmount", currency)
    unit_price = price.decimal("cbc:PriceAmount")
    base = price.decimal("cbc:BaseQuantity")
    return InvoiceLine(
        description=item.text("cbc:Name") or item.text("cbc:Description"),
        hs=hs,
        origin=item.child("cac:OriginCountry").text("cbc:IdentificationCode"),
        amount=Decimal(0) if amount is None else amount,
        codes=codes,
        quantity=node.decimal("cbc:InvoicedQuantity"),
        unit=node.attribute("cbc:InvoicedQuantity", "unitCode"),
        # A price for another base quantity than one is not the price of a unit; it is left open instead of being rounded.
        unit_price=unit_price if base in (None, 1) else None,
        net_mass=ubl.read_mass(shipment, "cbc:NetWeightMeasure"),
        gross_mass=ubl.read_mass(shipment, "cbc:GrossWeightMeasure"),
        producer=item.child("cac:ManufacturerParty").child("cac:PartyName").text("cbc:Name"),
    )
