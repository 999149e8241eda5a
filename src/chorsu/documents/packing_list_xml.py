"""The packing list to and from UBL 2.1 ``PackingList``.

UBL has two papers near to it. ``DespatchAdvice`` tells the buyer that ordered goods have left, line by line of the order;
``PackingList`` says how a shipment is packed, weighed and stowed, for whoever carries and inspects it, before it leaves. The
second is the paper that customs and carriers ask for, and it can be drafted when nothing has been despatched yet.
"""

from __future__ import annotations

from collections import Counter

from chorsu.consignment import Container, Packages
from chorsu.documents import ubl
from chorsu.documents.model import PackedLine, PackingList
from chorsu.documents.xml import Node, Writer, finish, parse_xml, start
from chorsu.facts import Faulty
from chorsu.text import say

_COMMERCIAL_INVOICE = "380"  # UN/EDIFACT 1001
_MOST_CONTAINERS = 100_000


def packing_list_to_xml(paper: PackingList) -> bytes:
    """Write the packing list as UBL 2.1. Raises Faulty where a text holds a character that XML cannot."""
    root = start("PackingList")
    ubl.write_head(root, draft=paper.draft)
    root.basic("ID", paper.number)
    root.basic("IssueDate", paper.issued_on)
    ubl.write_notes(root, paper.notes, draft=paper.draft)
    if paper.seller:
        ubl.write_party(root.aggregate("ConsignorParty"), paper.seller)
    _write_shipment(root.aggregate("Shipment"), paper)
    if paper.invoice_number:
        reference = root.aggregate("DocumentReference")
        reference.basic("ID", paper.invoice_number)
        reference.basic("DocumentTypeCode", _COMMERCIAL_INVOICE)
    return finish(root)


def _write_shipment(shipment: Writer, paper: PackingList) -> None:
    shipment.basic("ID", paper.number)
    ubl.write_masses(shipment, paper.gross_mass, paper.net_mass)
    if paper.reference or paper.buyer or paper.package_count is not None:
        consignment = shipment.aggregate("Consignment")
        consignment.basic("ID", paper.number)
        consignment.basic("ConsignorAssignedID", paper.reference)
        consignment.basic("TotalPackagesQuantity", paper.package_count)
        if paper.buyer:
            ubl.write_party(consignment.aggregate("ConsigneeParty"), paper.buyer)
    for number, line in enumerate(paper.lines, 1):
        _write_line(shipment.aggregate("GoodsItem"), number, line)
    if paper.origin or paper.destination:
        delivery = shipment.aggregate("Delivery")
        ubl.write_place(delivery, "DeliveryLocation", paper.destination)
        if paper.origin:
            ubl.write_place(delivery.aggregate("Despatch"), "DespatchLocation", paper.origin)
    for box in paper.containers:
        unit = shipment.aggregate("TransportHandlingUnit")
        for _ in range(box.count):
            unit.aggregate("TransportEquipment").basic("SizeTypeCode", box.type, listID="ISO 6346")


def _write_line(writer: Writer, number: int, line: PackedLine) -> None:
    writer.basic("ID", number)
    ubl.write_masses(writer, line.gross_mass, line.net_mass)
    unit = {"unitCode": line.unit} if line.unit else {}
    writer.basic("Quantity", line.quantity, **unit)
    item = writer.aggregate("Item")
    item.basic("Name", line.description)
    if line.origin:
        item.aggregate("OriginCountry").basic("IdentificationCode", line.origin)
    ubl.write_codes(item, line.hs, {})
    if line.packages:
        package = writer.aggregate("ContainingPackage")
        package.basic("ID", line.packages.marks)
        package.basic("Quantity", line.packages.count)
        package.basic("PackagingTypeCode", line.packages.type, listID="UNECE Rec 21")


def packing_list_from_xml(raw: bytes | str) -> PackingList:
    """Read a UBL 2 packing list. Raises Faulty with every fault and its XPath: broken or unsafe XML, missing or wrong fields."""
    root = parse_xml(raw, "PackingList")
    draft, notes = ubl.read_notes(root)
    number = root.text("cbc:ID", required=True)
    issued_on = root.day("cbc:IssueDate")
    shipment = root.child("cac:Shipment")
    lines = tuple(_read_line(node) for node in shipment.children("cac:GoodsItem"))
    if not lines:
        shipment.fault("cac:GoodsItem", say("A packing list has at least one line."))
    consignment, delivery = shipment.child("cac:Consignment"), shipment.child("cac:Delivery")
    invoices = (
        reference.text("cbc:ID")
        for reference in root.children("cac:DocumentReference", most=1000)
        if reference.text("cbc:DocumentTypeCode") == _COMMERCIAL_INVOICE
    )
    seller, buyer = ubl.read_party(root.child("cac:ConsignorParty")), ubl.read_party(consignment.child("cac:ConsigneeParty"))
    origin = ubl.read_place(delivery.child("cac:Despatch").child("cac:DespatchLocation"))
    destination = ubl.read_place(delivery.child("cac:DeliveryLocation"))
    reference, invoice_number = consignment.text("cbc:ConsignorAssignedID"), next(invoices, "")
    containers = _read_containers(shipment)
    if root.faults or issued_on is None:
        raise Faulty(tuple(root.faults))
    return PackingList(
        number=number,
        issued_on=issued_on,
        lines=lines,
        seller=seller,
        buyer=buyer,
        invoice_number=invoice_number,
        origin=origin,
        destination=destination,
        reference=reference,
        containers=containers,
        notes=notes,
        draft=draft,
    )


def _read_containers(shipment: Node) -> tuple[Container, ...]:
    boxes = []
    for unit in shipment.children("cac:TransportHandlingUnit", most=1000):
        sizes = (box.text("cbc:SizeTypeCode") for box in unit.children("cac:TransportEquipment", most=_MOST_CONTAINERS))
        boxes += [Container(size, count) for size, count in Counter(size for size in sizes if size).items()]
    return tuple(boxes)


def _read_line(node: Node) -> PackedLine:
    item = node.child("cac:Item")
    return PackedLine(
        description=item.text("cbc:Name") or item.text("cbc:Description"),
        hs=ubl.read_codes(item)[0],
        origin=item.child("cac:OriginCountry").text("cbc:IdentificationCode"),
        quantity=node.decimal("cbc:Quantity"),
        unit=node.attribute("cbc:Quantity", "unitCode"),
        net_mass=ubl.read_mass(node, "cbc:NetWeightMeasure"),
        gross_mass=ubl.read_mass(node, "cbc:GrossWeightMeasure"),
        packages=_read_packages(node.child("cac:ContainingPackage")),
    )


def _read_packages(node: Node) -> Packages | None:
    count = node.decimal("cbc:Quantity")
    if count is None:
        return None
    if count != int(count):
        node.fault("cbc:Quantity", say("This is not a number of packages."), say("a whole number"))
    return Packages(int(count), node.text("cbc:PackagingTypeCode"), node.text("cbc:ID"))
