"""Papers to and from UBL 2.1 and JSON: nothing lost, in the schema's order, and no unsafe document read."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from chorsu.consignment import Container, Party
from chorsu.documents import (
    Invoice,
    InvoiceLine,
    Packages,
    PackedLine,
    PackingList,
    draft_invoice,
    draft_packing_list,
    from_json,
    from_xml,
    read_paper,
    to_json,
    to_xml,
)
from chorsu.facts import Faulty

from .cases import ON, apples

# The children that an element may have, in the order of the schemas UBL-Invoice-2.1.xsd, UBL-PackingList-2.1.xsd and
# UBL-CommonAggregateComponents-2.1.xsd (OASIS Standard, 2013-11-04, docs.oasis-open.org/ubl/os-UBL-2.1/): those written here, and
# some neighbours. "!" marks what the schema demands.
ORDER = {
    "Invoice": (
        "UBLVersionID CustomizationID ProfileID ID! IssueDate! IssueTime DueDate InvoiceTypeCode Note "
        "TaxPointDate DocumentCurrencyCode LineCountNumeric BuyerReference OrderReference "
        "ContractDocumentReference AdditionalDocumentReference AccountingSupplierParty! "
        "AccountingCustomerParty! PayeeParty Delivery DeliveryTerms PaymentMeans PaymentTerms AllowanceCharge "
        "TaxTotal LegalMonetaryTotal! InvoiceLine!"
    ),
    "PackingList": (
        "UBLVersionID CustomizationID ProfileID ID! UUID IssueDate IssueTime Name Description Note VersionID "
        "OtherInstruction ConsignorParty CarrierParty FreightForwarderParty Shipment! DocumentReference"
    ),
    "AccountingSupplierParty": "CustomerAssignedAccountID Party",
    "AccountingCustomerParty": "CustomerAssignedAccountID Party",
    "Party": (
        "EndpointID PartyIdentification PartyName Language PostalAddress PhysicalLocation PartyTaxScheme PartyLegalEntity Contact"
    ),
    "PartyName": "Name!",
    "PostalAddress": "ID StreetName CityName PostalZone AddressLine Country",
    "AddressLine": "Line!",
    "Country": "IdentificationCode Name",
    "ContractDocumentReference": "ID! IssueDate DocumentTypeCode",
    "Delivery": ("ID Quantity ActualDeliveryDate DeliveryAddress DeliveryLocation DeliveryParty Despatch DeliveryTerms Shipment"),
    "DeliveryLocation": "ID Description Name Address",
    "Despatch": "ID DespatchAddress DespatchLocation",
    "DeliveryTerms": "ID SpecialTerms LossRisk Amount DeliveryLocation",
    "PaymentTerms": "ID Note",
    "LegalMonetaryTotal": (
        "LineExtensionAmount TaxExclusiveAmount TaxInclusiveAmount AllowanceTotalAmount ChargeTotalAmount PayableAmount!"
    ),
    "InvoiceLine": "ID! UUID Note InvoicedQuantity LineExtensionAmount! Delivery AllowanceCharge TaxTotal Item! Price",
    "Item": "Description Name OriginCountry CommodityClassification ManufacturerParty OriginAddress",
    "OriginCountry": "IdentificationCode Name",
    "CommodityClassification": "NatureCode CargoTypeCode CommodityCode ItemClassificationCode",
    "ManufacturerParty": "PartyName PostalAddress",
    "Price": "PriceAmount! BaseQuantity",
    "Shipment": (
        "ID! GrossWeightMeasure NetWeightMeasure TotalGoodsItemQuantity Consignment GoodsItem ShipmentStage "
        "Delivery TransportHandlingUnit"
    ),
    "Consignment": "ID! CarrierAssignedID ConsigneeAssignedID ConsignorAssignedID TotalPackagesQuantity ConsigneeParty",
    "ConsignorParty": "PartyName PostalAddress",
    "ConsigneeParty": "PartyName PostalAddress",
    "GoodsItem": "ID SequenceNumberID Description GrossWeightMeasure NetWeightMeasure Quantity Item ContainingPackage",
    "ContainingPackage": "ID Quantity PackageLevelCode PackagingTypeCode",
    "TransportHandlingUnit": "ID TransportEquipment",
    "TransportEquipment": "ID TransportEquipmentTypeCode SizeTypeCode",
    "DespatchLocation": "ID Description Name",
    "DocumentReference": "ID! IssueDate DocumentTypeCode",
}
# An amount needs its currency and a measure its unit (UBL-UnqualifiedDataTypes-2.1.xsd: currencyID and unitCode are required).
NEEDS = {"Amount": "currencyID", "Measure": "unitCode"}


def faults_of_structure(raw):
    """Where a document leaves the order of the schema, lacks what it demands, or an amount lacks its currency."""
    found = []
    for element in etree.fromstring(raw).iter():
        name = etree.QName(element).localname
        children = [etree.QName(child).localname for child in element]
        if children:
            allowed = ORDER[name].split()
            names = [entry.rstrip("!") for entry in allowed]
            places = [names.index(child) for child in children]
            found += [f"{name}: order of {children}"] if places != sorted(places) else []
            found += [f"{name}: {entry}" for entry in allowed if entry.endswith("!") and entry[:-1] not in children]
        found += [
            f"{name}: {attribute}" for ending, attribute in NEEDS.items() if name.endswith(ending) and not element.get(attribute)
        ]
    return found


words = st.text(st.characters(exclude_categories=("C",)), max_size=40).map(str.strip).filter(str.isprintable)
name = words.filter(bool)
figures = st.decimals(0, Decimal(10) ** 12, places=4, allow_nan=False)
places = st.one_of(st.just(""), st.sampled_from(["KZALA", "CNTAO"]), name)
parties = st.none() | st.builds(Party, words, st.sampled_from(["CN", "KZ", "UZ"]), words)
units = st.sampled_from(["KGM", "NAR", "C62"])
lines = st.builds(
    InvoiceLine,
    description=words,
    hs=st.from_regex(r"[0-9]{6}", fullmatch=True),
    origin=st.sampled_from(["CN", "KZ"]),
    amount=figures,
    codes=st.dictionaries(st.sampled_from(["EAEU", "CN", "UZ"]), st.from_regex(r"[0-9]{8,10}", fullmatch=True)),
    quantity=figures,
    unit=units,
    unit_price=st.none() | figures,
    net_mass=st.none() | figures,
    gross_mass=st.none() | figures,
    producer=words,
)
days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
notes = st.lists(name, max_size=3).map(tuple)
invoices = st.builds(
    Invoice,
    number=name,
    issued_on=days,
    currency=st.sampled_from(["USD", "CNY", "KZT"]),
    lines=st.lists(lines, min_size=1, max_size=4).map(tuple),
    seller=parties,
    buyer=parties,
    incoterm=st.sampled_from(["", "DAP", "FCA"]),
    origin=places,
    destination=places,
    reference=words,
    contract=words,
    payment_terms=words,
    notes=notes,
    draft=st.booleans(),
).flatmap(lambda paper: st.builds(lambda place: _placed(paper, place), places))
packed = st.builds(
    PackedLine,
    description=words,
    hs=st.from_regex(r"[0-9]{6}", fullmatch=True),
    origin=st.sampled_from(["", "CN", "KZ"]),
    quantity=figures,
    unit=units,
    net_mass=st.none() | figures,
    gross_mass=st.none() | figures,
    packages=st.none() | st.builds(Packages, st.integers(1, 10**6), st.sampled_from(["", "CT", "PX"]), words),
)
packing_lists = st.builds(
    PackingList,
    number=name,
    issued_on=days,
    lines=st.lists(packed, min_size=1, max_size=4).map(tuple),
    seller=parties,
    buyer=parties,
    invoice_number=words,
    origin=places,
    destination=places,
    reference=words,
    containers=st.lists(st.builds(Container, st.sampled_from(["45R1", "22G1"]), st.integers(1, 5)), max_size=3).map(tuple),
    notes=notes,
    draft=st.booleans(),
)


def _placed(paper, place):
    return replace(paper, incoterm_place=place if paper.incoterm else "")


@settings(max_examples=80, deadline=None)
@given(st.one_of(invoices, packing_lists))
def test_a_paper_comes_back_from_xml_as_it_went_and_in_the_order_of_the_schema(paper):
    raw = to_xml(paper)
    assert from_xml(raw) == paper
    assert faults_of_structure(raw) == []
    assert to_xml(from_xml(raw)) == raw


@settings(max_examples=80, deadline=None)
@given(st.one_of(invoices, packing_lists))
def test_a_paper_comes_back_from_json_as_it_went(paper):
    assert from_json(to_json(paper)) == paper
    assert read_paper(to_json(paper)) == read_paper(to_xml(paper))


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"type": "waybill"}, "type"),
        ({"type": "invoice", "currency": "USD"}, "issued_on"),
        ({"type": "invoice", "issued_on": "2026-12-01", "currency": "USD", "lines": [{"amount": "many"}]}, "lines[0].amount"),
        ({"type": "packing_list", "issued_on": "2026-12-01", "lines": [{"packages": {"count": 0}}]}, "lines[0].packages.count"),
        ({"type": "packing_list", "issued_on": "2026-12-01", "containers": [{"type": "x"}]}, "containers[0].type"),
    ],
)
def test_a_faulty_paper_in_json_is_answered_with_the_path(document, path):
    with pytest.raises(Faulty) as refused:
        from_json(json.dumps(document))
    assert path in [fault.path for fault in refused.value.faults]


def test_an_invoice_says_what_customs_reads():
    root = etree.fromstring(to_xml(draft_invoice(apples(), number="INV-1", on=ON, contract="K-7 of 2026-10-01")))
    spaces = {"cac": root.nsmap["cac"], "cbc": root.nsmap["cbc"]}
    read = lambda path: root.xpath(f"string({path})", namespaces=spaces)  # noqa: E731
    assert root.tag == "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice"
    assert (read("cbc:UBLVersionID"), read("cbc:ID"), read("cbc:IssueDate"), read("cbc:InvoiceTypeCode")) == (
        "2.1",
        "INV-1",
        "2026-12-01",
        "380",
    )
    assert read("cac:DeliveryTerms/cbc:ID") == "DAP"
    assert read("cac:InvoiceLine/cac:Item/cac:CommodityClassification[1]/cbc:ItemClassificationCode[@listID='HS']") == "080810"
    assert read("cac:InvoiceLine/cbc:InvoicedQuantity/@unitCode") == "KGM"
    assert read("cac:LegalMonetaryTotal/cbc:PayableAmount[@currencyID='USD']") == "23400"
    assert read("cac:AccountingCustomerParty/cac:Party/cac:PostalAddress/cac:Country/cbc:IdentificationCode") == "KZ"
    assert read("cac:ContractDocumentReference/cbc:ID") == "K-7 of 2026-10-01"
    assert "DRAFT" in read("cbc:Note")


def test_a_foreign_invoice_of_ubl_is_read():
    # Built after UBL-Invoice-2.1-Example-Trivial.xml of the standard, with an address in parts and prefixes of its own.
    raw = """<i:Invoice xmlns:i="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
        xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
        xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
      <b:ID>123</b:ID><b:IssueDate>2011-09-22</b:IssueDate><b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode>
      <a:AccountingSupplierParty><a:Party><a:PartyName><b:Name>Custom Cotter Pins</b:Name></a:PartyName>
        <a:PostalAddress><b:StreetName>Main street</b:StreetName><b:CityName>Big city</b:CityName>
          <a:Country><b:IdentificationCode>DK</b:IdentificationCode></a:Country></a:PostalAddress></a:Party></a:AccountingSupplierParty>
      <a:AccountingCustomerParty/>
      <a:LegalMonetaryTotal><b:PayableAmount currencyID="EUR">100.00</b:PayableAmount></a:LegalMonetaryTotal>
      <a:InvoiceLine><b:ID>1</b:ID><b:LineExtensionAmount currencyID="EUR">100.00</b:LineExtensionAmount>
        <a:Item><b:Description>Cotter pin</b:Description></a:Item></a:InvoiceLine></i:Invoice>"""
    invoice = from_xml(raw)
    assert (invoice.seller, invoice.buyer, invoice.total) == (
        Party("Custom Cotter Pins", "DK", "Main street, Big city"),
        None,
        Decimal("100.00"),
    )
    assert not invoice.draft


def _changed(old, new):
    return to_xml(draft_invoice(apples(), number="INV-1", on=ON)).decode().replace(old, new)


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (_changed("<cbc:IssueDate>2026-12-01", "<cbc:IssueDate>2026-13-01"), "/Invoice/cbc:IssueDate"),
        (_changed("<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>381"), "/Invoice/cbc:InvoiceTypeCode"),
        (
            _changed('currencyID="USD">23400</cbc:PayableAmount', 'currencyID="USD">23500</cbc:PayableAmount'),
            "/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount",
        ),
        (
            _changed(
                'currencyID="USD">23400</cbc:LineExtensionAmount>\n    <cac:Delivery',
                'currencyID="EUR">23400</cbc:LineExtensionAmount>\n    <cac:Delivery',
            ),
            "/Invoice/cac:InvoiceLine[1]/cbc:LineExtensionAmount",
        ),
        (
            _changed(">20000</cbc:InvoicedQuantity", ">1e9</cbc:InvoicedQuantity"),
            "/Invoice/cac:InvoiceLine[1]/cbc:InvoicedQuantity",
        ),
        (_changed(">080810<", ">0808<"), "/Invoice/cac:InvoiceLine[1]/cac:Item/cac:CommodityClassification"),
        (_changed("<cbc:ID>INV-1</cbc:ID>", "<cbc:ID><cbc:ID>x</cbc:ID></cbc:ID>"), "/Invoice/cbc:ID"),
        ("<a/>", ""),
        ("<a", ""),
        (b"\xff\xfe<\x00a\x00/\x00>\x00", ""),
        ("", ""),
    ],
)
def test_a_faulty_document_is_answered_with_the_path(raw, path):
    with pytest.raises(Faulty) as caught:
        from_xml(raw)
    assert path in [fault.path for fault in caught.value.faults]


def test_every_fault_is_named_at_once():
    raw = _changed("<cbc:IssueDate>2026-12-01", "<cbc:IssueDate>soon").replace(
        ">20000</cbc:InvoicedQuantity", ">-5</cbc:InvoicedQuantity"
    )
    with pytest.raises(Faulty) as caught:
        from_xml(raw)
    assert len(caught.value.faults) == 2


LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("head", [LAUGHS, OUTSIDE, '<!DOCTYPE a SYSTEM "http://example.org/a.dtd">'])
def test_a_document_type_is_refused_before_anything_is_parsed(head):
    raw = _changed("<Invoice", head + "<Invoice").replace("INV-1", "&x;")
    with pytest.raises(Faulty, match="DTD"):
        from_xml(raw)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-7"])
def test_another_encoding_does_not_hide_a_document_type(encoding):
    raw = f'<?xml version="1.0" encoding="{encoding}"?>{LAUGHS}<a>&b;</a>'.encode(encoding)
    with pytest.raises(Faulty):
        from_xml(raw)


def test_too_large_and_too_deep_documents_are_refused():
    for raw in (b" " * 5_000_001, "<a>" * 5000 + "</a>" * 5000):
        with pytest.raises(Faulty):
            from_xml(raw)


def test_a_character_that_xml_cannot_hold_is_named_and_nothing_is_written():
    with pytest.raises(Faulty) as caught:
        to_xml(replace(draft_packing_list(apples(), number="1", on=ON), notes=("a\x00b",)))
    assert caught.value.faults[0].path == "/PackingList/cbc:Note"
