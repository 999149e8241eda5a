"""UBL 2 invoices: the lines as rows whose cells are elements, each with its XPath; what a strict reading refuses is shown."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from chorsu.documents import ubl
from chorsu.documents.invoices.letters import tidy
from chorsu.documents.invoices.model import EMPTY, MOST_BYTES, MOST_ROWS, Cell, Grid, Line
from chorsu.documents.xml import Node, parse_xml
from chorsu.facts import exact, plain
from chorsu.text import Text, say

FIELDS = (
    "description",
    "hs",
    "origin",
    "quantity",
    "unit",
    "unit_price",
    "value",
    "currency",
    "net_mass",
    "gross_mass",
    "producer",
)

# Where the cell of each field stands in a line; the attribute of it where there is one.
_PLACES: dict[str, tuple[str, str]] = {
    "description": ("cac:Item/cbc:Name", ""),
    "hs": ("cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode", ""),
    "origin": ("cac:Item/cac:OriginCountry/cbc:IdentificationCode", ""),
    "quantity": ("cbc:InvoicedQuantity", ""),
    "unit": ("cbc:InvoicedQuantity", "unitCode"),
    "unit_price": ("cac:Price/cbc:PriceAmount", ""),
    "value": ("cbc:LineExtensionAmount", ""),
    "currency": ("cbc:LineExtensionAmount", "currencyID"),
    "net_mass": ("cac:Delivery/cac:Shipment/cbc:NetWeightMeasure", ""),
    "gross_mass": ("cac:Delivery/cac:Shipment/cbc:GrossWeightMeasure", ""),
    "producer": ("cac:Item/cac:ManufacturerParty/cac:PartyName/cbc:Name", ""),
}


def read_ubl(content: bytes) -> Grid:
    """The lines of an invoice as a grid. Raises Faulty for what is not a UBL 2 invoice or not safe to parse."""
    root = parse_xml(content, "Invoice", most_bytes=MOST_BYTES)
    lines, places, national = [], {}, {}
    for number, node in enumerate(root.children("cac:InvoiceLine", most=MOST_ROWS), 1):
        cells = []
        for column, name in enumerate(FIELDS):
            path, attribute = _PLACES[name]
            cell = _cell(node, path, attribute)
            if name == "hs":
                cell = _code(node) or cell
            elif name == "description" and cell.is_empty:
                cell = _cell(node, "cac:Item/cbc:Description", "")
            elif name == "currency" and cell.is_empty:
                cell = _cell(root, "cbc:DocumentCurrencyCode", "")
            elif name.endswith("_mass"):
                cell = _mass(node, path, cell)
            cells.append(cell)
            places[number, column] = f"{node.path}/{path}" + (f"/@{attribute}" if attribute else "")
        lines.append(Line(number, tuple(cells)))
        if codes := ubl.read_codes(Node(node.child("cac:Item").element, node.path, []))[1]:
            national[number] = codes
    return Grid("", tuple(lines), FIELDS, places, _head(root), tuple(_doubts(root, lines)), national)


def _step(node: Node, path: str) -> Node:
    for name in path.split("/"):
        node = node.child(name)
    return node


def _cell(node: Node, path: str, attribute: str) -> Cell:
    element = _step(node, path).element
    if element is None:
        return EMPTY
    text, fault = tidy(element.get(attribute, "") if attribute else element.text or "")
    number = exact(text) if not attribute else None
    return Cell(text, number=number, fault=fault) if text or fault else EMPTY


def _code(node: Node) -> Cell | None:
    """The HS code, else the first national one, from the entries of a line."""
    hs, codes = ubl.read_codes(Node(node.child("cac:Item").element, node.path, []))
    text, fault = tidy(hs or next(iter(codes.values()), ""))
    return Cell(text, fault=fault) if text else None


def _mass(node: Node, path: str, cell: Cell) -> Cell:
    element = _step(node, path).element
    unit = "" if element is None else element.get("unitCode", "KGM")[:10]
    powers = {"KGM": 0, "TNE": 3, "GRM": -3}
    if cell.is_empty or cell.number is None or unit == "KGM":
        return cell
    if unit not in powers:
        return Cell(cell.text, fault=say("{unit} is not a unit of mass read here.", unit=unit))
    number = cell.number.scaleb(powers[unit])
    return Cell(plain(number), number=number)


def _head(root: Node) -> dict[str, tuple[str, str]]:
    terms, delivery = root.child("cac:DeliveryTerms"), root.child("cac:Delivery")
    parties = {
        "consignor": root.child("cac:AccountingSupplierParty").child("cac:Party"),
        "consignee": root.child("cac:AccountingCustomerParty").child("cac:Party"),
    }
    read: dict[str, tuple[Node, Callable[[Node], str]]] = {
        "reference": (_reference(root), _own),
        "incoterm": (terms.child("cbc:ID"), _own),
        "incoterm_place": (terms.child("cac:DeliveryLocation"), ubl.read_place),
        "from": (delivery.child("cac:Despatch").child("cac:DespatchLocation"), ubl.read_place),
        "to": (delivery.child("cac:DeliveryLocation"), ubl.read_place),
        "ready": (delivery.child("cac:Despatch").child("cbc:EstimatedDespatchDate"), _own),
    }
    for name, party in parties.items():
        read[name] = (party, lambda node: found.name if (found := ubl.read_party(node)) else "")
        country = party.child("cac:PostalAddress").child("cac:Country").child("cbc:IdentificationCode")
        read[f"{name}_country"] = (country, _own)
    found = {name: (tidy(say_it(node))[0], node.path) for name, (node, say_it) in read.items()}
    return {name: (text, path) for name, (text, path) in found.items() if text}


def _reference(root: Node) -> Node:
    """The consignor's own reference of the consignment, else the number of the invoice."""
    told = root.child("cac:Delivery").child("cac:Shipment").child("cac:Consignment").child("cbc:ConsignorAssignedID")
    return told if told.element is not None else root.child("cbc:ID")


def _own(node: Node) -> str:
    return node.own_text()


def _doubts(root: Node, lines: list[Line]) -> list[tuple[str, str, str, Text]]:
    """What is to be paid is the sum of the lines, unless taxes or charges are in it, which a consignment has no place for."""
    totals = root.child("cac:LegalMonetaryTotal")
    payable = exact(totals.child("cbc:PayableAmount").own_text())
    amounts = [line.cell(FIELDS.index("value")).number for line in lines]
    if payable is None or any(amount is None for amount in amounts):
        return []
    owed = sum((amount for amount in amounts if amount is not None), Decimal(0))
    if owed == payable:
        return []
    message = say(
        "The amount payable is {payable}, the lines sum to {lines}. Taxes, allowances and charges are not read here.",
        payable=plain(payable),
        lines=plain(owed),
    )
    return [("payable", f"{totals.path}/cbc:PayableAmount", plain(payable), message)]
