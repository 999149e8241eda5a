"""Drafts say what the consignment says, and nothing else."""

from dataclasses import replace
from decimal import Decimal

import pytest

from chorsu.documents import Packages, draft_invoice, draft_packing_list, validate
from chorsu.facts import Faulty

from .cases import APPLES, ON, apples, with_item


def test_an_invoice_carries_over_what_the_consignment_says():
    invoice = draft_invoice(apples(), number="INV-1", on=ON)
    line = invoice.lines[0]
    assert (invoice.total, invoice.currency, invoice.incoterm, invoice.incoterm_place) == (Decimal(23400), "USD", "DAP", "KZALA")
    assert (line.hs, line.codes["EAEU"], line.origin, line.net_mass, line.gross_mass) == (
        "080810",
        "0808108008",
        "CN",
        20000,
        21500,
    )
    assert (invoice.seller.name, invoice.buyer.country) == ("胶州果品有限公司", "KZ")


def test_what_the_consignment_does_not_say_stays_blank():
    invoice = draft_invoice(apples(consignee=None, incoterm_place=""), number="INV-1", on=ON)
    packing = draft_packing_list(with_item(gross_mass=None), number="PL-1", on=ON)
    assert (invoice.contract, invoice.payment_terms, invoice.buyer, invoice.incoterm_place) == ("", "", None, "")
    assert (packing.lines[0].packages, packing.lines[0].gross_mass, packing.gross_mass, packing.package_count) == (None,) * 4
    assert invoice.draft
    assert packing.draft


@pytest.mark.parametrize(
    ("value", "quantity", "expected"),
    [
        ("23400", "20000", "1.17"),  # by hand
        ("100", "3", None),  # 33.33… has no end: the contract knows the price
        ("1", "64", "0.015625"),  # six decimals, by hand
        ("1", "128", None),  # seven decimals
        ("50", "0", None),
        ("999999999999999", "1", "999999999999999.00"),
    ],
)
def test_a_unit_price_is_given_only_where_it_comes_out_even(value, quantity, expected):
    invoice = draft_invoice(with_item(value=value, quantity=quantity), number="1", on=ON)
    price = invoice.lines[0].unit_price
    assert (None if price is None else str(price)) == expected


def test_two_currencies_make_no_invoice_and_each_other_item_is_named():
    items = [APPLES["items"][0], {**APPLES["items"][0], "currency": "EUR"}, {**APPLES["items"][0], "currency": "CNY"}]
    with pytest.raises(Faulty) as caught:
        draft_invoice(apples(items=items), number="1", on=ON)
    assert [fault.path for fault in caught.value.faults] == ["items[1].currency", "items[2].currency"]


def test_more_packages_than_items_are_refused():
    with pytest.raises(Faulty):
        draft_packing_list(apples(), number="1", on=ON, packages=(Packages(1), Packages(2)))


def test_a_draft_warns_of_what_is_open_and_an_issued_paper_is_faulty_for_it():
    draft = draft_invoice(apples(), number="INV-1", on=ON)
    open_fields = {fault.path for fault in validate(draft)}
    assert open_fields == {"contract", "payment_terms", "buyer.address"}
    assert {fault.severity for fault in validate(draft)} == {"warning"}
    assert {fault.severity for fault in validate(replace(draft, draft=False))} == {"error"}


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("lines[0].amount", {"amount": Decimal("23400.01")}),
        ("lines[0].hs", {"hs": "0808"}),
        ("lines[0].gross_mass", {"gross_mass": Decimal(19999)}),
        ("lines[0].amount", {"amount": Decimal(-1)}),
    ],
)
def test_what_is_wrong_is_an_error_even_in_a_draft(path, change):
    draft = draft_invoice(apples(), number="INV-1", on=ON)
    wrong = replace(draft, lines=(replace(draft.lines[0], **change),))
    assert (path, "error") in {(fault.path, fault.severity) for fault in validate(wrong)}


def test_a_packing_list_with_its_packages_has_nothing_open_but_what_the_parties_lack():
    packed = draft_packing_list(apples(), number="PL-1", on=ON, invoice_number="INV-1", packages=(Packages(1111, "CT"),))
    assert [fault.path for fault in validate(packed)] == ["buyer.address"]
    assert packed.package_count == 1111
