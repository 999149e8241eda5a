"""Goods that do not stay in India, Pakistan, Uzbekistan, Tajikistan or Iran: in transit, for a time, to be processed, in bond."""

from datetime import date

import pytest

from chorsu.assessment import assess, parse_rates
from chorsu.consignment import read_consignment
from chorsu.measures import load_book

DAY = date(2026, 11, 29)
CURRENCY = {"IN": "INR", "PK": "PKR", "UZ": "UZS", "TJ": "TJS", "IR": "IRR"}


@pytest.fixture(scope="module")
def book():
    return load_book()


def assessed(book, state, regime, **item):
    row = {"description": "goods", "hs": "847930", "origin": "CN", "value": "10000", "currency": "USD", "net_mass": "900"} | item
    whole = {"consignor": {"name": "A", "country": "CN"}, "consignee": {"name": "B", "country": state}, "from": "CNTAO"}
    whole |= {"to": "UZTAS", "ready": "2026-11-29", "incoterm": "DAP", "items": [row]}
    rates = parse_rates(f"from,to,rate,on,source\nUSD,{CURRENCY[state]},100,{DAY},an example of a rate\n".encode())
    return assess(read_consignment(whole), book, rates, jurisdiction=state, on=DAY, regime=regime)


# What frees them is named by each row: Customs Act 1962 s. 53, 59 and 65 and notification 21/2023 (India); Customs Act 1969 s. 84
# and 129 and rule 880 of the Export Facilitation Scheme (Pakistan); Customs Code art. 106 and 116 (Uzbekistan); zone of Sughd.
@pytest.mark.parametrize(
    ("state", "regime"),
    [
        ("IN", "transit"), ("IN", "inward-processing"), ("IN", "bonded"),
        ("PK", "transit"), ("PK", "inward-processing"), ("PK", "bonded"),
        ("UZ", "transit"), ("UZ", "bonded"), ("TJ", "bonded"),
    ],
)  # fmt: skip
def test_nothing_is_paid_while_the_goods_are_under_customs_control(book, state, regime):
    found = assessed(book, state, regime)
    assert found.total == 0
    assert found.unknown == ()
    assert {row.amount for row in found.charges} == {0}


@pytest.mark.parametrize(
    ("state", "regime", "kinds"),
    [
        ("PK", "temporary", {"additional_duty", "regulatory_duty"}),  # SRO 492(I)/2009 names customs duty and sales tax
        ("UZ", "temporary", {"customs_duty", "excise", "vat"}),  # 5 % a month: how many months is not said
        ("UZ", "inward-processing", {"customs_duty", "excise", "vat"}),
        ("TJ", "transit", {"customs_duty", "vat"}),
        ("IR", "temporary", {"customs_duty", "vat"}),
        ("IR", "bonded", {"vat"}),  # the law on special zones lifts duties and levies
    ],
)
def test_what_a_law_was_not_read_to_free_stays_unknown(book, state, regime, kinds):
    found = assessed(book, state, regime)
    assert {row.kind for row in found.unknown} == kinds
    assert found.total is None


# Customs Code of Uzbekistan, art. 65: goods of the list of the Cabinet of Ministers are wholly free.
def test_listed_goods_come_to_uzbekistan_for_a_time_without_payments(book):
    assert assessed(book, "UZ", "temporary", proofs=["UZ-temporary-list"]).total == 0


# Notification on exhibitions (TaxTMI 3340): customs duty is waived for goods of a certified event; of the integrated tax nothing
# was read.
def test_goods_of_an_indian_exhibition_bear_no_duty(book):
    found = assessed(book, "IN", "temporary", proofs=["IN-event"])
    assert [(row.kind, row.amount) for row in found.charges] == [("customs_duty", 0)]
    assert {row.kind for row in found.unknown} == {"vat"}


@pytest.mark.parametrize(
    ("state", "regime", "name"),
    [
        ("IN", "bonded", "IN-bonded-bond"),
        ("IN", "inward-processing", "IN-advance-authorisation"),
        ("PK", "temporary", "PK-temporary-bond"),
        ("PK", "inward-processing", "PK-EFS-authorisation"),
        ("UZ", "transit", "UZ-transit-E-Tranzit"),
        ("UZ", "inward-processing", "UZ-inward-processing-permit"),
    ],
)
def test_the_bond_or_permit_is_asked_for(book, state, regime, name):
    found = assessed(book, state, regime)
    assert name in {row.measure.id for row in found.requirements}
