"""Pakistan: what the importer's status changes, and parcels up to the limit of section 19C of the Customs Act."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from chorsu.assessment import Assessment, assess, parse_rates
from chorsu.consignment import read_consignment
from chorsu.measures import load_book

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def book():
    return load_book()


def assessed(book, regime: str = "import", on: date = DAY, importer: tuple[str, ...] = (), **item: object) -> Assessment:
    row = {"description": "accumulators", "origin": "CN", "value": "100000", "currency": "PKR", "hs": "850760"}
    row |= {"codes": {"PK": "85076000"}, "net_mass": "100"} | item
    whole = {"consignor": {"name": "A", "country": "CN"}, "consignee": {"name": "B", "country": "PK"}, "from": "CNTAO"}
    whole |= {"to": "PKKHI", "ready": f"{on}", "incoterm": "CIF", "items": [row], "importer": list(importer)}
    rates = parse_rates(b"from,to,rate,on,source")
    return assess(read_consignment(whole), book, rates, jurisdiction="PK", on=on, regime=regime)


def amounts(found: Assessment) -> dict[str, Decimal]:
    return {row.kind: row.amount for row in found.charges}


# Rates under section 148 of 2022-23 (PkRevenue); 4 % and 11 % for persons not on the list stand in a tax book of 2023.
@pytest.mark.parametrize(
    ("part", "importer", "percent"),
    [
        ("I", (), "1"),
        ("I", ("non-ATL",), "2"),
        ("II", (), "3.5"),
        ("II", ("industrial",), "2"),
        ("II", ("non-ATL",), "7"),
        ("II", ("industrial", "non-ATL"), "4"),
        ("III", (), "5.5"),
        ("III", ("industrial",), "5.5"),
        ("III", ("non-ATL",), "11"),
    ],
)
def test_the_income_tax_goes_by_the_importer(book, part, importer, percent):
    due = amounts(assessed(book, importer=importer, proofs=[f"PK-12-{part}"]))
    base = sum(amount for kind, amount in due.items() if kind in {"customs_duty", "additional_duty", "vat", "vat_value_addition"})
    base += Decimal(101000) + due.get("regulatory_duty", 0)  # 1 % for landing
    assert due["income_tax"] == (base * Decimal(percent) / 100).quantize(Decimal(1), "ROUND_HALF_UP")
    assert (due["vat_value_addition"] == 0) == ("industrial" in importer)


# Section 19C: up to 1,000 rupees by post or courier nothing (5,000 until 2025-06-30); beyond, an import like any other.
@pytest.mark.parametrize(
    ("value", "on", "regime"),
    [
        ("990", DAY, "import:parcel"),
        ("991", DAY, "import"),  # 1,000.91 with landing
        ("4950", date(2025, 6, 30), "import:parcel"),
        ("4950", date(2025, 7, 1), "import"),
    ],
)
def test_a_parcel_beyond_the_limit_is_an_import(book, value, on, regime):
    found = assessed(book, "import:parcel", on=on, value=value, proofs=["PK-12-II"])
    assert (found.assessed_as.regime if found.assessed_as else found.regime) == regime
    assert (found.total == 0) == (regime == "import:parcel")
