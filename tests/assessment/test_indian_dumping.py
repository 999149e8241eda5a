"""Indian duties against dumping by China, by the tables of the notifications, at 80 rupees for a dollar."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from chorsu.assessment import assess, parse_rates
from chorsu.consignment import read_consignment
from chorsu.measures import load_book

DAY = date(2026, 11, 24)
IN, OUT = "IN-dumping-in-scope", "IN-dumping-out-of-scope"


@pytest.fixture(scope="module")
def book():
    return load_book()


def duty(book, code: str, *, on: date = DAY, **item: object) -> Decimal | None:
    """The duty on 10,000 dollars and 5,000 kg; None where it is unknown, 0 where there is none."""
    row = {"description": "goods", "value": "10000", "net_mass": "5000"}
    return charged(book, "anti_dumping", code, row | item, on)


def charged(book, kind: str, code: str, row: dict, on: date) -> Decimal | None:
    """A charge on Chinese goods priced in dollars; None where it is unknown, 0 where there is none."""
    row = {"origin": "CN", "currency": "USD", "hs": code[:6], "codes": {"IN": code}} | row
    whole = {"consignor": {"name": "A", "country": "CN"}, "consignee": {"name": "B", "country": "IN"}, "from": "CNTAO"}
    whole |= {"to": "INBOM", "ready": f"{on}", "incoterm": "CIF", "items": [row]}
    rates = parse_rates(f"from,to,rate,on,source\nUSD,INR,80,{on},chosen".encode())
    found = assess(read_consignment(whole), book, rates, jurisdiction="IN", on=on, regime="import")
    if any(row.kind == kind for row in found.unknown):
        return None
    return next((row.amount for row in found.charges if row.kind == kind), Decimal(0))


TONNES = 5 * 80  # rupees for each dollar a tonne
VALUE = 800000


@pytest.mark.parametrize(
    ("code", "proofs", "producer", "rupees"),
    [
        ("29051220", [], None, 217 * TONNES),
        ("29051220", [], "Zhuhai Long Success Chemical Industry", 82 * TONNES),
        ("39095000", [IN], None, 1580 * TONNES),
        ("39095000", [IN], "BASF Polyurethane Specialties China", 0),
        ("39095000", [OUT], "Miracll Chemicals", 0),
        ("70099100", [], "Any Mirror Works", 234 * TONNES),
        ("73151100", [], None, "0.0634"),
        ("73151100", [], "Zhejiang Bakord Machinery", 0),
        ("85051110", [IN], "Huzhou Haotong Electronic Technology", "0.31"),
        ("85051110", [IN], "Another", "0.35"),
        ("29336910", [IN], "Puyang Cleanway Chemicals", 773 * TONNES),
        ("96170012", [IN], None, 1732 * TONNES),
        ("29362100", [IN], "Shangyu NHU Bio-Chem", 14950 * TONNES),
        ("39073010", [IN], "Jiangsu Kumho Yangnong Chemical", 37 * TONNES),
        ("72251990", [IN], "Wuhan Iron & Steel", 223.82 * TONNES),
        ("84561100", [IN], "Han's Laser", "0.2466"),
        ("84561100", [IN], None, "1.472"),
        ("76109030", [IN], "Jiangsu Yuejia Metallic Technology", 403 * TONNES),
        ("87087000", ["IN-alloy-wheel"], None, 1710 * TONNES),
        ("87087000", ["IN-alloy-wheel"], "Zhejiang Shuguang Industrial", 230 * TONNES),
        ("87087000", ["IN-flat-base-steel-wheel"], None, 613 * TONNES),
        ("87087000", [OUT], None, 0),
        ("39209999", [IN], "Changzhou Sveck Photovoltaic New Material", 590 * TONNES),
        ("39206290", [IN], None, 897 * TONNES),
    ],
)
def test_the_duty_is_that_of_the_notification(book, code, proofs, producer, rupees):
    more = {"producer": producer} if producer else {}
    expected = Decimal(rupees) * VALUE if isinstance(rupees, str) else Decimal(str(rupees))
    assert duty(book, code, proofs=proofs, **more) == expected.quantize(Decimal(1))


@pytest.mark.parametrize(
    ("code", "proofs", "producer"),
    [
        ("39095000", [], None),  # neither in scope nor out
        ("29336910", [IN], "Shandong Daming Science and Technology"),  # its rate was not read
        ("84295900", [IN], None),  # the table was not read
        ("29034500", [], None),  # a reference price, and no customs duty on file
        ("870870", [], None),
        ("290512", [], None),  # the tariff item is not known
    ],
)
def test_what_was_not_read_or_not_said_leaves_the_duty_unknown(book, code, proofs, producer):
    more = {"producer": producer} if producer else {}
    assert duty(book, code, proofs=proofs, **more) is None


def test_lids_pay_by_the_piece_and_coke_for_half_a_year(book):
    pieces = {"proofs": [IN], "quantity": "250000", "unit": "NAR"}
    assert duty(book, "83099020", **pieces) == Decimal("2.5") * 741 * 80
    coke = {"proofs": [IN], "on": date(2026, 6, 30)}
    assert duty(book, "27040020", **coke) == Decimal("130.66") * TONNES
    assert duty(book, "27040020", origin="RU", **coke) == Decimal("85.12") * TONNES
    assert duty(book, "27040020", proofs=[IN]) is None  # whether it went on is not known


def test_a_duty_ends_and_falls_on_goods_of_china_alone(book):
    sheet = {"proofs": [IN]}
    assert duty(book, "76061200", on=date(2026, 12, 5), **sheet) == 449 * TONNES
    assert duty(book, "76061200", on=date(2026, 12, 6), **sheet) == 0
    assert duty(book, "29051220", origin="KR") == 0
    assert [duty(book, "40023100", origin=state) for state in ("CN", "RU", "KZ")] == [325 * TONNES, 931 * TONNES, 0]
    assert duty(book, "29051220", on=date(2024, 10, 21)) == 0


def safeguard(book, code: str, price: str, **item: object) -> Decimal | None:
    """The safeguard duty on ten tonnes at a price in dollars a tonne; None where it is unknown."""
    row = {"description": "steel", "value": str(Decimal(price) * 10), "net_mass": "10000"}
    return charged(book, "safeguard", code, row | item, DAY)


# Notification 2/2025-Customs (SG): 11.5 % from 2026-04-21, not from the CIF price of the kind on.
@pytest.mark.parametrize(
    ("code", "price", "proofs", "share"),
    [
        ("72083740", "675", [], "0"),
        ("72083740", "674.99", [], None),
        ("72083740", "674.99", ["IN-flat-steel-in-scope"], "0.115"),
        ("72083740", "675", ["IN-flat-steel-in-scope"], "0.115"),  # the proof speaks of the price too
        ("72085110", "690", [], None),  # a plate of a mill from 695 on, a sheet from 675 on
        ("72085110", "695", [], "0"),
        ("72091620", "824", [], "0"),
        ("72104900", "861", [], "0"),
        ("72107000", "861", [], None),  # colour coated: from 964 on
        ("72107000", "964", [], "0"),
        ("72107000", "600", ["IN-flat-steel-out-of-scope"], "0"),
    ],
)
def test_steel_at_the_price_of_its_kind_bears_no_safeguard_duty(book, code, price, proofs, share):
    found = safeguard(book, code, price, proofs=proofs)
    assert found == (None if share is None else (Decimal(price) * 800 * Decimal(share)).quantize(Decimal(1)))
