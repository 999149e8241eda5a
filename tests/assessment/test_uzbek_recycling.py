"""The recycling fee of Uzbekistan by kind, size and age, against the tests of a public program (412,000 soums a unit)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from chorsu.assessment import Assessment, assess, parse_rates
from chorsu.consignment import read_consignment
from chorsu.measures import load_book

DAY = date(2026, 7, 19)
NEW, OLD = "UZ-up-to-3-years", "UZ-over-3-years"


@pytest.fixture(scope="module")
def book():
    return load_book()


def assessed(book, code: str, on: date = DAY, pieces: int = 1, **item: object) -> Assessment:
    row = {"description": "a machine", "origin": "CN", "value": "20000", "currency": "USD", "hs": code[:6], "codes": {"UZ": code}}
    row |= {"quantity": str(pieces), "unit": "NAR", "net_mass": "2000"} | item
    whole = {"consignor": {"name": "A", "country": "CN"}, "consignee": {"name": "B", "country": "UZ"}, "from": "CNTAO"}
    whole |= {"to": "UZTAS", "ready": f"{on}", "incoterm": "DAP", "items": [row]}
    rates = parse_rates(f"from,to,rate,on,source\nUSD,UZS,12093.35,{on},the program".encode())
    return assess(read_consignment(whole), book, rates, jurisdiction="UZ", on=on, regime="import")


def fee(found: Assessment) -> Decimal | None:
    """The fee; None where it is unknown, 0 where there is none."""
    if any(row.kind == "recycling_fee" for row in found.unknown):
        return None
    return next((row.amount for row in found.charges if row.kind == "recycling_fee"), Decimal(0))


# github.com/jalil2020/deklarantai, backend/internal/duty/utilfee_test.go (2026-08-14): units of 412,000 soums.
@pytest.mark.parametrize(
    ("code", "quantities", "proofs", "units"),
    [
        ("8703211011", {"CMQ": "900"}, [NEW], 30),
        ("8703219010", {"CMQ": "900"}, [OLD], 90),
        ("8703231941", {"CMQ": "2000"}, [NEW], 120),
        ("8703239041", {"CMQ": "2000"}, [OLD], 210),
        ("8703249010", {"CMQ": "3200"}, [OLD], 390),
        ("8703249010", {"CMQ": "4000"}, [OLD], 480),
        ("8702101990", {"CMQ": "2000"}, [NEW], 120),
        ("8702101990", {"CMQ": "12000"}, [OLD], 1080),
        ("8704213100", {}, [NEW, "UZ-full-mass-to-2500-kg"], 100),
        ("8704223910", {}, [OLD, "UZ-full-mass-to-20000-kg"], 1200),
        ("8705400001", {}, [OLD], 1500),
        ("8716398000", {}, [OLD], 660),
        ("8429521001", {"BHP": "200"}, [OLD], 360),
        ("8701941001", {}, [OLD], 480),
        ("8701941001", {}, [NEW], 0),  # a dash in the table
        ("8701211011", {}, [NEW], 670),
    ],
)
def test_the_fee_is_that_of_the_program(book, code, quantities, proofs, units):
    assert fee(assessed(book, code, quantities=quantities, proofs=proofs)) == units * 412000


@pytest.mark.parametrize(
    ("motor", "units"), [("1000", 30), ("1000.5", 120), ("2000", 120), ("2000.5", 180), ("3500", 180), ("3500.5", 300)]
)
def test_a_band_holds_its_upper_limit_and_goes_by_one_motor(book, motor, units):
    for pieces in (1, 3):
        quantities = {"CMQ": str(Decimal(motor) * pieces)}
        found = assessed(book, "8703900000", pieces=pieces, quantities=quantities, proofs=[NEW])
        assert fee(found) == pieces * units * 412000


def test_age_or_motor_not_stated_leave_the_fee_unknown(book):
    assert fee(assessed(book, "8703231941", quantities={"CMQ": "1500"})) is None
    assert fee(assessed(book, "8703231941", proofs=[NEW])) is None
    assert fee(assessed(book, "8704213100", proofs=[NEW])) is None
    assert fee(assessed(book, "8704600000", proofs=[NEW, "UZ-full-mass-to-2500-kg"])) is None  # electric, not read
    assert fee(assessed(book, "8716900000")) == 0  # parts are not on the list


# norma.uz and kapital.uz, 2025-02: 120 units, 45 million soums, for an electric car to three years old, 210, 78.7 million, older.
@pytest.mark.parametrize(
    ("on", "proof", "sum_of"),
    [
        (date(2025, 6, 1), NEW, "45000000"),
        (date(2025, 6, 1), OLD, "78750000"),
        (date(2025, 8, 1), NEW, "49440000"),
        (date(2026, 8, 31), NEW, "49440000"),
        (date(2026, 9, 1), NEW, "52800000"),
    ],
)
def test_an_electric_car_pays_by_the_unit_of_the_day(book, on, proof, sum_of):
    assert fee(assessed(book, "8703801000", on=on, proofs=[proof])) == Decimal(sum_of)


def test_of_two_ages_the_greater_counts(book):
    assert fee(assessed(book, "8703801000", proofs=[NEW, OLD])) == 210 * 412000


# Read-me of the same program (8e32bed): 8703231941, 1,500 cm3, 20,000 USD; its duty leaves out 0.8 USD a cm3, which the law has.
def test_a_car_of_1500_cc_pays_what_the_program_prints_and_the_sum_by_the_motor(book):
    found = assessed(book, "8703231941", quantities={"CMQ": "1500"}, proofs=[NEW])
    amounts = {row.kind: row.amount.quantize(Decimal(1)) for row in found.charges}
    by_motor = Decimal("0.8") * 1500 * Decimal("12093.35")
    assert amounts["customs_duty"] == (36280050 + by_motor).quantize(Decimal(1))
    assert amounts["vat"] == (33377646 + by_motor * Decimal("0.12")).quantize(Decimal(1))
    assert (amounts["fee"], amounts["recycling_fee"]) == (618000, 49440000)


def test_new_tyres_pay_by_the_kilogram(book):
    found = assessed(book, "4011200000", on=date(2026, 11, 24), net_mass="20000")
    assert fee(found) == 20000 * 1320  # 0.3 % of 440,000
    assert fee(assessed(book, "4012200009", on=date(2026, 11, 24), net_mass="20000")) is None
